package ai.eigi.client.transport;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiRateLimitedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The attempts of one subscription. Here the rules are kept: after a failure that must
 * not be repeated nothing is sent again, whatever a retry is configured to do.
 */
final class Attempts {

	private final Shared shared;

	private final ApiCall call;

	private final Operation operation;

	private final Duration limit;

	private final boolean repeatedWithOtherKey;

	private int number;

	private @Nullable AttemptFailedException last;

	private @Nullable EigiRateLimitedException mayHaveRung;

	private boolean renewed;

	private volatile @Nullable Attempt latest;

	Attempts(Shared shared, ApiCall call, Operation operation, Duration limit, boolean repeatedWithOtherKey) {
		this.shared = shared;
		this.call = call;
		this.operation = operation;
		this.limit = limit;
		this.repeatedWithOtherKey = repeatedWithOtherKey;
	}

	<T> Mono<T> next(Function<Attempt, Mono<T>> once) {
		if (this.last != null && this.last.waitAfter(1) == null) {
			return Mono.error(this.last);
		}
		return this.shared.apiKeys()
			.current()
			.onErrorMap(Exception.class,
					(ex) -> failed((ex instanceof ApiKeyUnavailableException unavailable)
							? new Failure(Failure.Kind.KEY_UNAVAILABLE, unavailable.reason())
							: new Failure(Failure.Kind.CLOSED, FailureClassifier.CLIENT_CLOSED)))
			.flatMap((key) -> send(once, key));
	}

	private <T> Mono<T> send(Function<Attempt, Mono<T>> once, ApiKey key) {
		Attempt attempt = new Attempt(this.call, WireLog.of(this.shared.account(), this.call), this.operation,
				++this.number, key, this.shared.apiKeys(), this.shared.timeLimits(), this.shared.connectLimit(),
				this.limit);
		this.latest = attempt;
		return once.apply(attempt)
			.timeout(attempt.expired())
			.doFinally(attempt::end)
			.contextWrite((context) -> DroppedErrors.quiet(context).put(Attempt.class, attempt))
			.onErrorResume(Exception.class, (ex) -> {
				Failure failure = FailureClassifier.classify(ex, attempt);
				if (failure == null) {
					EigiException before = mayHaveRungBefore(ex);
					return Mono.error((before != null) ? before : ex);
				}
				return (failure.status() == 401) ? refused(once, key, failure) : Mono.error(failed(failure));
			});
	}

	/**
	 * The service did not accept the key. Asks for another one, and sends the request
	 * once more with it where that is allowed.
	 */
	private <T> Mono<T> refused(Function<Attempt, Mono<T>> once, ApiKey key, Failure failure) {
		if (this.renewed) {
			return Mono.error(failed(failure.because("so is the one that took its place")));
		}
		this.renewed = true;
		return this.shared.apiKeys()
			.renew(key)
			.onErrorMap(Exception.class,
					(ex) -> failed((ex instanceof ApiKeyUnavailableException unavailable)
							? failure.because("the EigiApiKeySupplier, asked for another one, " + unavailable.reason())
							: failure))
			.switchIfEmpty(Mono.error(() -> failed(failure)))
			.flatMap((other) -> {
				if (other.isSameAs(key)) {
					return Mono.error(failed(failure.because("the EigiApiKeySupplier has no other one")));
				}
				if (!this.repeatedWithOtherKey) {
					return Mono.error(failed(
							failure.because("what rings, or is a check, is not sent again with the other one that "
									+ "the EigiApiKeySupplier now has, which the next request carries")));
				}
				EigiException exception = this.shared.exceptions().map(this.call, failure);
				this.operation.attemptFailed(failure, exception, Duration.ZERO, null);
				return send(once, other);
			});
	}

	private AttemptFailedException failed(Failure failure) {
		Duration coolDown = (failure.status() == 429) ? this.shared.table().waitAfter(failure, 1) : null;
		if (coolDown != null) {
			this.shared.gate().coolDown(coolDown);
		}
		EigiException exception = this.shared.exceptions().map(this.call, failure);
		EigiException before = mayHaveRungBefore(exception);
		boolean repeatable = this.shared.table().mayRepeat(this.call.effect(), failure);
		this.last = new AttemptFailedException((before != null) ? before : exception,
				repeatable ? (attempts) -> jittered(this.shared.table().waitAfter(failure, attempts)) : null,
				(repeatedAfter) -> this.operation.attemptFailed(failure, exception, repeatedAfter, coolDown));
		return this.last;
	}

	/**
	 * What the caller is told of in place of a later failure: a 429 does not promise that
	 * no phone rang, and that the attempt after it came to nothing does not take this
	 * back.
	 */
	private @Nullable EigiRateLimitedException mayHaveRungBefore(Exception later) {
		if (this.call.effect() != Effect.DIAL || later instanceof EigiOutcomeUnknownException) {
			return null;
		}
		if (later instanceof EigiRateLimitedException rateLimited) {
			this.mayHaveRung = rateLimited;
			return null;
		}
		if (this.mayHaveRung != null) {
			this.mayHaveRung.addSuppressed(later);
		}
		return this.mayHaveRung;
	}

	/**
	 * What is thrown outside an attempt, by a consumer of the retry's events for example,
	 * and is no word about what the attempt has done.
	 */
	Exception outside(Exception ex) {
		Attempt latest = this.latest;
		if (ex instanceof EigiException || this.call.effect() == Effect.READ || latest == null || !latest.isSent()) {
			return ex;
		}
		EigiException unknown = this.shared.exceptions()
			.map(this.call, new Failure(Failure.Kind.BROKEN,
					"what the application does at a retry's events has thrown " + ex.getClass().getName()));
		unknown.addSuppressed(ex);
		return unknown;
	}

	private static Duration jittered(Duration wait) {
		long spread = Math.min(wait.toMillis() / 4, 1000) + 1;
		return wait.plusMillis(1 + ThreadLocalRandom.current().nextLong(spread));
	}

	/**
	 * What the attempts of all subscriptions of a client have in common.
	 *
	 * @param account name of the account
	 * @param apiKeys the keys they carry
	 * @param table which failure is followed by another attempt
	 * @param exceptions what the caller is told
	 * @param gate paused by a refusal that asks for a wait
	 * @param timeLimits who looks whether an attempt takes too long
	 * @param connectLimit how long a connection may take, its name and TLS included
	 */
	record Shared(String account, ApiKeys apiKeys, RetryTable table, ExceptionMapper exceptions, PermitGate gate,
			TimeLimits timeLimits, Duration connectLimit) {

	}

}
