package ai.eigi.client.error;

/**
 * The account sent more than its tier allows (429), and waiting within the configured
 * bounds did not help. {@link #retryAfter()} is the wait that the service asked for.
 *
 * @since 0.1.0
 */
public class EigiRateLimitedException extends EigiApiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param answer what the service answered
	 */
	public EigiRateLimitedException(String operation, String message, ApiAnswer answer) {
		super(operation, message, answer);
	}

}
