package ai.eigi.client.transport;

import java.time.Duration;

import ai.eigi.client.error.EigiException;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

import org.springframework.http.HttpHeaders;

/**
 * Hears how one operation goes on. One of {@link #completed()}, {@link #failed} and
 * {@link #cancelled()} is called once and at last, save for what another thread is just
 * telling while the caller gives up. Everything before it comes in order, on whatever
 * thread it happens. Nothing here may block.
 *
 * @since 0.1.0
 */
public interface OperationEvents {

	/**
	 * Add to the context that the attempts run in: what filters of the application see.
	 * Called more than once, also with what was returned before.
	 * @param context the context
	 * @return the context to use
	 */
	default Context context(Context context) {
		return context;
	}

	/**
	 * An attempt begins.
	 * @param number 1 for the first
	 * @param headers of the request to be sent, to add to; the key is not among them
	 */
	default void attemptBegun(int number, HttpHeaders headers) {
	}

	/**
	 * The wait for a permit is over.
	 * @param nanos how long it was in nanoseconds, of an unlimited client too
	 * @param end how it ended
	 */
	default void permitWaited(long nanos, PermitWait end) {
	}

	/**
	 * The request is being written from now on.
	 */
	default void sent() {
	}

	/**
	 * The status and headers of an answer have arrived.
	 * @param status the HTTP status
	 */
	default void answered(int status) {
	}

	/**
	 * An attempt failed.
	 * @param failure what went wrong
	 * @param exception what it is to the caller
	 * @param repeatedAfter the wait before the next attempt, or {@code null} if there is
	 * none and the operation has failed
	 * @param coolDown for how long nobody else of the account sends because of it, or
	 * {@code null} if it does not concern others
	 */
	default void attemptFailed(Failure failure, EigiException exception, @Nullable Duration repeatedAfter,
			@Nullable Duration coolDown) {
	}

	/**
	 * A piece of a streamed text is being delivered. Called very often: must not
	 * allocate.
	 * @param length its length in characters
	 */
	default void text(int length) {
	}

	/**
	 * The value was read; of a stream, its text has ended.
	 */
	default void completed() {
	}

	/**
	 * The operation failed.
	 * @param error what the caller gets: an {@link EigiException}, or what a filter of
	 * the application has thrown
	 */
	default void failed(Throwable error) {
	}

	/**
	 * The caller gave up, or nobody has read the stream in time.
	 */
	default void cancelled() {
	}

	/**
	 * How a wait for a permit ended.
	 */
	enum PermitWait {

		/**
		 * With a permit.
		 */
		GRANTED,

		/**
		 * It would have been too long, or the client was closed.
		 */
		REFUSED,

		/**
		 * The caller gave up.
		 */
		ABANDONED

	}

}
