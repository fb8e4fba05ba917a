package ai.eigi.client.error;

import java.util.List;

/**
 * The input is wrong: found by the client before anything was sent ({@link #status()} is
 * {@code null} then), or by the service (400 or 422).
 *
 * @since 0.1.0
 */
public class EigiInvalidRequestException extends EigiApiException {

	private final transient List<FieldError> fieldErrors;

	/**
	 * Create an exception for an answer of the service.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param answer what the service answered
	 * @param fieldErrors fields the service named
	 */
	public EigiInvalidRequestException(String operation, String message, ApiAnswer answer,
			List<FieldError> fieldErrors) {
		super(operation, message, answer);
		this.fieldErrors = List.copyOf(fieldErrors);
	}

	/**
	 * Create an exception for input that the client itself refuses.
	 * @param operation the operation that failed
	 * @param field name of the field
	 * @param rule what the field must be, with its bound; never its value
	 */
	public EigiInvalidRequestException(String operation, String field, String rule) {
		this(operation, "%s %s. Nothing was sent.".formatted(field, rule), ApiAnswer.NONE,
				List.of(new FieldError(field, rule)));
	}

	/**
	 * The fields that are wrong, as far as they are known. The values are left out: they
	 * are the user's.
	 * @return the fields, possibly none
	 */
	public List<FieldError> fieldErrors() {
		return this.fieldErrors;
	}

	/**
	 * A field and what is wrong with it.
	 *
	 * @param field name of the field, dotted if it is nested
	 * @param message what is wrong, without the value
	 */
	public record FieldError(String field, String message) {

	}

}
