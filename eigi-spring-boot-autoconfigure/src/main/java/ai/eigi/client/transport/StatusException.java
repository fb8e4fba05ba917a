package ai.eigi.client.transport;

import java.util.List;

import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiInvalidRequestException.FieldError;

/**
 * Carries what is kept of an answer that was no success from where it is read to where it
 * is judged.
 */
final class StatusException extends RuntimeException {

	private final transient ApiAnswer answer;

	private final transient List<FieldError> fieldErrors;

	StatusException(ApiAnswer answer, List<FieldError> fieldErrors) {
		super("status " + answer.status(), null, false, false);
		this.answer = answer;
		this.fieldErrors = fieldErrors;
	}

	ApiAnswer answer() {
		return this.answer;
	}

	List<FieldError> fieldErrors() {
		return this.fieldErrors;
	}

}
