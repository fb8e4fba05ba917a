package ai.eigi.client.error;

/**
 * There is no such thing (404).
 *
 * @since 0.1.0
 */
public class EigiNotFoundException extends EigiApiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param answer what the service answered
	 */
	public EigiNotFoundException(String operation, String message, ApiAnswer answer) {
		super(operation, message, answer);
	}

}
