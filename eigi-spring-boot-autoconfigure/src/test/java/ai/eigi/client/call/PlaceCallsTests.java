package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Placing calls with a policy for unknown outcomes.
 */
class PlaceCallsTests {

	private static final String ANN = "+14155550123";

	private static final String BOB = "+14155550124";

	private static final OutboundCallRequest BOTH = OutboundCallRequest.builder("agent-1").to(ANN).to(BOB).build();

	private static final UnknownOutcomePolicy LOOK = UnknownOutcomePolicy.resolve(Duration.ofSeconds(30));

	private final CallService service = new CallService();

	private final CallApi api = this.service.api();

	private final Instant start = this.service.now();

	@AfterEach
	void close() {
		this.service.close();
	}

	private List<CallVerdict> place(UnknownOutcomePolicy policy) throws InterruptedException {
		return this.service.end(this.api.place(BOTH, policy))
			.value()
			.calls()
			.stream()
			.map(ResolvedCall::verdict)
			.toList();
	}

	private CallService loseFirstDial(CallService.Answer then) {
		return this.service.answerDials((exchange) -> {
			if (this.service.dialled.size() == 1) {
				exchange.close();
			}
			else {
				then.answer(exchange);
			}
		});
	}

	@Test
	void acceptedCallsAreNotLookedFor() throws Exception {
		assertThat(place(LOOK)).containsExactly(CallVerdict.ACCEPTED, CallVerdict.ACCEPTED);
		assertThat(this.service.looks()).isZero();
	}

