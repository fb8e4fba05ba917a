package ai.eigi.client.call;

/**
 * What is known of a call after it was requested.
 *
 * @since 0.1.0
 */
public enum CallVerdict {

	/**
	 * The service answered that it took the call. It will ring, or fail on its own.
	 */
	ACCEPTED,

	/**
	 * The service answered that it did not take the call.
	 */
	REFUSED,

	/**
	 * No answer came, but the call's conversation was found: the phone rang, or will.
	 */
	PLACED,

	/**
	 * No answer came, and no conversation was found until the settling time was over.
	 * <b>This is no proof that nobody was called:</b> the service promises no time within
	 * which a call is listed.
	 */
	NOT_SEEN,

	/**
	 * No answer came, and what was found fits this call and others alike, or could not be
	 * read. Treat it as placed.
	 */
	UNDECIDED

}
