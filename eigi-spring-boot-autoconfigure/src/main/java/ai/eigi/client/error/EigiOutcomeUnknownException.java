package ai.eigi.client.error;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request that changes something was sent, and no usable answer came back: it may have
 * happened. It was not sent again, and must not be without looking first: a phone may
 * have rung, a message may have been taken.
 *
 * @since 0.1.0
 */
public class EigiOutcomeUnknownException extends EigiException {

	private final @Nullable Integer status;

	private final @Nullable String detail;

	private final Map<String, String> headers;

	private final @Nullable CallAttempt callAttempt;

	/**
	 * Create an exception.
	 * @param operation the operation whose outcome is unknown
	 * @param message what happened and what to do about it
	 * @param answer what the service answered, or {@link ApiAnswer#NONE}
	 */
	public EigiOutcomeUnknownException(String operation, String message, ApiAnswer answer) {
		super(operation, message);
		this.status = answer.status();
		this.detail = answer.detail();
		this.headers = answer.headers();
		this.callAttempt = null;
	}

	/**
	 * Create an exception of calls.
	 * @param cause what the transport made of it
	 * @param callAttempt what was attempted
	 */
	public EigiOutcomeUnknownException(EigiOutcomeUnknownException cause, CallAttempt callAttempt) {
		super(cause.operation(), "%s resolveCalls tells which of these calls were placed: %s"
			.formatted(cause.getMessage(), callAttempt.calls()));
		this.status = cause.status;
		this.detail = cause.detail;
		this.headers = cause.headers;
		this.callAttempt = callAttempt;
		if (cause.getCause() != null) {
			initCause(cause.getCause());
		}
		for (Throwable suppressed : cause.getSuppressed()) {
			addSuppressed(suppressed);
		}
	}

	/**
	 * What is needed to find out what became of calls, with
	 * {@code EigiOperations.resolveCalls}. Holds references and no number.
	 * @return the attempt, or {@code null} if it was not about calls
	 */
	public @Nullable CallAttempt callAttempt() {
		return this.callAttempt;
	}

	/**
	 * HTTP status, if there was an answer.
	 * @return the status or {@code null}
	 */
	public @Nullable Integer status() {
		return this.status;
	}

	/**
	 * The service's own words, masked, if there was an answer with some.
	 * @return the detail or {@code null}
	 */
	public @Nullable String detail() {
		return this.detail;
	}

	/**
	 * Headers of the answer that help support to find the request, by lower-case name.
	 * @return the headers, none if there was no answer
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

}
