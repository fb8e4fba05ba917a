package ai.eigi.client.transport;

/**
 * A 2xx answer does not say what it must. Thrown by whoever reads answers; the caller
 * gets it as undecodable or, where something may have happened, as an unknown outcome.
 *
 * @since 0.1.0
 */
public final class UnreadableAnswerException extends RuntimeException {

	/**
	 * Create an exception.
	 * @param reason what is missing or wrong, without values
	 */
	public UnreadableAnswerException(String reason) {
		super(reason, null, false, false);
	}

}
