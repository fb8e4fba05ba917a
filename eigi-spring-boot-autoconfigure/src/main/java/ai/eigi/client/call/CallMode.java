package ai.eigi.client.call;

/**
 * Whether calls ring.
 *
 * @since 0.1.0
 */
public enum CallMode {

	/**
	 * Calls are placed.
	 */
	LIVE,

	/**
	 * Calls are checked, answered as accepted, and not sent.
	 */
	DRY_RUN,

	/**
	 * Only listed numbers are called; a request with any other is refused as a whole.
	 */
	ALLOW_LIST

}
