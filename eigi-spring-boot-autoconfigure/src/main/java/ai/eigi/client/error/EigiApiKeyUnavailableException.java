package ai.eigi.client.error;

/**
 * The request was not sent, because the application's supplier of API keys failed, did
 * not answer in time, had no key (for a tenant: there is no such tenant), or gave
 * something that cannot be a key. Holds nothing of what the supplier threw but the name
 * of its class.
 *
 * @since 0.1.0
 */
public class EigiApiKeyUnavailableException extends EigiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 */
	public EigiApiKeyUnavailableException(String operation, String message) {
		super(operation, message);
	}

}
