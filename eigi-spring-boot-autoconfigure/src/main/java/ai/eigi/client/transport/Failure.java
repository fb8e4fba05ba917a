package ai.eigi.client.transport;

import java.time.Duration;
import java.util.List;

import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiInvalidRequestException.FieldError;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with one attempt, as far as the transport can prove it. Internal to the
 * client and those who listen to it.
 *
 * @param kind what happened
 * @param reason what happened in words that hold nothing secret or personal
 * @param answer what the server answered, for {@link Kind#STATUS}
 * @param fieldErrors the fields it named, for {@link Kind#STATUS}
 * @param neededWait how long the caller would have had to wait, for
 * {@link Kind#PERMIT_REFUSED}
 * @since 0.1.0
 */
public record Failure(Kind kind, String reason, ApiAnswer answer, List<FieldError> fieldErrors,
		@Nullable Duration neededWait) {

	Failure(Kind kind, String reason) {
		this(kind, reason, ApiAnswer.NONE, List.of(), null);
	}

	/**
	 * The same failure, and what else is known about it.
	 */
	Failure because(String reason) {
		return new Failure(this.kind, reason, this.answer, this.fieldErrors, this.neededWait);
	}

	/**
	 * HTTP status of the answer.
	 * @return the status, or -1 if there was no answer
	 */
	public int status() {
		Integer status = this.answer.status();
		return (status != null) ? status : -1;
	}

	/**
	 * How far it came.
	 */
	public enum Kind {

		/**
		 * No connection was made: name, connect, TLS, pool.
		 */
		NOT_SENT,

		/**
		 * The request cannot be written down, or a filter of the application refused it.
		 * Nothing was sent.
		 */
		NOT_SENDABLE,

		/**
		 * The application's supplier of keys gave none. Nothing was sent.
		 */
		KEY_UNAVAILABLE,

		/**
		 * The limiter or the cool-down let nothing out in time. Nothing was sent.
		 */
		PERMIT_REFUSED,

		/**
		 * The client was closed. Nothing was sent.
		 */
		CLOSED,

		/**
		 * The server answered with something other than 2xx.
		 */
		STATUS,

		/**
		 * The request, or a part of it, may have been sent, and then the connection broke
		 * or a time limit passed.
		 */
		BROKEN,

		/**
		 * The server answered 2xx with something that cannot be read.
		 */
		UNREADABLE

	}

}
