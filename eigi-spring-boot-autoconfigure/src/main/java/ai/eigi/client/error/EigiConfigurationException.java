package ai.eigi.client.error;

/**
 * A setting of the client is unusable. Thrown while the client is built, never by an
 * operation, and never holding the value of a secret.
 *
 * @since 0.1.0
 */
public class EigiConfigurationException extends IllegalArgumentException {

	private final String property;

	private final String action;

	/**
	 * Create an exception.
	 * @param property the property that is unusable, {@code eigi.api-key} for example
	 * @param message what is wrong with it
	 * @param action what to do about it
	 */
	public EigiConfigurationException(String property, String message, String action) {
		super(message);
		this.property = property;
		this.action = action;
	}

	/**
	 * Property that is unusable.
	 * @return its name
	 */
	public String property() {
		return this.property;
	}

	/**
	 * What to do about it.
	 * @return a sentence or two for the reader of the log
	 */
	public String action() {
		return this.action;
	}

}
