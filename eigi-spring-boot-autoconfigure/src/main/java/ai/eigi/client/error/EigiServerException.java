package ai.eigi.client.error;

/**
 * The service failed (5xx) on a request that it is safe to send again, or refused it with
 * 503 and a wait in {@link #retryAfter()}: nothing has happened.
 *
 * @since 0.1.0
 */
public class EigiServerException extends EigiApiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param answer what the service answered
	 */
	public EigiServerException(String operation, String message, ApiAnswer answer) {
		super(operation, message, answer);
	}

}
