package ai.eigi.client.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.conversation.ConversationApi;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Require;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * Finds out what became of an attempt by listing the agent's calls until each is found or
 * the settling time is over. Only reads.
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
	 * Find out what became of an attempt.
	 * @param operation on whose behalf
	 * @param attempt the attempt
	 * @param settlingTime how long after its end a call may take to be listed
	 * @return the verdicts; or an {@link EigiException} where looking is refused
	 */
	Mono<CallResolution> resolve(String operation, CallAttempt attempt, Duration settlingTime) {
		return Mono.defer(() -> {
			check(operation, settlingTime);
			Instant ended = (attempt.endedAt() != null) ? attempt.endedAt() : this.transport.now();
			Instant settled = ended.plus(settlingTime);
			CallMatcher matcher = new CallMatcher(attempt, (attempt.endedAt() != null) ? settled : null);
			return new Looks(operation, matcher, attempt, settled).next(FIRST_WAIT);
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
		return !transport.isClosed() && (failure instanceof EigiServerException
				|| failure instanceof EigiTransportException || failure instanceof EigiRateLimitedException
				|| failure instanceof EigiPermitTimeoutException || failure instanceof EigiDecodingException);
	}

	/**
	 * The looks of one resolution.
	 */
	private final class Looks {

		private final String operation;

		private final CallMatcher matcher;

		private final CallAttempt attempt;

		private final Instant settled;

		Looks(String operation, CallMatcher matcher, CallAttempt attempt, Instant settled) {
			this.operation = operation;
			this.matcher = matcher;
			this.attempt = attempt;
			this.settled = settled;
		}

		Mono<CallResolution> next(Duration wait) {
			Instant now = CallResolver.this.transport.now();
			boolean last = !now.isBefore(this.settled);
			return look().onErrorResume((ex) -> isPassing(CallResolver.this.transport, ex), this::unread)
				.flatMap((calls) -> {
					if (last || calls.stream().allMatch((call) -> call.is(CallVerdict.PLACED))) {
						return Mono.just(new CallResolution(calls));
					}
					Duration left = Duration.between(CallResolver.this.transport.now(), this.settled);
					return CallResolver.this.transport.delay(shorter(wait, left))
						.then(Mono.defer(() -> next(shorter(wait.multipliedBy(2), LONGEST_WAIT))));
				});
		}

		private Mono<List<ResolvedCall>> look() {
			return CallResolver.this.conversations.all(this.operation, this.matcher.query())
				.filter(this.matcher::concerns)
				.collectList()
				.map(this.matcher::match);
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
