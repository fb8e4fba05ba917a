package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.eigi.client.call.CallUpdate.Stage;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiAwaitTimeoutException;
import ai.eigi.client.error.EigiInvalidRequestException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Following calls, in virtual time over a real socket.
 */
class TrackCallsTests {

	private static final String ANN = "+14155550123";

	private static final String BOB = "+14155550124";

	private static final OutboundCallRequest CALL = OutboundCallRequest.of("agent-1", ANN);

	private static final CallTracking TRACKING = CallTracking.defaults();

	private final CallService service = new CallService();

	private final CallApi api = this.service.api();

	@AfterEach
	void close() {
		this.service.close();
	}

	private String id(int index) {
		return this.service.correlationId(0, index);
	}

	private static List<Stage> stages(CallService.Ended<CallUpdate> ended) {
		return ended.values().stream().map(CallUpdate::stage).toList();
	}

	@Test
	void aCallsLifeIsToldStepByStep() throws Exception {
		this.service.beforeLook(2, () -> this.service.put("c-1", ANN, "IN_PROGRESS", id(0)))
			.beforeLook(4, () -> this.service.put("c-1", ANN, "IN_PROGRESS", id(0), "Hello"))
			.beforeLook(6, () -> this.service.put("c-1", ANN, "COMPLETED", id(0), "Hello", "Bye"));
		CallService.Ended<CallUpdate> ended = this.service.end(this.api.track(CALL, TRACKING));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.IN_PROGRESS, Stage.IN_PROGRESS, Stage.ENDED);
		assertThat(ended.end().isOnComplete()).isTrue();
		assertThat(ended.values().get(3).conversation().transcript()).hasSize(2);
		assertThat(this.service.looks()).isEqualTo(6);
		assertThat(this.service.dialled).hasSize(1);
		// once it is found, it is read alone
		assertThat(this.service.requests().get(6).target()).startsWith("/v1/public/conversations/c-1");
	}

	@Test
	void theAnalysisIsWaitedForIfThatIsWanted() throws Exception {
		this.service.beforeLook(1, () -> this.service.put("c-1", ANN, "COMPLETED", id(0)))
			.beforeLook(5, () -> this.service.analyse("c-1"));
		CallService.Ended<CallUpdate> ended = this.service
			.end(this.api.track(CALL, TRACKING.withAnalysisWithin(Duration.ofMinutes(5))));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.ENDED, Stage.ANALYZED);
		assertThat(ended.values().get(2).conversation().analysis()).hasSize(1);
	}

	@Test
	void anAnalysisThatNeverComesIsNotWaitedForLonger() throws Exception {
		this.service.beforeLook(1, () -> this.service.put("c-1", ANN, "DISCONNECTED", id(0)));
		CallService.Ended<CallUpdate> ended = this.service
			.end(this.api.track(CALL, TRACKING.withAnalysisWithin(Duration.ofMinutes(1))));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.ENDED);
		assertThat(ended.end().isOnComplete()).isTrue();
	}

	@Test
	void severalCallsAreFollowedWithOneRequestALook() throws Exception {
		this.service.beforeLook(1, () -> {
			this.service.put("c-1", ANN, "IN_PROGRESS", id(0));
			this.service.put("c-2", "14155550124", "IN_PROGRESS", null);
		})
			.beforeLook(2, () -> this.service.put("c-2", "14155550124", "FAILED", null))
			.beforeLook(3, () -> this.service.put("c-1", ANN, "COMPLETED", id(0)));
		CallService.Ended<CallUpdate> ended = this.service
			.end(this.api.track(OutboundCallRequest.builder("agent-1").to(ANN).to(BOB).build(), TRACKING));
		assertThat(ended.values()).extracting((update) -> update.call().index() + " " + update.stage())
			.containsExactly("0 ACCEPTED", "1 ACCEPTED", "0 IN_PROGRESS", "1 IN_PROGRESS", "1 ENDED", "0 ENDED");
		assertThat(this.service.looks()).isEqualTo(3);
	}

	@Test
	void anUnknownOutcomeIsAStep() throws Exception {
		this.service.loseDials()
			.beforeLook(2, () -> this.service.put("c-1", ANN, "IN_PROGRESS", id(0)))
			.beforeLook(3, () -> this.service.put("c-1", ANN, "COMPLETED", id(0)));
		assertThat(stages(this.service.end(this.api.track(CALL, TRACKING)))).containsExactly(Stage.OUTCOME_UNKNOWN,
				Stage.IN_PROGRESS, Stage.ENDED);
		assertThat(this.service.dialled).hasSize(1);
	}

	@Test
	void aCallThatIsNeverListedIsNotSeen() throws Exception {
		this.service.loseDials();
		CallService.Ended<CallUpdate> ended = this.service.end(this.api.track(CALL, TRACKING));
		assertThat(stages(ended)).containsExactly(Stage.OUTCOME_UNKNOWN, Stage.NOT_SEEN);
		assertThat(ended.end().isOnComplete()).isTrue();
		assertThat(this.service.dialled).hasSize(1);
	}

	@Test
	void callsThatCannotBeToldApartAreNotSeen() throws Exception {
		this.service.beforeLook(1, () -> {
			this.service.put("c-1", ANN, "IN_PROGRESS", null);
			this.service.put("c-2", ANN, "IN_PROGRESS", null);
		});
		assertThat(stages(this.service.end(this.api.track(CALL, TRACKING)))).containsExactly(Stage.ACCEPTED,
				Stage.NOT_SEEN);
	}

	@Test
	void theOlderAnswersIdIsEnough() throws Exception {
		this.service.answerDials((exchange) -> exchange.json(200, """
				{"results":[{"mobile_number":"+14155550123","status":"success","conversation_id":"c-2"}]}"""))
			.beforeLook(1, () -> {
				this.service.put("c-1", ANN, "IN_PROGRESS", null);
				this.service.put("c-2", ANN, "COMPLETED", null);
			});
		CallService.Ended<CallUpdate> ended = this.service.end(this.api.track(CALL, TRACKING));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.ENDED);
		assertThat(ended.values().get(1).conversation().id()).isEqualTo("c-2");
	}

	@Test
	void aRefusedCallIsOver() throws Exception {
		this.service.answerDials((exchange) -> exchange.json(200, """
				{"results":[{"mobile_number":"+14155550123","status":"failed"}]}"""));
		assertThat(stages(this.service.end(this.api.track(CALL, TRACKING)))).containsExactly(Stage.REFUSED);
		assertThat(this.service.looks()).isZero();
	}

	@Test
	void aRefusedRequestIsAnError() throws Exception {
		this.service.answerDials((exchange) -> exchange.json(403, "{\"detail\":\"Call quota exceeded\"}"));
		CallService.Ended<CallUpdate> ended = this.service.end(this.api.track(CALL, TRACKING));
		assertThat(ended.values()).isEmpty();
		assertThat(ended.error()).isInstanceOf(EigiAccessDeniedException.class);
	}

	@Test
	void looksThatFailInPassingAreMadeUpFor() throws Exception {
		this.service.answerLooks((exchange) -> {
			if (this.service.looks() < 5) {
				exchange.json(502, "<html>");
			}
			else {
				this.service.put("c-1", ANN, "COMPLETED", id(0));
				this.service.list(exchange);
			}
		});
		assertThat(stages(this.service.end(this.api.track(CALL, TRACKING)))).containsExactly(Stage.ACCEPTED,
				Stage.ENDED);
	}

	@Test
	void keysThatAreMissingInPassingAreWaitedOut() throws Exception {
		this.service.beforeLook(1, () -> {
			this.service.put("c-1", ANN, "IN_PROGRESS", id(0));
			this.service.loseKeys(3);
		}).beforeLook(2, () -> this.service.put("c-1", ANN, "COMPLETED", id(0)));
		CallService.Ended<CallUpdate> ended = this.service.end(this.api.track(CALL, TRACKING));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.IN_PROGRESS, Stage.ENDED);
		assertThat(ended.end().isOnComplete()).isTrue();
		assertThat(this.service.lostKeys()).isZero();
		assertThat(this.service.looks()).isEqualTo(2);
	}

	@Test
	void aKeyThatIsRefusedEndsTheFollowing() throws Exception {
		this.service.answerLooks((exchange) -> exchange.json(401, "{\"detail\":\"Invalid API key\"}"));
		CallService.Ended<CallUpdate> ended = this.service.end(this.api.track(CALL, TRACKING));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED);
		assertThat(ended.error()).isInstanceOf(EigiAuthenticationException.class);
		assertThat(this.service.looks()).isEqualTo(1);
	}

	@Test
	void followingIsBounded() throws Exception {
		this.service.beforeLook(1, () -> this.service.put("c-1", ANN, "IN_PROGRESS", id(0)));
		CallService.Ended<CallUpdate> ended = this.service
			.end(this.api.track(CALL, TRACKING.withAtMost(Duration.ofMinutes(10))));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.IN_PROGRESS);
		assertThat(ended.error()).isInstanceOfSatisfying(EigiAwaitTimeoutException.class,
				(ex) -> assertThat(ex.conversationId()).isEqualTo("c-1"));
		// 1 s growing to 15 s: far from the account's limit
		assertThat(this.service.looks()).isBetween(20, 50);
	}

	@Test
	void aCallThatIsOverIsNoErrorThoughItsAnalysisDoesNotComeInTime() throws Exception {
		Instant end = this.service.now().plus(Duration.ofMinutes(1));
		this.service.answerLooks((exchange) -> {
			this.service.put("c-1", ANN, this.service.now().isBefore(end) ? "IN_PROGRESS" : "COMPLETED", id(0));
			this.service.list(exchange);
		});
		CallService.Ended<CallUpdate> ended = this.service.end(this.api.track(CALL,
				TRACKING.withAtMost(Duration.ofMinutes(5)).withAnalysisWithin(Duration.ofMinutes(10))));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.IN_PROGRESS, Stage.ENDED);
		assertThat(ended.end().getThrowable()).isNull();
		assertThat(ended.end().isOnComplete()).isTrue();
		assertThat(this.service.now()).isBetween(end.plus(Duration.ofMinutes(4)), end.plus(Duration.ofMinutes(5)));
	}

	@Test
	void theErrorNamesACallThatIsNotOver() throws Exception {
		this.service.beforeLook(1, () -> {
			this.service.put("c-1", ANN, "COMPLETED", id(0));
			this.service.put("c-2", BOB, "IN_PROGRESS", id(1));
		});
		CallService.Ended<CallUpdate> ended = this.service
			.end(this.api.track(OutboundCallRequest.builder("agent-1").to(ANN).to(BOB).build(),
					TRACKING.withAtMost(Duration.ofMinutes(5)).withAnalysisWithin(Duration.ofMinutes(10))));
		assertThat(ended.error()).isInstanceOfSatisfying(EigiAwaitTimeoutException.class, (ex) -> {
			assertThat(ex.conversationId()).isEqualTo("c-2");
			assertThat(ex.lastStatus()).isEqualTo("IN_PROGRESS");
		});
	}

	@Test
	void aCallThatIsNotFoundInTimeHasNoId() throws Exception {
		CallService.Ended<CallUpdate> ended = this.service
			.end(this.api.track(CALL, TRACKING.withAtMost(Duration.ofMinutes(1))));
		assertThat(ended.error()).isInstanceOfSatisfying(EigiAwaitTimeoutException.class, (ex) -> {
			assertThat(ex.conversationId()).isNull();
			assertThat(ex.lastStatus()).isNull();
			assertThat(ex).hasMessageContaining("was not found within PT1M").hasMessageNotContaining("null");
		});
	}

	@Test
	void cancellingEndsTheLooking() throws Exception {
		this.service.answerLooks((exchange) -> exchange.stall());
		Disposable following = this.api.track(CALL, TRACKING).subscribe();
		this.service.awaitLook();
		following.dispose();
		this.service.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.service.looks()).isEqualTo(1);
	}

	@Test
	void whoIsToldOfTheEndDoesNotAsk() throws Exception {
		CallApi listening = this.service.api(this.service.feed(), CallSettings.live());
		this.service.beforeLook(1, () -> this.service.put("c-1", ANN, "IN_PROGRESS", id(0)));
		CallService.Ended<CallUpdate> ended = this.service.end(listening.track(CALL, TRACKING).doOnNext((update) -> {
			if (update.stage() == Stage.IN_PROGRESS) {
				this.service.put("c-1", ANN, "COMPLETED", id(0), "Hello");
				this.service.ended.tryEmitNext(Conversation.of(this.service.conversations.get("c-1"))).orThrow();
			}
		}));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.IN_PROGRESS, Stage.ENDED);
		assertThat(this.service.looks()).isEqualTo(1);
		assertThat(this.service.ended.currentSubscriberCount()).isZero();
	}

	@Test
	void whoIsToldOfEndsLooksOnceAMinute() throws Exception {
		CallApi listening = this.service.api(this.service.feed(), CallSettings.live());
		this.service.beforeLook(1, () -> this.service.put("c-1", ANN, "IN_PROGRESS", id(0)));
		this.service.end(listening.track(CALL, TRACKING.withAtMost(Duration.ofMinutes(30))));
		assertThat(this.service.looks()).isBetween(28, 42);
	}

	@Test
	void aDryRunIsNotFollowed() throws Exception {
		CallApi dry = this.service.api(null, new CallSettings(CallMode.DRY_RUN, Set.of()));
		CallService.Ended<CallUpdate> ended = this.service.end(dry.track(CALL, TRACKING));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED);
		assertThat(this.service.requests()).isEmpty();
	}

	@Test
	void boundsAreCheckedBeforeAnythingIsSent() throws Exception {
		assertThat(this.service.end(this.api.track(CALL, TRACKING.withAtMost(Duration.ZERO))).error())
			.isInstanceOf(EigiInvalidRequestException.class);
		assertThat(this.service.requests()).isEmpty();
	}

	@Test
	void endsOfOtherCallsAreNoReasonToAsk() throws Exception {
		CallApi listening = this.service.api(this.service.feed(), CallSettings.live());
		this.service.beforeLook(1, () -> this.service.put("c-1", ANN, "IN_PROGRESS", id(0)));
		CallService.Ended<CallUpdate> ended = this.service.end(listening.track(CALL, TRACKING).doOnNext((update) -> {
			if (update.stage() == Stage.IN_PROGRESS) {
				for (int i = 0; i < 50; i++) {
					this.service.ended
						.tryEmitNext(Conversation.of(Map.of("conversation_id", "other-" + i, "agent_id", "agent-1",
								"conversation_status", "COMPLETED")))
						.orThrow();
				}
				this.service.put("c-1", ANN, "COMPLETED", id(0), "Hello");
			}
		}));
		assertThat(stages(ended)).containsExactly(Stage.ACCEPTED, Stage.IN_PROGRESS, Stage.ENDED);
		assertThat(this.service.looks()).isEqualTo(2);
	}

}
