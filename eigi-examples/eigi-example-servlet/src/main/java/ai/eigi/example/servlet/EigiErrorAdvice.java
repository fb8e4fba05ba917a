package ai.eigi.example.servlet;

import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiStreamInterruptedException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers with a {@link ProblemDetail} when eigi, or the way to it, failed. Messages of
 * {@link EigiException} hold no secrets and may be shown.
 */
@RestControllerAdvice
class EigiErrorAdvice {

	@ExceptionHandler
	ProblemDetail handle(EigiInvalidRequestException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, ex.getMessage());
	}

	/**
	 * Words are out already, so it is too late for a status. An exception that nobody
	 * handles makes the container break the connection; a handled one would end the
	 * answer as if it were whole.
	 */
	@ExceptionHandler
	void handle(EigiStreamInterruptedException ex) {
		throw ex;
	}

	@ExceptionHandler
	ProblemDetail handle(EigiException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, ex.getMessage());
	}

}
