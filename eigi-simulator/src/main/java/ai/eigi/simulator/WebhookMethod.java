package ai.eigi.simulator;

/**
 * Request types of a {@link WebhookDestination}.
 *
 * @since 0.1.0
 */
public enum WebhookMethod {

	/**
	 * Event and payload are query parameters.
	 */
	GET,

	/**
	 * Event and payload are fields of a form.
	 */
	POST,

	/**
	 * Event and payload are fields of a form.
	 */
	PATCH,

	/**
	 * Event and payload are fields of a form.
	 */
	PUT

}
