package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.CallReference;
import ai.eigi.client.call.ResolvedCall.Evidence;
import ai.eigi.client.conversation.CallingType;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationType;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the conversations of an attempt: by the correlation id where it came back,
 * else by digits of the number and time. A conversation that carries another call's id is
 * never taken. Where conversations and calls to a number do not match one to one, or one
 * may be older than the attempt, nothing is decided; nor where nothing matches, but would
 * if one of the clocks were wrong.
 */
final class CallMatcher {

	// clocks that are set agree within this
	private static final Duration USUAL_CLOCK_DIFFERENCE = Duration.ofSeconds(1);

	/**
	 * By how much the clocks of client and service may differ for a call to be recognised
	 * by its time.
	 */
	private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(1);

	/**
	 * By how much the service's clock may be behind for a call not to be missed.
	 */
	private static final Duration WRONG_CLOCK = Duration.ofMinutes(15);

	private static final Comparator<Conversation> BY_AGE = Comparator.comparing(Conversation::createdAt,
			Comparator.nullsLast(Comparator.naturalOrder()));

	// no digits
	private static final String NAMELESS = "";

	private final CallAttempt attempt;

	private final @Nullable Instant latest;

	private final Set<String> correlationIds = new HashSet<>();

	private final Set<String> numberDigests = new HashSet<>();

	/**
	 * Recognise calls of an attempt.
	 * @param attempt the attempt
	 * @param latest when its calls were listed at the latest, by the client's clock
	 */
	CallMatcher(CallAttempt attempt, @Nullable Instant latest) {
		this.attempt = attempt;
		this.latest = latest;
		for (CallReference call : attempt.calls()) {
			if (call.correlationId() != null) {
				this.correlationIds.add(call.correlationId());
			}
			this.numberDigests.add(call.numberDigest());
		}
	}

	/**
	 * What to list.
	 */
	ConversationQuery query() {
		return ConversationQuery.builder()
			.agentId(this.attempt.agentId())
			.type(ConversationType.TELEPHONY)
			.callingType(CallingType.OUTBOUND)
			.createdFrom(this.attempt.startedAt().minus(WRONG_CLOCK))
			.build();
	}

	/**
	 * Whether a conversation may be one of the calls; those that others placed need not
	 * be kept.
	 */
	boolean concerns(Conversation conversation) {
		String correlationId = correlationId(conversation);
		if (correlationId != null) {
			return this.correlationIds.contains(correlationId);
		}
		String digits = digits(conversation);
		return digits.isEmpty() || this.numberDigests.contains(PhoneDigits.digest(this.attempt.salt(), digits));
	}

	/**
	 * What conversations tell of the calls.
	 * @param conversations what was listed
	 * @param now the time, by the client's clock
	 * @return a verdict for each call, in the order of the attempt: placed, undecided or
	 * not seen
	 */
	List<ResolvedCall> match(List<Conversation> conversations, Instant now) {
		Map<String, Conversation> byId = new HashMap<>();
		Map<String, List<Conversation>> byNumber = new HashMap<>();
		Set<String> earlier = new HashSet<>();
		conversations.stream().sorted(BY_AGE).forEach((conversation) -> {
			String correlationId = correlationId(conversation);
			if (correlationId != null) {
				byId.putIfAbsent(correlationId, conversation);
			}
			else {
				// one without a number may be any of the calls
				String digest = PhoneDigits.digest(this.attempt.salt(), digits(conversation));
				if (isDatedBefore(conversation, CLOCK_DIFFERENCE)) {
					if (!isDatedBefore(conversation, WRONG_CLOCK)) {
						earlier.add(digest);
					}
				}
				// one that is dated in the future proves that a clock is wrong
				else if (!isLater(conversation) || isDatedAfter(conversation, now)) {
					byNumber.computeIfAbsent(digest, (key) -> new ArrayList<>()).add(conversation);
				}
			}
		});
		Map<String, List<CallReference>> open = new HashMap<>();
		for (CallReference call : this.attempt.calls()) {
			if (call.correlationId() == null || !byId.containsKey(call.correlationId())) {
				open.computeIfAbsent(call.numberDigest(), (digest) -> new ArrayList<>()).add(call);
			}
		}
		boolean nameless = byNumber.containsKey(PhoneDigits.digest(this.attempt.salt(), NAMELESS));
		Set<String> taken = new HashSet<>();
		List<ResolvedCall> resolved = new ArrayList<>();
		for (CallReference call : this.attempt.calls()) {
			Conversation own = (call.correlationId() != null) ? byId.get(call.correlationId()) : null;
			resolved.add((own != null) ? ResolvedCall.placed(call, Evidence.CORRELATION, own)
					: byNumberAndTime(call, open.getOrDefault(call.numberDigest(), List.of()).size(),
							byNumber.getOrDefault(call.numberDigest(), List.of()), taken,
							nameless || earlier.contains(call.numberDigest())));
		}
		return resolved;
	}

	private ResolvedCall byNumberAndTime(CallReference call, int calls, List<Conversation> candidates,
			Set<String> taken, boolean doubtful) {
		if (candidates.isEmpty()) {
			return ResolvedCall.of(call, doubtful ? CallVerdict.UNDECIDED : CallVerdict.NOT_SEEN);
		}
		if (candidates.size() != calls || candidates.stream().anyMatch(this::mayBeAnother)) {
			return ResolvedCall.of(call, CallVerdict.UNDECIDED);
		}
		return candidates.stream()
			.filter((candidate) -> taken.add(Objects.toString(candidate.id(), "")))
			.findFirst()
			.map((candidate) -> ResolvedCall.placed(call, Evidence.NUMBER_AND_TIME, candidate))
			.orElseGet(() -> ResolvedCall.of(call, CallVerdict.UNDECIDED));
	}

	private boolean mayBeAnother(Conversation conversation) {
		return conversation.createdAt() == null || isDatedBefore(conversation, USUAL_CLOCK_DIFFERENCE)
				|| isLater(conversation);
	}

	/**
	 * Whether a conversation is dated before the attempt, by more than so much.
	 */
	private boolean isDatedBefore(Conversation conversation, Duration difference) {
		Instant created = conversation.createdAt();
		return created != null && created.isBefore(this.attempt.startedAt().minus(difference));
	}

	/**
	 * Whether a conversation is dated after the time in which the calls were listed.
	 */
	private boolean isLater(Conversation conversation) {
		return this.latest != null && isDatedAfter(conversation, this.latest);
	}

	private static boolean isDatedAfter(Conversation conversation, Instant time) {
		Instant created = conversation.createdAt();
		return created != null && created.isAfter(time.plus(CLOCK_DIFFERENCE));
	}

	private static String digits(Conversation conversation) {
		return (conversation.toNumber() != null) ? PhoneDigits.of(conversation.toNumber()) : NAMELESS;
	}

	private static @Nullable String correlationId(Conversation conversation) {
		return (conversation.metadata().get("dynamic_variables") instanceof Map<?, ?> variables
				&& variables.get(CallRecipient.CORRELATION_KEY) instanceof String id) ? id : null;
	}

}