	@Test
	void theOlderAnswerTellsOfEachCall() throws Exception {
		this.service.answerDials((exchange) -> exchange.json(200, """
				{"results":[{"mobile_number":"+14155550124","status":"failed","message":"Invalid phone number format"},
				{"mobile_number":"14155550123","status":"success","conversation_id":"c-1"}]}"""));
		CallResolution resolution = this.service.end(this.api.place(BOTH, LOOK)).value();
		assertThat(resolution.calls()).extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.ACCEPTED, CallVerdict.REFUSED);
		assertThat(resolution.calls().get(0).conversationId()).isEqualTo("c-1");
	}

	@Test
	void aLostAnswerIsResolvedAndNothingIsDialledAgain() throws Exception {
		this.service.loseDials()
			.beforeLook(1, () -> this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0)));
		assertThat(place(LOOK)).containsExactly(CallVerdict.PLACED, CallVerdict.NOT_SEEN);
		assertThat(this.service.dialled).hasSize(1);
	}

	@Test
	void onlyWhatWasNotSeenIsDialledAgainAndOnlyIfAskedFor() throws Exception {
		loseFirstDial((exchange) -> exchange.json(200, CallService.ACCEPTED)).beforeLook(1,
				() -> this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0)));
		assertThat(place(LOOK.redialNotSeen(1))).containsExactly(CallVerdict.PLACED, CallVerdict.ACCEPTED);
		assertThat(this.service.dialled).hasSize(2);
		assertThat((List<?>) this.service.dialled.get(1).get("params")).hasSize(1);
		assertThat(this.service.param(1, 0)).containsEntry("mobile_number", BOB);
		assertThat(this.service.correlationId(1, 0)).isNotEqualTo(this.service.correlationId(0, 1));
	}

	@Test
	void undecidedCallsAreNeverDialledAgain() throws Exception {
		this.service.loseDials().answerLooks((exchange) -> exchange.json(500, "{}"));
		assertThat(place(LOOK.redialNotSeen(3))).containsExactly(CallVerdict.UNDECIDED, CallVerdict.UNDECIDED);
		assertThat(this.service.dialled).hasSize(1);
	}

	@Test
	void callsThatThereIsNoKeyToLookForAreUndecidedAndNotDialledAgain() throws Exception {
		this.service.answerDials((exchange) -> {
			this.service.loseKeys(Integer.MAX_VALUE);
			exchange.close();
		});
		assertThat(place(LOOK.redialNotSeen(3))).containsExactly(CallVerdict.UNDECIDED, CallVerdict.UNDECIDED);
		assertThat(this.service.dialled).hasSize(1);
		assertThat(this.service.looks()).isZero();
	}

	@Test
	void redialsAreBounded() throws Exception {
		this.service.loseDials();
		assertThat(place(LOOK.redialNotSeen(2))).containsExactly(CallVerdict.NOT_SEEN, CallVerdict.NOT_SEEN);
		assertThat(this.service.dialled).hasSize(3);
		assertThat(this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(4))).error())
			.isInstanceOf(EigiInvalidRequestException.class);
		assertThat(this.service.dialled).hasSize(3);
	}

	@Test
	void aRedialThatIsRefusedKeepsWhatIsKnown() throws Exception {
		loseFirstDial((exchange) -> exchange.json(403, "{\"detail\":\"Call quota exceeded\"}")).beforeLook(1,
				() -> this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0)));
		CallResolution resolution = this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(1))).value();
		assertThat(resolution.calls()).extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.PLACED, CallVerdict.NOT_SEEN);
		assertThat(resolution.redialFailure()).isInstanceOf(EigiAccessDeniedException.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 409, 429 })
	void aRedialThatMayHaveRungIsUndecided(int status) throws Exception {
		loseFirstDial((exchange) -> exchange.json(status, "{\"detail\":\"no\"}")).beforeLook(1,
				() -> this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0)));
		CallResolution resolution = this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(3))).value();
		assertThat(resolution.calls()).extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.PLACED, CallVerdict.UNDECIDED);
		assertThat(resolution.redialFailure()).isInstanceOf(EigiApiException.class);
		assertThat(this.service.dialled).hasSize(2);
	}

	@Test
	void aCallThatIsDatedInTheFutureStaysUndecidedHoweverLongTheLastLookTakes() throws Exception {
		AtomicBoolean slow = new AtomicBoolean();
		this.service.loseDials()
			.beforeLook(1, () -> this.service.put("c-1", ANN, "IN_PROGRESS", null))
			.beforeLook(1, () -> this.service.date("c-1", this.start.plusSeconds(180)))
			.answerLooks((exchange) -> {
				if (!this.service.now().isBefore(this.start.plusSeconds(30)) && slow.compareAndSet(false, true)) {
					this.service.time.advanceTimeBy(Duration.ofMinutes(3));
				}
				this.service.list(exchange);
			});
		CallResolution resolution = this.service
			.end(this.api.place(OutboundCallRequest.of("agent-1", ANN), LOOK.redialNotSeen(1)))
			.value();
		assertThat(slow).isTrue();
		assertThat(resolution.calls()).extracting(ResolvedCall::verdict).containsExactly(CallVerdict.UNDECIDED);
		assertThat(this.service.dialled).hasSize(1);
	}

	@Test
	void aRefusalIsAnErrorAndNothingIsLookedFor() throws Exception {
		this.service.answerDials((exchange) -> exchange.json(403, "{\"detail\":\"Call quota exceeded\"}"));
		assertThat(this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(1))).error())
			.isInstanceOf(EigiAccessDeniedException.class);
		assertThat(this.service.dialled).hasSize(1);
		assertThat(this.service.looks()).isZero();
	}

	@Test
	void whatBecameOfARedialStandsAtThePlaceOfItsRecipient() throws Exception {
		loseFirstDial((exchange) -> exchange.json(200, CallService.ACCEPTED)).beforeLook(1,
				() -> this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0)));
		CallResolution resolution = this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(1))).value();
		assertThat(resolution.calls()).extracting((call) -> call.call().index()).containsExactly(0, 1);
	}

	@Test
	void anOutcomeThatNobodyMayLookAtStaysUnknown() throws Exception {
		this.service.loseDials().answerLooks((exchange) -> exchange.json(403, "{\"detail\":\"no\"}"));
		assertThat(this.service.end(this.api.place(BOTH, LOOK)).error())
			.isInstanceOfSatisfying(EigiOutcomeUnknownException.class, (ex) -> {
				assertThat(ex.callAttempt()).isNotNull();
				assertThat(ex.getSuppressed()).hasOnlyElementsOfType(EigiAccessDeniedException.class);
			});
	}

	@Test
	void aRedialThatNobodyMayLookAtIsUndecided() throws Exception {
		this.service.loseDials().answerLooks((exchange) -> {
			if (this.service.dialled.size() == 1) {
				this.service.list(exchange);
			}
			else {
				exchange.json(403, "{\"detail\":\"no\"}");
			}
		});
		CallResolution resolution = this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(1))).value();
		assertThat(resolution.with(CallVerdict.UNDECIDED)).hasSize(2);
		assertThat(resolution.redialFailure()).isInstanceOf(EigiOutcomeUnknownException.class);
		assertThat(this.service.dialled).hasSize(2);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "unknown" })
	void aListedCallWithoutANumberMayBeAnyAndNobodyIsDialledAgain(String number) throws Exception {
		this.service.loseDials().beforeLook(1, () -> this.service.put("c-1", number, "IN_PROGRESS", null));
		assertThat(place(LOOK.redialNotSeen(1))).containsExactly(CallVerdict.UNDECIDED, CallVerdict.UNDECIDED);
		assertThat(this.service.dialled).hasSize(1);
	}

	/**
	 * List a call as soon as so many dials have left.
	 */
	private void listAfter(int dials, Runnable action) {
		this.service.answerLooks((exchange) -> {
			if (this.service.dialled.size() >= dials) {
				action.run();
			}
			this.service.list(exchange);
		});
	}

	@Test
	void aFirstDialThatIsListedDuringTheSecondEndsTheRedials() throws Exception {
		this.service.loseDials();
		listAfter(2, () -> this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0)));
		CallResolution resolution = this.service
			.end(this.api.place(OutboundCallRequest.of("agent-1", ANN), LOOK.redialNotSeen(2)))
			.value();
		assertThat(this.service.dialled).hasSize(2);
		assertThat(resolution.calls()).singleElement().satisfies((call) -> {
			assertThat(call.verdict()).isEqualTo(CallVerdict.PLACED);
			assertThat(call.conversationId()).isEqualTo("c-1");
			assertThat(call.call().correlationId()).isEqualTo(this.service.correlationId(0, 0));
		});
	}

	@Test
	void eachRecipientIsRecognisedByEachOfItsDials() throws Exception {
		this.service.loseDials();
		listAfter(3, () -> this.service.put("c-2", BOB, "IN_PROGRESS", this.service.correlationId(0, 1)));
		CallResolution resolution = this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(3))).value();
		assertThat(resolution.calls()).extracting((call) -> call.call().index() + " " + call.verdict())
			.containsExactly("0 NOT_SEEN", "1 PLACED");
		assertThat(this.service.dialled).extracting((dial) -> ((List<?>) dial.get("params")).size())
			.containsExactly(2, 2, 2, 1);
		assertThat(this.service.param(3, 0)).containsEntry("mobile_number", ANN);
	}

	@Test
	void aRecipientDialledAgainThatIsListedLateIsRecognisedAtItsPlace() throws Exception {
		this.service.loseDials();
		listAfter(1, () -> {
			this.service.put("c-1", ANN, "IN_PROGRESS", this.service.correlationId(0, 0));
			if (this.service.dialled.size() == 3) {
				this.service.put("c-2", BOB, "IN_PROGRESS", this.service.correlationId(0, 1));
			}
		});
		CallResolution resolution = this.service.end(this.api.place(BOTH, LOOK.redialNotSeen(3))).value();
		assertThat(resolution.calls()).extracting((call) -> call.call().index() + " " + call.conversationId())
			.containsExactly("0 c-1", "1 c-2");
		assertThat(this.service.dialled).hasSize(3);
	}

	@Test
	void aSecondDialThatIsNotTakenIsNoWordAboutTheFirst() throws Exception {
		loseFirstDial((exchange) -> exchange.json(200, """
				{"results":[{"mobile_number":"+14155550123","status":"failed"},
				{"mobile_number":"+14155550124","status":"success"}]}"""));
		assertThat(place(LOOK.redialNotSeen(3))).containsExactly(CallVerdict.NOT_SEEN, CallVerdict.ACCEPTED);
		assertThat(this.service.dialled).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 40, -3, -14 })
	void aCallThatMayBeTheOneByAWrongClockIsNotDialledAgain(int minutesLater) throws Exception {
		this.service.loseDials();
		listAfter(1, () -> {
			this.service.put("c-1", ANN, "IN_PROGRESS", null);
			this.service.date("c-1", this.start.plus(Duration.ofMinutes(minutesLater)));
		});
		CallResolution resolution = this.service
			.end(this.api.place(OutboundCallRequest.of("agent-1", ANN), LOOK.redialNotSeen(1)))
			.value();
		assertThat(this.service.dialled).hasSize(1);
		assertThat(resolution.with(CallVerdict.UNDECIDED)).hasSize(1);
	}

	@Test
	void aCallOfLongBeforeKeepsNobodyFromBeingDialledAgain() throws Exception {
		this.service.loseDials();
		this.service.put("c-1", ANN, "COMPLETED", null);
		this.service.date("c-1", this.start.minus(Duration.ofMinutes(16)));
		assertThat(place(LOOK.redialNotSeen(1))).containsExactly(CallVerdict.NOT_SEEN, CallVerdict.NOT_SEEN);
		assertThat(this.service.dialled).hasSize(2);
	}

	@Test
	void aStatusThatIsNotKnownIsNoRefusal() throws Exception {
		this.service.answerDials((exchange) -> exchange.json(200, """
				{"results":[{"mobile_number":"+14155550123","status":"initiated","conversation_id":"c-1"},
				{"mobile_number":"+14155550124","status":"queued"}]}"""));
		assertThat(place(LOOK)).containsExactly(CallVerdict.ACCEPTED, CallVerdict.ACCEPTED);
	}

	@Test
	void aResultWithoutStatusAndIdsIsNoRefusal() throws Exception {
		this.service.answerDials((exchange) -> exchange.json(200, """
				{"results":[{"mobile_number":"+14155550123","message":"Call initiated"},
				{"mobile_number":"+14155550124","status":"error"}]}"""));
		assertThat(place(LOOK)).containsExactly(CallVerdict.ACCEPTED, CallVerdict.REFUSED);
	}

}
