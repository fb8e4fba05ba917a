package ai.eigi.client.contract;

import java.util.Map;
import java.util.Set;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallMode;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.CallSettings;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.call.OutboundCallResult.RecipientResult;
import ai.eigi.client.error.EigiInvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Guards against calls that nobody wanted.
 */
@ExtendWith(OutputCaptureExtension.class)
class CallModeTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	private static EigiOperations operations(CallMode mode, String... allowed) {
		return server.operations((builder) -> builder.calls(new CallSettings(mode, Set.of(allowed))));
	}

	@Test
	void dryRunIsAnsweredAsAcceptedAndSendsNothing(CapturedOutput output) {
		OutboundCallResult result = operations(CallMode.DRY_RUN)
			.startCalls(OutboundCallRequest.builder("agent-1")
				.to(CallRecipient.of("+14155550123").withMetadata(Map.of("customer_name", "Jane Smith")))
				.to("+14155550124")
				.build())
			.block();
		assertThat(result.recipients()).extracting(RecipientResult::number)
			.containsExactly("+14155550123", "+14155550124");
		assertThat(result.recipients()).allSatisfy((recipient) -> {
			assertThat(recipient.accepted()).isTrue();
			assertThat(recipient.conversationId()).isNull();
			assertThat(recipient.callId()).isNull();
		});
		assertThat(server.requestCount()).isZero();
		assertThat(output).contains("dry-run")
			.contains("2")
			.doesNotContain("415555012")
			.doesNotContain("Jane Smith")
			.doesNotContain(EigiServer.API_KEY);
	}

	@Test
	void dryRunHappensOnSubscriptionAlone(CapturedOutput output) {
		operations(CallMode.DRY_RUN).startCalls(OutboundCallRequest.of("agent-1", "+14155550123"));
		assertThat(output).doesNotContain("Dry run");
	}

	@Test
	void dryRunRefusesWrongInputAsACallWould() {
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class,
				operations(CallMode.DRY_RUN).startCalls(OutboundCallRequest.of("agent-1", "415 555")));
		assertThat(failure.getMessage()).contains("E.164");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+14155550123", "14155550123", "+1 (415) 555-0123", "1.415.555.0123", " +1 415 5550123 " })
	void listedNumberIsCalledHoweverItIsPunctuated(String listed) {
		server.answersFixture("outbound-response");
		operations(CallMode.ALLOW_LIST, "+19995550000", listed)
			.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
			.block();
		assertThat(server.onlyRequest().getBodyAsString()).contains("+14155550123");
	}

	@ParameterizedTest
	@ValueSource(strings = { "+14155550124", "+4155550123", "+141555501234", "+1415555012" })
	void numberThatIsNotListedIsRefusedBeforeAnythingIsSent(String number) {
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class,
				operations(CallMode.ALLOW_LIST, "+14155550123").startCalls(OutboundCallRequest.of("agent-1", number)));
		assertThat(failure.status()).isNull();
		assertThat(failure.getMessage()).contains("eigi.calls.allowed-numbers").doesNotContain(number);
		assertThat(server.requestCount()).isZero();
	}

	@Test
	void oneNumberThatIsNotListedHoldsBackTheWholeRequest() {
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class,
				operations(CallMode.ALLOW_LIST, "+14155550123")
					.startCalls(OutboundCallRequest.builder("agent-1").to("+14155550123").to("+14155550124").build()));
		assertThat(failure.getMessage()).contains("recipients[1].number");
		assertThat(server.requestCount()).isZero();
	}

	@Test
	void emptyListAllowsNobody() {
		Failures.of(EigiInvalidRequestException.class,
				operations(CallMode.ALLOW_LIST).startCalls(OutboundCallRequest.of("agent-1", "+14155550123")));
		assertThat(server.requestCount()).isZero();
	}

	@Test
	void guardsOfCallsDoNotTouchAnythingElse() {
		server.answersFixture("conversation-get-chat");
		assertThat(operations(CallMode.DRY_RUN).getConversation("c-1").block()).isNotNull();
		assertThat(server.requestCount()).isEqualTo(1);
	}

}
