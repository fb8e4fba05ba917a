package ai.eigi.client.transport;

import java.time.Duration;

import ai.eigi.client.error.EigiException;
import org.jspecify.annotations.Nullable;

/**
 * How long a stream may be silent, and what its end by force is called.
 *
 * @param firstText limit to the first text, counted from the request
 * @param idle limit between two texts
 * @param waited how long the request has waited for its answer to begin
 * @param timeLimits watches the limits
 * @param operation hears of the texts and of the end
 * @param failures makes the exception of a stream that broke
 */
record TextLimits(Duration firstText, Duration idle, Duration waited, TimeLimits timeLimits, Operation operation,
		Failures failures) {

	/**
	 * Makes the exception of a stream that broke.
	 */
	@FunctionalInterface
	interface Failures {

		EigiException of(Throwable error, @Nullable String sessionId, String deliveredText, long deliveredLength);

	}

}
