package ai.eigi.client.error;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The service answered with something other than success. Subclasses stand for the
 * statuses that a caller can do something about; every other status, a redirect for
 * example, is this type itself.
 *
 * @since 0.1.0
 */
public class EigiApiException extends EigiException {

	private final @Nullable Integer status;

	private final @Nullable String detail;

	private final Map<String, String> headers;

	private final transient @Nullable Duration retryAfter;

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param answer what the service answered, or {@link ApiAnswer#NONE}
	 */
	public EigiApiException(String operation, String message, ApiAnswer answer) {
		super(operation, message);
		this.status = answer.status();
		this.detail = answer.detail();
		this.headers = answer.headers();
		this.retryAfter = answer.retryAfter();
	}

	/**
	 * HTTP status of the answer.
	 * @return the status, or {@code null} where nothing was sent
	 */
	public @Nullable Integer status() {
		return this.status;
	}

	/**
	 * The service's own words for people. They change between its releases: decide by
	 * {@link #status()} and type, never by this text.
	 * @return the {@code detail} of the answer with key, numbers and messages masked, or
	 * {@code null} if it had none
	 */
	public @Nullable String detail() {
		return this.detail;
	}

	/**
	 * Headers of the answer that help support to find the request, by lower-case name.
	 * @return the headers, possibly none
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Wait that the service asked for with {@code Retry-After}.
	 * @return the wait counted from the answer, or {@code null} if it asked for none
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

}
