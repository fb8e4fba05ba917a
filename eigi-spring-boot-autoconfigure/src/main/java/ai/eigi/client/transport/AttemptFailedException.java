package ai.eigi.client.transport;

import java.time.Duration;
import java.util.function.IntFunction;

import ai.eigi.client.error.EigiException;
import org.jspecify.annotations.Nullable;

/**
 * One attempt failed. Passes from the attempt to the retry and no further; its cause is
 * what the caller gets.
 */
final class AttemptFailedException extends RuntimeException {

	private final EigiException exception;

	private final transient @Nullable IntFunction<Duration> waits;

	/**
	 * Create an exception.
	 * @param exception what the caller gets if it is not repeated
	 * @param waits the wait before the next attempt by the number of failed ones;
	 * {@code null} if there must be none
	 */
	AttemptFailedException(EigiException exception, @Nullable IntFunction<Duration> waits) {
		super(exception.getMessage(), exception, false, false);
		this.exception = exception;
		this.waits = waits;
	}

	EigiException exception() {
		return this.exception;
	}

	@Nullable Duration waitAfter(int attempts) {
		return (this.waits != null) ? this.waits.apply(attempts) : null;
	}

}
