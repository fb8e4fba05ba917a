package ai.eigi.client.transport;

import java.time.Duration;

/**
 * How long to wait between two looks at something that changes on its own: half as long
 * again each time, up to a bound.
 *
 * @param first wait after the first look
 * @param longest longest wait
 * @since 0.1.0
 */
public record PollPace(Duration first, Duration longest) {

	/**
	 * Wait after a look.
	 * @param round number of the look, from 0
	 * @return the wait
	 */
	public Duration after(long round) {
		double millis = this.first.toMillis() * Math.pow(1.5, Math.min(round, 30));
		return (millis >= this.longest.toMillis()) ? this.longest : Duration.ofMillis((long) millis);
	}

}
