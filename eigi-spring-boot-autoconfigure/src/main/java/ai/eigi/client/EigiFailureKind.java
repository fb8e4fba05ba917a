package ai.eigi.client;

/**
 * What kept the service from answering as it should. What a request is refused for by
 * itself, wrong input for example or an id of somebody else, is none of these.
 *
 * @since 0.1.0
 */
public enum EigiFailureKind {

	/**
	 * The key is missing, unknown, inactive or expired.
	 */
	AUTHENTICATION,

	/**
	 * The application's {@link EigiApiKeySupplier} gave no key. Nothing was sent.
	 */
	KEY_UNAVAILABLE,

	/**
	 * The account sends more than its tier allows.
	 */
	RATE_LIMIT,

	/**
	 * The service failed: 5xx, or 408.
	 */
	SERVER,

	/**
	 * No connection, no answer in time, or one that broke off.
	 */
	NETWORK,

	/**
	 * What answered is not the service: the answer cannot be read, or is a redirect.
	 */
	UNREADABLE

}
