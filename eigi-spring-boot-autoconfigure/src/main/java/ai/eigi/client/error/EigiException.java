package ai.eigi.client.error;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything that an operation on eigi can end with. The message says what
 * happened and what to do about it. Neither it nor the cause chain ever holds the API
 * key, a phone number, a text the user sent, or more of an answer than its
 * {@code detail}; addresses carry no query string.
 *
 * @since 0.1.0
 */
public abstract class EigiException extends RuntimeException {

	private final String operation;

	/**
	 * Create an exception.
	 * @param operation name of the operation, as the method of
	 * {@code ai.eigi.client.EigiOperations} is called
	 * @param message what happened and what to do about it
	 */
	protected EigiException(String operation, @Nullable String message) {
		super(message);
		this.operation = operation;
	}

	/**
	 * Operation that failed, by the name of its method.
	 * @return the name, {@code streamChat} for example
	 */
	public String operation() {
		return this.operation;
	}

}
