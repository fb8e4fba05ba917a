package ai.eigi.client.transport;

import java.time.Duration;

import ai.eigi.client.error.EigiConfigurationException;

/**
 * How often and when a request is sent again. What may be sent again at all is not a
 * setting: see {@link RetryTable}.
 *
 * @param enabled whether anything is sent again
 * @param maxAttempts how often a request is sent at most, the first time included
 * @param initialBackoff wait before the second attempt
 * @param multiplier by what the wait grows from attempt to attempt
 * @param maxBackoff longest wait that the client itself chooses
 * @param maxRetryAfter longest wait that the client accepts from the server; a longer one
 * fails the call at once
 * @param repeatWritesWhenUnavailable whether a write that was refused with 503 and
 * {@code Retry-After} is sent again
 * @param redialWhenRateLimited whether calls that were refused with 429 are placed again
 * @since 0.1.0
 */
public record RetrySettings(boolean enabled, int maxAttempts, Duration initialBackoff, double multiplier,
		Duration maxBackoff, Duration maxRetryAfter, boolean repeatWritesWhenUnavailable,
		boolean redialWhenRateLimited) {

	public RetrySettings {
		Settings.positive("eigi.retry.initial-backoff", initialBackoff);
		Settings.positive("eigi.retry.max-backoff", maxBackoff);
		Settings.notNegative("eigi.retry.max-retry-after", maxRetryAfter);
		if (maxAttempts < 1) {
			throw new EigiConfigurationException("eigi.retry.max-attempts",
					"eigi.retry.max-attempts is " + maxAttempts + ", and no request could be sent.",
					"Set it to 1 or more; 1 means that nothing is sent again.");
		}
		if (!(multiplier >= 1) || Double.isInfinite(multiplier)) {
			throw new EigiConfigurationException("eigi.retry.multiplier",
					"eigi.retry.multiplier is " + multiplier + ", and waits would shrink.",
					"Set it to 1 or more, 2 for example.");
		}
	}

	/**
	 * Settings for a usual application.
	 * @return 3 attempts, 500 ms doubling to 10 s, at most 60 s on the server's wish
	 */
	public static RetrySettings defaults() {
		return new RetrySettings(true, 3, Duration.ofMillis(500), 2, Duration.ofSeconds(10), Duration.ofSeconds(60),
				false, false);
	}

	/**
	 * Wait before the next attempt.
	 * @param attempts how many attempts have failed
	 * @return the wait without jitter
	 */
	Duration backoff(int attempts) {
		double millis = this.initialBackoff.toMillis() * Math.pow(this.multiplier, Math.max(0, attempts - 1));
		return (millis >= this.maxBackoff.toMillis()) ? this.maxBackoff : Duration.ofMillis((long) millis);
	}

	public RetrySettings withEnabled(boolean enabled) {
		return new RetrySettings(enabled, this.maxAttempts, this.initialBackoff, this.multiplier, this.maxBackoff,
				this.maxRetryAfter, this.repeatWritesWhenUnavailable, this.redialWhenRateLimited);
	}

	public RetrySettings withMaxAttempts(int maxAttempts) {
		return new RetrySettings(this.enabled, maxAttempts, this.initialBackoff, this.multiplier, this.maxBackoff,
				this.maxRetryAfter, this.repeatWritesWhenUnavailable, this.redialWhenRateLimited);
	}

	public RetrySettings withBackoff(Duration initialBackoff, double multiplier, Duration maxBackoff) {
		return new RetrySettings(this.enabled, this.maxAttempts, initialBackoff, multiplier, maxBackoff,
				this.maxRetryAfter, this.repeatWritesWhenUnavailable, this.redialWhenRateLimited);
	}

	public RetrySettings withMaxRetryAfter(Duration maxRetryAfter) {
		return new RetrySettings(this.enabled, this.maxAttempts, this.initialBackoff, this.multiplier, this.maxBackoff,
				maxRetryAfter, this.repeatWritesWhenUnavailable, this.redialWhenRateLimited);
	}

	public RetrySettings withRepeatWritesWhenUnavailable(boolean repeat) {
		return new RetrySettings(this.enabled, this.maxAttempts, this.initialBackoff, this.multiplier, this.maxBackoff,
				this.maxRetryAfter, repeat, this.redialWhenRateLimited);
	}

	public RetrySettings withRedialWhenRateLimited(boolean redial) {
		return new RetrySettings(this.enabled, this.maxAttempts, this.initialBackoff, this.multiplier, this.maxBackoff,
				this.maxRetryAfter, this.repeatWritesWhenUnavailable, redial);
	}

}
