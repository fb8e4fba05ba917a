package ai.eigi.client.transport;

import java.time.Duration;
import java.util.function.Consumer;
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

	private transient @Nullable Consumer<@Nullable Duration> decided;

	/**
	 * Create an exception.
	 * @param exception what the caller gets if it is not repeated
	 * @param waits the wait before the next attempt by the number of failed ones;
	 * {@code null} if there must be none
	 * @param decided is told the wait before the next attempt, or {@code null} if there
	 * is none
	 */
	AttemptFailedException(EigiException exception, @Nullable IntFunction<Duration> waits,
			Consumer<@Nullable Duration> decided) {
		super(exception.getMessage(), exception, false, false);
		this.exception = exception;
		this.waits = waits;
		this.decided = decided;
	}

	EigiException exception() {
		return this.exception;
	}

	@Nullable Duration waitAfter(int attempts) {
		return (this.waits != null) ? this.waits.apply(attempts) : null;
	}

	/**
	 * It was decided what follows. What is decided first counts.
	 */
	void decided(@Nullable Duration repeatedAfter) {
		Consumer<@Nullable Duration> decided = this.decided;
		this.decided = null;
		if (decided != null) {
			decided.accept(repeatedAfter);
		}
	}

}
