package ai.eigi.simulator.autoconfigure;

import java.time.Duration;

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

}
