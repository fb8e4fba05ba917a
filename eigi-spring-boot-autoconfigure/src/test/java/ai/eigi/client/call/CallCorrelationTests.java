package ai.eigi.client.call;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import ai.eigi.client.error.CallReference;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each call carries to be found by, and what an unknown outcome hands out.
 */
class CallCorrelationTests {

	private static final String ANN = "+14155550123";

	private static final String BOB = "+14155550124";

	private final CallService service = new CallService();

	@AfterEach
	void close() {
		this.service.close();
	}

	@Test
	void everyCallOfEverySubscriptionHasAnIdOfItsOwnBesideTheUsersMetadata() throws Exception {
		CallApi api = this.service.api();
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1")
			.to(CallRecipient.of(ANN).withMetadata(Map.of("order_id", "o-1")))
			.to(BOB)
			.build();
		this.service.end(api.start(request)).value();
		this.service.end(api.start(request)).value();
		this.service.end(this.service.api().start(request)).value();
		Set<String> ids = new HashSet<>();
		for (int dial = 0; dial < 3; dial++) {
			ids.add(this.service.correlationId(dial, 0));
			ids.add(this.service.correlationId(dial, 1));
			assertThat((Map<?, ?>) this.service.param(dial, 0).get("metadata"))
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.hasSize(2)
				.containsEntry("order_id", "o-1");
		}
		assertThat(ids).hasSize(6).allMatch((id) -> id.matches("[A-Za-z0-9._:-]{1,100}"));
	}

	@Test
	void anIdOfTheApplicationsOwnIsSentAsItIs() throws Exception {
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1")
			.to(CallRecipient.of(ANN).withCorrelationId("order-7:1"))
			.build();
		OutboundCallResult result = this.service.end(this.service.api().start(request)).value();
		assertThat(this.service.correlationId(0, 0)).isEqualTo("order-7:1");
		assertThat(result.attempt()).isNotNull();
		assertThat(result.attempt().calls()).singleElement().satisfies((call) -> {
			assertThat(call.correlationId()).isEqualTo("order-7:1");
			assertThat(PhoneDigits.isTo(result.attempt(), call, "14155550123")).isTrue();
			assertThat(PhoneDigits.isTo(result.attempt(), call, BOB)).isFalse();
		});
		assertThat(result.dryRun()).isFalse();
	}

	@Test
	void correlationCanBeTurnedOff() throws Exception {
		CallApi api = this.service.api(null, new CallSettings(CallMode.LIVE, Set.of(), false));
		this.service.end(api.start(OutboundCallRequest.of("agent-1", ANN))).value();
		assertThat(this.service.param(0, 0)).containsOnlyKeys("mobile_number");
	}

	@Test
	void ownMetadataMustNotUseTheName() throws Exception {
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1")
			.to(CallRecipient.of(ANN).withMetadata(Map.of(CallRecipient.CORRELATION_KEY, "x")))
			.build();
		assertThat(this.service.end(this.service.api().start(request)).error())
			.isInstanceOf(EigiInvalidRequestException.class)
			.hasMessageContaining("recipients[0].metadata");
		assertThat(this.service.requests()).isEmpty();
	}

	@Test
	void anUnusableIdIsRefused() throws Exception {
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1")
			.to(CallRecipient.of(ANN).withCorrelationId("a b"))
			.build();
		assertThat(this.service.end(this.service.api().start(request)).error())
			.isInstanceOf(EigiInvalidRequestException.class)
			.hasMessageContaining("correlationId");
		assertThat(this.service.requests()).isEmpty();
	}

	@Test
	void aNumberTwiceInOneRequestIsRefusedWhicheverWayItIsWritten() throws Exception {
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1").to(ANN).to(BOB).to(ANN).build();
		assertThat(this.service.end(this.service.api().start(request)).error())
			.isInstanceOf(EigiInvalidRequestException.class)
			.hasMessageContaining("recipients[2].number")
			.hasMessageContaining("recipients[0]")
			.hasMessageNotContaining("4155550123");
		assertThat(this.service.requests()).isEmpty();
	}

	@Test
	void aNumberTwiceInOneRequestIsCalledTwiceIfThatIsAskedFor() throws Exception {
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1")
			.to(ANN)
			.to(ANN)
			.allowRepeatedNumbers()
			.build();
		this.service.end(this.service.api().start(request)).value();
		assertThat(this.service.correlationId(0, 0)).isNotEqualTo(this.service.correlationId(0, 1));
	}

	@Test
	void anUnknownOutcomeCarriesReferencesAndNoNumbers() throws Exception {
		this.service.loseDials();
		Throwable error = this.service
			.end(this.service.api().start(OutboundCallRequest.builder("agent-1").to(ANN).to(BOB).build()))
			.error();
		assertThat(error).isInstanceOfSatisfying(EigiOutcomeUnknownException.class, (ex) -> {
			assertThat(ex.operation()).isEqualTo("startCalls");
			assertThat(ex.callAttempt().agentId()).isEqualTo("agent-1");
			assertThat(ex.callAttempt().endedAt()).isNotNull();
			assertThat(ex.callAttempt().calls()).extracting(CallReference::correlationId)
				.containsExactly(this.service.correlationId(0, 0), this.service.correlationId(0, 1));
			assertThat(ex).hasMessageContaining(this.service.correlationId(0, 1));
			assertThat(ex.toString() + ex.callAttempt()).doesNotContain("4155550123", "4155550124");
		});
	}

	@Test
	void anUnknownOutcomeCanBeStored() throws Exception {
		this.service.loseDials();
		EigiOutcomeUnknownException error = (EigiOutcomeUnknownException) this.service
			.end(this.service.api().start(OutboundCallRequest.of("agent-1", ANN)))
			.error();
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ObjectOutputStream(bytes).writeObject(error);
		EigiOutcomeUnknownException read = (EigiOutcomeUnknownException) new ObjectInputStream(
				new ByteArrayInputStream(bytes.toByteArray()))
			.readObject();
		assertThat(read.callAttempt()).isEqualTo(error.callAttempt());
	}

	@Test
	void oneIdForTwoRecipientsIsRefused() throws Exception {
		OutboundCallRequest request = OutboundCallRequest.builder("agent-1")
			.to(CallRecipient.of(ANN).withCorrelationId("order-1"))
			.to(CallRecipient.of(BOB).withCorrelationId("order-1"))
			.build();
		assertThat(this.service.end(this.service.api().start(request)).error())
			.isInstanceOf(EigiInvalidRequestException.class)
			.hasMessageContaining("recipients[1].correlationId");
		assertThat(this.service.requests()).isEmpty();
	}

}
