package ai.eigi.simulator;

/**
 * How {@code Retry-After} tells the wait when the rate limit is passed.
 *
 * @since 0.1.0
 */
public enum RetryAfterFormat {

	/**
	 * Whole seconds, rounded up.
	 */
	SECONDS,

	/**
	 * An HTTP date of the simulator's clock, rounded up to the second.
	 */
	HTTP_DATE

}
