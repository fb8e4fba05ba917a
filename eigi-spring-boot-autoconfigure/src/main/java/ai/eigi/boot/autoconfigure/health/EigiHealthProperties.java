package ai.eigi.boot.autoconfigure.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of what is said about the health of eigi.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi.health")
public class EigiHealthProperties {

	/**
	 * How many operations in a row must fail, of the network or of the service, until
	 * eigi is said to be down. One that fails for the key is enough.
	 */
	private int failureThreshold = 3;

	private final Active active = new Active();

	public int getFailureThreshold() {
		return this.failureThreshold;
	}

	public void setFailureThreshold(int failureThreshold) {
		this.failureThreshold = failureThreshold;
	}

	public Active getActive() {
		return this.active;
	}

	/**
	 * Asking the service how it is doing.
	 */
	public static class Active {

		/**
		 * Whether the health indicator asks the service, as often as the cache allows.
		 * Otherwise it tells what operations have come to, and sends nothing.
		 */
		private boolean enabled;

		/**
		 * How long the result of a check is good for. That of a failed one is good for
		 * ten seconds at most.
		 */
		private Duration cache = Duration.ofMinutes(5);

		/**
		 * How long a check may take.
		 */
		private Duration timeout = Duration.ofSeconds(5);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getCache() {
			return this.cache;
		}

		public void setCache(Duration cache) {
			this.cache = cache;
		}

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

}
