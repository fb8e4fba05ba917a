package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.call.ResolvedCall.Evidence;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Finding out what became of calls, in virtual time over a real socket.
 */
class ResolveCallsTests {

	private static final String ANN = "+14155550123";

	private static final String BOB = "+14155550124";

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final CallService service = new CallService();

	private final CallApi api = this.service.api();

	@AfterEach
	void close() {
		this.service.close();
	}

	private CallAttempt lostAttempt() throws InterruptedException {
		this.service.loseDials();
		return ((EigiOutcomeUnknownException) this.service
			.end(this.api.start(OutboundCallRequest.builder("agent-1").to(ANN).to(BOB).build()))
			.error()).callAttempt();
	}

	@Test
	void eachCallHasAVerdictOfItsOwnAndNothingIsDialled() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.put("c-2", BOB, "IN_PROGRESS", this.service.correlationId(0, 1));
		CallResolution resolution = this.service.end(this.api.resolve(attempt, MINUTE)).value();
		assertThat(resolution.calls()).extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.NOT_SEEN, CallVerdict.PLACED);
		assertThat(resolution.calls().get(1).evidence()).isEqualTo(Evidence.CORRELATION);
		assertThat(resolution.calls().get(1).conversation())
			.satisfies((call) -> assertThat(call.id()).isEqualTo("c-2"));
		assertThat(resolution.isComplete()).isFalse();
		assertThat(this.service.dialled).hasSize(1);
		assertThat(this.service.now()).isAfterOrEqualTo(attempt.endedAt().plus(MINUTE));
		// after 1, 2, 4, 8 and 15 seconds, until the minute is over
		assertThat(this.service.looks()).isEqualTo(8);
	}

	@Test
	void isOverAsSoonAsEveryCallIsFound() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.beforeLook(2, () -> this.service.put("c-1", ANN, "COMPLETED", this.service.correlationId(0, 0)))
			.beforeLook(3, () -> this.service.put("c-2", "14155550124", "FAILED", null));
		CallResolution resolution = this.service.end(this.api.resolve(attempt, MINUTE)).value();
		assertThat(resolution.isComplete()).isTrue();
		assertThat(resolution.calls()).extracting(ResolvedCall::evidence)
			.containsExactly(Evidence.CORRELATION, Evidence.NUMBER_AND_TIME);
		assertThat(this.service.looks()).isEqualTo(3);
	}

	@Test
	void anAttemptOfLongAgoIsLookedForOnce() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.time.advanceTimeBy(Duration.ofHours(2));
		assertThat(this.service.end(this.api.resolve(attempt, MINUTE)).value().with(CallVerdict.NOT_SEEN)).hasSize(2);
		assertThat(this.service.looks()).isEqualTo(1);
	}

	@Test
	void anAttemptStoredBeforehandIsResolvedThoughItsEndWasNotSeen() throws Exception {
		OutboundCallRequest request = OutboundCallRequest.of("agent-1", ANN).withCorrelationIds();
		CallAttempt attempt = request.attemptAt(this.service.now());
		this.service.answerDials((exchange) -> exchange.stall());
		Disposable caller = this.api.start(request).subscribe();
		this.service.awaitDial();
		caller.dispose();
		this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0));
		assertThat(this.service.end(this.api.resolve(attempt, Duration.ZERO)).value().with(CallVerdict.PLACED))
			.hasSize(1);
	}

	@Test
	void whatCannotBeReadIsUndecided() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.answerLooks((exchange) -> exchange.json(503, "{\"detail\":\"busy\"}"));
		assertThat(this.service.end(this.api.resolve(attempt, MINUTE)).value().with(CallVerdict.UNDECIDED)).hasSize(2);
	}

	@Test
	void looksThatFailInPassingAreMadeUpFor() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.put("c-1", ANN, "COMPLETED", this.service.correlationId(0, 0));
		this.service.put("c-2", BOB, "COMPLETED", this.service.correlationId(0, 1));
		this.service.answerLooks((exchange) -> {
			if (this.service.looks() <= 4) {
				exchange.json(500, "{}");
			}
			else {
				this.service.list(exchange);
			}
		});
		assertThat(this.service.end(this.api.resolve(attempt, MINUTE)).value().isComplete()).isTrue();
	}

	@Test
	void keysThatAreMissingInPassingAreWaitedOut() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.put("c-1", ANN, "COMPLETED", this.service.correlationId(0, 0));
		this.service.put("c-2", BOB, "COMPLETED", this.service.correlationId(0, 1));
		this.service.loseKeys(3);
		assertThat(this.service.end(this.api.resolve(attempt, MINUTE)).value().isComplete()).isTrue();
		assertThat(this.service.lostKeys()).isZero();
		assertThat(this.service.looks()).isEqualTo(1);
	}

	@Test
	void aRefusalIsAnError() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.answerLooks((exchange) -> exchange.json(401, "{\"detail\":\"Invalid API key\"}"));
		assertThat(this.service.end(this.api.resolve(attempt, MINUTE)).error())
			.isInstanceOf(EigiAuthenticationException.class);
	}

	@Test
	void cancellingEndsTheLooking() throws Exception {
		CallAttempt attempt = lostAttempt();
		this.service.answerLooks((exchange) -> exchange.stall());
		Disposable resolving = this.api.resolve(attempt, MINUTE).subscribe();
		this.service.awaitLook();
		resolving.dispose();
		this.service.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.service.looks()).isEqualTo(1);
	}

	@Test
	void nothingIsSentBeforeSubscription() {
		this.api.resolve(OutboundCallRequest.of("agent-1", ANN).attemptAt(Instant.EPOCH), MINUTE);
		assertThat(this.service.requests()).isEmpty();
	}

	@Test
	void theSettlingTimeIsBounded() throws Exception {
		CallAttempt attempt = lostAttempt();
		assertThat(this.service.end(this.api.resolve(attempt, Duration.ofHours(2))).error())
			.isInstanceOf(EigiInvalidRequestException.class)
			.hasMessageContaining("settlingTime");
		assertThat(this.service.looks()).isZero();
	}

}
