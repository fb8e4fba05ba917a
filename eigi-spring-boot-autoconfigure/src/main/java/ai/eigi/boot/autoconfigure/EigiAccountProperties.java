package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import ai.eigi.client.call.CallMode;
import org.jspecify.annotations.Nullable;

/**
 * Properties of one account of eigi: of the main one directly below {@code eigi}, of
 * further ones below {@code eigi.accounts.<name>}.
 *
 * @since 0.1.0
 */
public class EigiAccountProperties {

	/**
	 * API key of the account, from the dashboard of eigi.ai. Starts with "vk_".
	 */
	private @Nullable String apiKey;

	/**
	 * Base address of the API. A trailing slash, "/v1" or "/v1/public" is tolerated.
	 */
	private String baseUrl = "https://api.eigi.ai";

	private final Http http = new Http();

	private final RateLimit rateLimit = new RateLimit();

	private final Retry retry = new Retry();

	private final Calls calls = new Calls();

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public Http getHttp() {
		return this.http;
	}

	public RateLimit getRateLimit() {
		return this.rateLimit;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Calls getCalls() {
		return this.calls;
	}

	/**
	 * Connections and time limits.
	 */
	public static class Http {

		/**
		 * Limit for finding the address, for making the connection and for its TLS
		 * handshake, each. When not set, "spring.http.clients.connect-timeout" is used if
		 * that is.
		 */
		private @Nullable Duration connectTimeout;

		/**
		 * Limit for a whole answer that is not streamed, counted from when the request
		 * was written. Also how long a request waits for a free connection.
		 */
		private Duration responseTimeout = Duration.ofSeconds(120);

		/**
		 * Limit from the request to the first text of a stream.
		 */
		private Duration streamFirstTextTimeout = Duration.ofSeconds(60);

		/**
		 * Limit between two texts of a stream, counted while the reader asks and the
		 * server is silent.
		 */
		private Duration streamIdleTimeout = Duration.ofSeconds(30);

		/**
		 * How many connections are open at once, streams included. Further requests
		 * queue.
		 */
		private int maxConnections = 1000;

		/**
		 * Whether the key may be sent over plain "http://" to another host.
		 */
		private boolean allowInsecure;

		private final Ssl ssl = new Ssl();

		public @Nullable Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(@Nullable Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public Duration getResponseTimeout() {
			return this.responseTimeout;
		}

		public void setResponseTimeout(Duration responseTimeout) {
			this.responseTimeout = responseTimeout;
		}

		public Duration getStreamFirstTextTimeout() {
			return this.streamFirstTextTimeout;
		}

		public void setStreamFirstTextTimeout(Duration streamFirstTextTimeout) {
			this.streamFirstTextTimeout = streamFirstTextTimeout;
		}

		public Duration getStreamIdleTimeout() {
			return this.streamIdleTimeout;
		}

		public void setStreamIdleTimeout(Duration streamIdleTimeout) {
			this.streamIdleTimeout = streamIdleTimeout;
		}

		public int getMaxConnections() {
			return this.maxConnections;
		}

		public void setMaxConnections(int maxConnections) {
			this.maxConnections = maxConnections;
		}

		public boolean isAllowInsecure() {
			return this.allowInsecure;
		}

		public void setAllowInsecure(boolean allowInsecure) {
			this.allowInsecure = allowInsecure;
		}

		public Ssl getSsl() {
			return this.ssl;
		}

	}

	/**
	 * TLS.
	 */
	public static class Ssl {

		/**
		 * SSL bundle to connect with. When not set, "spring.http.clients.ssl.bundle" is
		 * used if that is.
		 */
		private @Nullable String bundle;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

	}

	/**
	 * How many requests may leave.
	 */
	public static class RateLimit {

		/**
		 * Whether requests are counted. The pause after the service answers 429 is kept
		 * in any case.
		 */
		private boolean enabled = true;

		/**
		 * Tier of the account.
		 */
		private Tier tier = Tier.FREE;

		/**
		 * How many requests leave in any 60 seconds. Required for the tier "custom"; for
		 * another tier it takes the place of that tier's limit.
		 */
		private @Nullable Integer requestsPerMinute;

		/**
		 * How long a request waits for its turn before it is refused.
		 */
		private Duration maxWait = Duration.ofSeconds(30);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Tier getTier() {
			return this.tier;
		}

		public void setTier(Tier tier) {
			this.tier = tier;
		}

		public @Nullable Integer getRequestsPerMinute() {
			return this.requestsPerMinute;
		}

		public void setRequestsPerMinute(@Nullable Integer requestsPerMinute) {
			this.requestsPerMinute = requestsPerMinute;
		}

		public Duration getMaxWait() {
			return this.maxWait;
		}

		public void setMaxWait(Duration maxWait) {
			this.maxWait = maxWait;
		}

		/**
		 * Tiers of accounts.
		 */
		public enum Tier {

			/**
			 * 100 requests a minute.
			 */
			FREE,

			/**
			 * 500 requests a minute.
			 */
			PRO,

			/**
			 * As agreed with eigi.
			 */
			CUSTOM

		}

	}

	/**
	 * How often requests are sent again.
	 */
	public static class Retry {

		/**
		 * Whether anything is sent again.
		 */
		private boolean enabled = true;

		/**
		 * How often a request is sent at most, the first time included.
		 */
		private int maxAttempts = 3;

		/**
		 * Wait before the second attempt.
		 */
		private Duration initialBackoff = Duration.ofMillis(500);

		/**
		 * Factor by which the wait grows from attempt to attempt.
		 */
		private double multiplier = 2;

		/**
		 * Longest wait that the client itself chooses.
		 */
		private Duration maxBackoff = Duration.ofSeconds(10);

		/**
		 * Longest wait that is accepted from the service's "Retry-After". A longer one
		 * fails the call at once.
		 */
		private Duration maxRetryAfter = Duration.ofSeconds(60);

		/**
		 * Whether a chat or another write that the service refused with 503 and
		 * "Retry-After" is sent again.
		 */
		private boolean repeatWritesWhenUnavailable;

		/**
		 * Whether phone calls that the service refused with 429 are placed again. The
		 * service does not promise that a refused call was not placed.
		 */
		private boolean redialWhenRateLimited;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public Duration getInitialBackoff() {
			return this.initialBackoff;
		}

		public void setInitialBackoff(Duration initialBackoff) {
			this.initialBackoff = initialBackoff;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxBackoff() {
			return this.maxBackoff;
		}

		public void setMaxBackoff(Duration maxBackoff) {
			this.maxBackoff = maxBackoff;
		}

		public Duration getMaxRetryAfter() {
			return this.maxRetryAfter;
		}

		public void setMaxRetryAfter(Duration maxRetryAfter) {
			this.maxRetryAfter = maxRetryAfter;
		}

		public boolean isRepeatWritesWhenUnavailable() {
			return this.repeatWritesWhenUnavailable;
		}

		public void setRepeatWritesWhenUnavailable(boolean repeatWritesWhenUnavailable) {
			this.repeatWritesWhenUnavailable = repeatWritesWhenUnavailable;
		}

		public boolean isRedialWhenRateLimited() {
			return this.redialWhenRateLimited;
		}

		public void setRedialWhenRateLimited(boolean redialWhenRateLimited) {
			this.redialWhenRateLimited = redialWhenRateLimited;
		}

	}

	/**
	 * Guards against calls that nobody wanted.
	 */
	public static class Calls {

		/**
		 * Whether calls ring.
		 */
		private CallMode mode = CallMode.LIVE;

		/**
		 * Numbers that may be called when the mode is "allow-list", compared by their
		 * digits.
		 */
		private Set<String> allowedNumbers = new LinkedHashSet<>();

		/**
		 * Whether each call carries a correlation id in its metadata, by which it is
		 * found when its outcome is unknown.
		 */
		private boolean correlation = true;

		public CallMode getMode() {
			return this.mode;
		}

		public void setMode(CallMode mode) {
			this.mode = mode;
		}

		public Set<String> getAllowedNumbers() {
			return this.allowedNumbers;
		}

		public void setAllowedNumbers(Set<String> allowedNumbers) {
			this.allowedNumbers = allowedNumbers;
		}

		public boolean isCorrelation() {
			return this.correlation;
		}

		public void setCorrelation(boolean correlation) {
			this.correlation = correlation;
		}

	}

}
