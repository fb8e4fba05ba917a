package ai.eigi.client.error;

/**
 * The key was not accepted (401): missing, unknown, inactive or expired.
 *
 * @since 0.1.0
 */
public class EigiAuthenticationException extends EigiApiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param answer what the service answered
	 */
	public EigiAuthenticationException(String operation, String message, ApiAnswer answer) {
		super(operation, message, answer);
	}

}
