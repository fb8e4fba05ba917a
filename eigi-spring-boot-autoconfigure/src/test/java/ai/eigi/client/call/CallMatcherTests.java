package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.call.ResolvedCall.Evidence;
import ai.eigi.client.conversation.Conversation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which conversations are taken for which calls.
 */
class CallMatcherTests {

	private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

	private static final String ANN = "+14155550123";

	private static final String BOB = "+14155550124";

	private static List<ResolvedCall> match(CallAttempt attempt, Conversation... conversations) {
		return matchAt(Duration.ofHours(1), attempt, conversations);
	}

	private static List<ResolvedCall> matchAt(Duration afterStart, CallAttempt attempt, Conversation... conversations) {
		return new CallMatcher(attempt.endedAt(START.plusSeconds(30)), START.plusSeconds(90))
			.match(List.of(conversations), START.plus(afterStart));
	}

	private static CallAttempt calls(String... numbersAndIds) {
		OutboundCallRequest.Builder request = OutboundCallRequest.builder("agent-1");
		Stream.of(numbersAndIds).map((text) -> text.split("#")).forEach((parts) -> {
			CallRecipient recipient = CallRecipient.of(parts[0]);
			request.to((parts.length > 1) ? recipient.withCorrelationId(parts[1]) : recipient);
		});
		return request.build().attemptAt(START);
	}

	private static Conversation conversation(String id, String number, String correlationId, Duration afterStart) {
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("to_mobile_number", number);
		if (correlationId != null) {
			metadata.put("dynamic_variables", Map.of(CallRecipient.CORRELATION_KEY, correlationId));
		}
		return Conversation.of(Map.of("conversation_id", id, "conversation_metadata", metadata, "created_at",
				START.plus(afterStart).toString().replace("Z", "")));
	}

	private static Conversation conversation(String id, String number, String correlationId) {
		return conversation(id, number, correlationId, Duration.ofSeconds(2));
	}

	@Test
	void theCorrelationIdDecidesWhateverTheNumberAndTime() {
		List<ResolvedCall> resolved = match(calls(ANN + "#a", BOB + "#b"),
				conversation("c-1", "14155550199", "b", Duration.ofHours(-2)), conversation("c-2", ANN, "other"));
		assertThat(resolved).extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.NOT_SEEN, CallVerdict.PLACED);
		assertThat(resolved.get(1).conversationId()).isEqualTo("c-1");
		assertThat(resolved.get(1).evidence()).isEqualTo(Evidence.CORRELATION);
	}

	@Test
	void withoutACorrelationIdDigitsAndTimeDecide() {
		List<ResolvedCall> resolved = match(calls(ANN + "#a", BOB + "#b"), conversation("c-1", "14155550123", null));
		assertThat(resolved).extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.PLACED, CallVerdict.NOT_SEEN);
		assertThat(resolved.get(0).evidence()).isEqualTo(Evidence.NUMBER_AND_TIME);
	}

	@Test
	void theCallOfAnotherAttemptIsNeverTaken() {
		assertThat(match(calls(ANN + "#a"), conversation("c-1", ANN, "z"))).extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.NOT_SEEN);
	}

	@Test
	void moreCandidatesThanCallsDecideNothing() {
		assertThat(match(calls(ANN), conversation("c-1", ANN, null), conversation("c-2", ANN, null)))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.UNDECIDED);
	}

	@Test
	void fewerCandidatesThanCallsDecideNothing() {
		assertThat(match(calls(ANN + "#a", ANN + "#b"), conversation("c-1", ANN, null)))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.UNDECIDED, CallVerdict.UNDECIDED);
	}

	@Test
	void callsToOneNumberTakeAConversationEach() {
		List<ResolvedCall> resolved = match(calls(ANN + "#a", ANN + "#b", ANN + "#c"),
				conversation("c-2", ANN, null, Duration.ofSeconds(3)), conversation("c-1", ANN, null),
				conversation("c-3", ANN, "b"));
		assertThat(resolved).extracting(ResolvedCall::conversationId).containsExactly("c-1", "c-3", "c-2");
	}

	@Test
	void whatMayBeOlderThanTheAttemptDecidesNothing() {
		assertThat(match(calls(ANN), conversation("c-1", ANN, null, Duration.ofSeconds(-20))))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.UNDECIDED);
	}

	@Test
	void clocksMayDifferByASecond() {
		assertThat(match(calls(ANN), conversation("c-1", ANN, null, Duration.ofMillis(-900))))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.PLACED);
	}

	@Test
	void whatBeganLongAfterwardsIsAnotherCall() {
		assertThat(match(calls(ANN), conversation("c-1", ANN, null, Duration.ofMinutes(5))))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.NOT_SEEN);
	}

	@Test
	void whatIsDatedInTheFutureDecidesNothing() {
		assertThat(
				matchAt(Duration.ofMinutes(2), calls(ANN, BOB), conversation("c-1", ANN, null, Duration.ofMinutes(5))))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.UNDECIDED, CallVerdict.NOT_SEEN);
		assertThat(matchAt(Duration.ofMinutes(2), calls(ANN), conversation("c-1", ANN, null, Duration.ofMinutes(5)),
				conversation("c-2", ANN, null)))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.UNDECIDED);
	}

	@Test
	void whatIsMinutesOlderLeavesItsNumberUndecidedWhereNothingElseIsListed() {
		assertThat(match(calls(ANN, BOB), conversation("c-1", ANN, null, Duration.ofMinutes(-14))))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.UNDECIDED, CallVerdict.NOT_SEEN);
		assertThat(match(calls(ANN), conversation("c-1", ANN, null, Duration.ofMinutes(-14)),
				conversation("c-2", ANN, null)))
			.extracting(ResolvedCall::conversationId)
			.containsExactly("c-2");
	}

	@Test
	void otherOlderCallsAreNotTheOne() {
		assertThat(match(calls(ANN), conversation("c-1", ANN, "z", Duration.ofMinutes(-5)),
				conversation("c-2", ANN, null, Duration.ofMinutes(-16)),
				conversation("c-3", "", null, Duration.ofMinutes(-5))))
			.extracting(ResolvedCall::verdict)
			.containsExactly(CallVerdict.NOT_SEEN);
	}

	@Test
	void asksForTheAgentsOutboundCallsSinceTheAttempt() {
		assertThat(new CallMatcher(calls(ANN), null).query()).satisfies((query) -> {
			assertThat(query.agentId()).isEqualTo("agent-1");
			assertThat(query.type()).hasToString("TELEPHONY");
			assertThat(query.callingType()).hasToString("OUTBOUND");
			assertThat(query.createdFrom()).isBeforeOrEqualTo(START);
		});
	}

}
