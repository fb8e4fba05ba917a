package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.conversation.ConversationApi;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.PassingFailures;
import ai.eigi.client.transport.Require;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Finds out what became of calls by listing the agent's calls until each is found or the
 * settling time is over. Only reads.
 */
final class CallResolver {

	private static final Log logger = LogFactory.getLog(CallResolver.class);

	private static final Duration LONGEST_SETTLING_TIME = Duration.ofHours(1);

	private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

	private final ApiTransport transport;

	private final ConversationApi conversations;

	CallResolver(ApiTransport transport, ConversationApi conversations) {
		this.transport = transport;
		this.conversations = conversations;
	}

	/**
	 * Find out what became of calls.
	 * @param operation on whose behalf
	 * @param attempts the attempts at the calls, oldest first; the same calls in the same
	 * order, and one that is found from any of them is not asked for again
	 * @param settlingTime how long after the end of the last attempt a call may take to
	 * be listed
	 * @return the verdicts on the calls; or an {@link EigiException} where looking is
	 * refused
	 */
	Mono<CallResolution> resolve(String operation, List<CallAttempt> attempts, Duration settlingTime) {
		return Mono.defer(() -> {
			check(operation, settlingTime);
			Instant now = this.transport.now();
			CallAttempt last = attempts.get(attempts.size() - 1);
			Instant settled = ((last.endedAt() != null) ? last.endedAt() : now).plus(settlingTime);
			List<CallMatcher> matchers = attempts.stream()
				.map((attempt) -> new CallMatcher(attempt,
						(attempt.endedAt() != null) ? attempt.endedAt().plus(settlingTime) : null))
				.toList();
			return new Looks(operation, matchers, last, settled).next(FIRST_WAIT);
		});
	}

	static void check(String operation, Duration settlingTime) {
		Require.that(operation)
			.valid(!settlingTime.isNegative() && settlingTime.compareTo(LONGEST_SETTLING_TIME) <= 0, "settlingTime",
					"must be from 0 to 1 hour");
	}

	/**
	 * Whether a later look may succeed where this one failed.
	 */
	static boolean isPassing(ApiTransport transport, Throwable failure) {
		return !transport.isClosed() && (PassingFailures.include(failure) || failure instanceof EigiDecodingException);
	}

	/**
	 * The looks of one resolution.
	 */
	private final class Looks {

		private final String operation;

		private final List<CallMatcher> matchers;

		private final CallAttempt attempt;

		private final Instant settled;

		Looks(String operation, List<CallMatcher> matchers, CallAttempt attempt, Instant settled) {
			this.operation = operation;
			this.matchers = matchers;
			this.attempt = attempt;
			this.settled = settled;
		}

		Mono<CallResolution> next(Duration wait) {
			Instant now = CallResolver.this.transport.now();
			boolean last = !now.isBefore(this.settled);
			return look(now).onErrorResume((ex) -> isPassing(CallResolver.this.transport, ex), this::unread)
				.flatMap((calls) -> {
					if (last || calls.stream().allMatch((call) -> call.is(CallVerdict.PLACED))) {
						return Mono.just(new CallResolution(calls));
					}
					Duration left = Duration.between(CallResolver.this.transport.now(), this.settled);
					return CallResolver.this.transport.delay(shorter(wait, left))
						.then(Mono.defer(() -> next(shorter(wait.multipliedBy(2), LONGEST_WAIT))));
				});
		}

		/**
		 * Look once.
		 * @param now when it began: what was not in the future then, since it took long,
		 * was when it was asked for
		 */
		private Mono<List<ResolvedCall>> look(Instant now) {
			return CallResolver.this.conversations.all(this.operation, this.matchers.get(0).query())
				.filter((conversation) -> this.matchers.stream().anyMatch((matcher) -> matcher.concerns(conversation)))
				.collectList()
				.map((seen) -> this.matchers.stream()
					.map((matcher) -> matcher.match(seen, now))
					.reduce(Looks::surest)
					.orElseThrow());
		}

		/**
		 * Of two attempts at the same calls, what is surest of each: that it was placed,
		 * else that it may have been.
		 */
		private static List<ResolvedCall> surest(List<ResolvedCall> earlier, List<ResolvedCall> later) {
			return IntStream.range(0, later.size()).mapToObj((i) -> {
				ResolvedCall before = earlier.get(i);
				ResolvedCall after = later.get(i);
				boolean isSurer = before.is(CallVerdict.PLACED) ? !after.is(CallVerdict.PLACED)
						: before.is(CallVerdict.UNDECIDED) && after.is(CallVerdict.NOT_SEEN);
				return isSurer ? before : after;
			}).toList();
		}

		private Mono<List<ResolvedCall>> unread(Throwable failure) {
			logger.warn("%s could not look for %d call(s) of agent %s: %s".formatted(this.operation,
					this.attempt.calls().size(), this.attempt.agentId(), failure.getMessage()));
			return Mono.just(
					this.attempt.calls().stream().map((call) -> ResolvedCall.of(call, CallVerdict.UNDECIDED)).toList());
		}

		private static Duration shorter(Duration one, Duration other) {
			Duration shorter = (one.compareTo(other) <= 0) ? one : other;
			return shorter.isNegative() ? Duration.ZERO : shorter;
		}

	}

}
