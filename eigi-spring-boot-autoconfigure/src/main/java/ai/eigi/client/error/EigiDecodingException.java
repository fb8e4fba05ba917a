package ai.eigi.client.error;

/**
 * An answer to a pure read arrived with a status of success, and cannot be read.
 *
 * @since 0.1.0
 */
public class EigiDecodingException extends EigiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 */
	public EigiDecodingException(String operation, String message) {
		super(operation, message);
	}

}
