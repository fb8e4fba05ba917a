package ai.eigi.client.error;

/**
 * The key is good, what was asked for is not (403): something of another owner, or a call
 * quota that is used up. The {@link #detail()} tells which.
 *
 * @since 0.1.0
 */
public class EigiAccessDeniedException extends EigiApiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param answer what the service answered
	 */
	public EigiAccessDeniedException(String operation, String message, ApiAnswer answer) {
		super(operation, message, answer);
	}

}
