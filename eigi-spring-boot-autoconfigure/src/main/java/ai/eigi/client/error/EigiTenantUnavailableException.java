package ai.eigi.client.error;

/**
 * Nothing was sent for a tenant, because there is no client for it now: as many as may be
 * are in use, or it cannot be made. Where only its key is missing, that is an
 * {@link EigiApiKeyUnavailableException}.
 *
 * @since 0.1.0
 */
public class EigiTenantUnavailableException extends EigiException {

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 */
	public EigiTenantUnavailableException(String operation, String message) {
		super(operation, message);
	}

}
