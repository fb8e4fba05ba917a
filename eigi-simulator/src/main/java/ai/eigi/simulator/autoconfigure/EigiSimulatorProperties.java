package ai.eigi.simulator.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.eigi.simulator.WebhookMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the embedded simulator.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi.simulator")
public class EigiSimulatorProperties {

	/**
	 * Whether to start an embedded eigi server and to use it instead of the real one.
	 */
	private boolean enabled;

	/**
	 * Port of the loopback interface to listen on. Zero picks a free one.
	 */
	private int port;

	/**
	 * Whether to start with sample conversations of the last days.
	 */
	private boolean demoData;

	/**
	 * Time to wait before each chunk of a streamed answer.
	 */
	private Duration chunkDelay = Duration.ZERO;

	/**
	 * Requests of one key that are accepted in any minute. Zero means no limit.
	 */
	private int requestsPerMinute;

	private final Webhook webhook = new Webhook();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public boolean isDemoData() {
		return this.demoData;
	}

	public void setDemoData(boolean demoData) {
		this.demoData = demoData;
	}

	public Duration getChunkDelay() {
		return this.chunkDelay;
	}

	public void setChunkDelay(Duration chunkDelay) {
		this.chunkDelay = chunkDelay;
	}

	public int getRequestsPerMinute() {
		return this.requestsPerMinute;
	}

	public void setRequestsPerMinute(int requestsPerMinute) {
		this.requestsPerMinute = requestsPerMinute;
	}

	public Webhook getWebhook() {
		return this.webhook;
	}

	/**
	 * Where the simulator sends webhooks to.
	 */
	public static class Webhook {

		/**
		 * Path of this application, any context path and secret included, to send
		 * webhooks to. Its server must listen on the loopback interface, without TLS; the
		 * port need not be known.
		 */
		private @Nullable String path;

		/**
		 * Addresses to send webhooks to, all of them all webhooks. They start with
		 * https://, or with http:// for the loopback interface.
		 */
		private List<String> urls = new ArrayList<>();

		/**
		 * Request type. GET sends query parameters, the others a multipart form.
		 */
		private WebhookMethod method = WebhookMethod.POST;

		/**
		 * Attempts in all until a webhook that is not answered with success is lost.
		 */
		private int maxAttempts = 4;

		/**
		 * Time from one attempt to the next.
		 */
		private Duration retryInterval = Duration.ofSeconds(10);

		public @Nullable String getPath() {
			return this.path;
		}

		public void setPath(@Nullable String path) {
			this.path = path;
		}

		public List<String> getUrls() {
			return this.urls;
		}

		public void setUrls(List<String> urls) {
			this.urls = urls;
		}

		public WebhookMethod getMethod() {
			return this.method;
		}

		public void setMethod(WebhookMethod method) {
			this.method = method;
		}

		public int getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public Duration getRetryInterval() {
			return this.retryInterval;
		}

		public void setRetryInterval(Duration retryInterval) {
			this.retryInterval = retryInterval;
		}

	}

}
