package ai.eigi.client.transport;

import java.time.Duration;

import ai.eigi.client.error.EigiConfigurationException;

/**
 * How many requests may leave, and how long a caller waits for its turn.
 *
 * @param enabled whether requests are counted at all; the pause after a 429 is kept in
 * any case
 * @param requestsPerMinute how many requests leave in any 60 seconds
 * @param maxWait how long a caller waits before it is refused
 * @since 0.1.0
 */
public record RateLimitSettings(boolean enabled, int requestsPerMinute, Duration maxWait) {

	/**
	 * Limit of the free tier.
	 */
	public static final int FREE_TIER = 100;

	/**
	 * Limit of the pro tier.
	 */
	public static final int PRO_TIER = 500;

	public RateLimitSettings {
		Settings.notNegative("eigi.rate-limit.max-wait", maxWait);
		if (requestsPerMinute < 1) {
			throw new EigiConfigurationException("eigi.rate-limit.requests-per-minute",
					"eigi.rate-limit.requests-per-minute is " + requestsPerMinute + ", and no request could be sent.",
					"Set it to the limit of the account, or set eigi.rate-limit.enabled to false.");
		}
	}

	/**
	 * Settings for an account of the free tier.
	 * @return 100 requests a minute, 30 seconds of waiting
	 */
	public static RateLimitSettings defaults() {
		return new RateLimitSettings(true, FREE_TIER, Duration.ofSeconds(30));
	}

	public RateLimitSettings withEnabled(boolean enabled) {
		return new RateLimitSettings(enabled, this.requestsPerMinute, this.maxWait);
	}

	public RateLimitSettings withRequestsPerMinute(int requestsPerMinute) {
		return new RateLimitSettings(this.enabled, requestsPerMinute, this.maxWait);
	}

	public RateLimitSettings withMaxWait(Duration maxWait) {
		return new RateLimitSettings(this.enabled, this.requestsPerMinute, maxWait);
	}

}
