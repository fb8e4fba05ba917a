package ai.eigi.client.observation;

import ai.eigi.client.transport.Failure;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt to send a request came to. It begins when there is a key to send it
 * with.
 *
 * @since 0.1.0
 */
public enum EigiClientAttemptResult {

	/**
	 * The operation succeeded with it.
	 */
	SUCCESS,

	/**
	 * No connection was made: name, connect, TLS, pool.
	 */
	NOT_SENT,

	/**
	 * The request cannot be written down, or was refused by the client itself.
	 */
	NOT_SENDABLE,

	/**
	 * There was no permit in time.
	 */
	PERMIT_REFUSED,

	/**
	 * The client was closed.
	 */
	CLOSED,

	/**
	 * The service answered with 429.
	 */
	RATE_LIMITED,

	/**
	 * The service answered with 5xx.
	 */
	SERVER_ERROR,

	/**
	 * The service answered with another status that is not success.
	 */
	STATUS,

	/**
	 * The connection broke or a time limit passed, after something was sent.
	 */
	BROKEN,

	/**
	 * The answer cannot be read.
	 */
	UNREADABLE,

	/**
	 * The caller gave up.
	 */
	CANCELLED,

	/**
	 * A filter of the application failed.
	 */
	OTHER;

	/**
	 * What an attempt with this failure came to, {@code null} if none was made.
	 */
	static @Nullable EigiClientAttemptResult of(Failure failure) {
		return switch (failure.kind()) {
			case NOT_SENT -> NOT_SENT;
			case NOT_SENDABLE -> NOT_SENDABLE;
			case KEY_UNAVAILABLE -> null;
			case PERMIT_REFUSED -> PERMIT_REFUSED;
			case CLOSED -> CLOSED;
			case BROKEN -> BROKEN;
			case UNREADABLE -> UNREADABLE;
			case STATUS -> ofStatus(failure.status());
		};
	}

	private static EigiClientAttemptResult ofStatus(int status) {
		if (status == 429) {
			return RATE_LIMITED;
		}
		return (status >= 500) ? SERVER_ERROR : STATUS;
	}

}
