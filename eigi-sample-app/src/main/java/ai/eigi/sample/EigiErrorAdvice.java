package ai.eigi.sample;

import java.time.Duration;
import java.util.Set;

import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers with a {@link ProblemDetail} when eigi, or the way to it, failed: the title is
 * for everybody, the detail for whoever runs the application. Messages of
 * {@link EigiException} hold no secrets and may be shown.
 */
@RestControllerAdvice
class EigiErrorAdvice {

	private static final Set<String> CALLS = Set.of("startCalls", "placeCalls", "trackCalls");

	private static final String MAY_HAVE_RUNG = "The phone may have rung. Look at the conversations before you dial again.";

	@ExceptionHandler
	ProblemDetail handle(EigiInvalidRequestException ex) {
		return problem(HttpStatus.BAD_REQUEST, "Something in the request is not right.", ex);
	}

	@ExceptionHandler
	ProblemDetail handle(EigiNotFoundException ex) {
		return problem(HttpStatus.NOT_FOUND, "eigi does not know this agent, session or conversation.", ex);
	}

	@ExceptionHandler
	ProblemDetail handle(EigiAccessDeniedException ex) {
		return problem(HttpStatus.FORBIDDEN, "eigi does not allow this.", ex);
	}

	@ExceptionHandler
	ProblemDetail handle(EigiAuthenticationException ex) {
		return problem(HttpStatus.BAD_GATEWAY, "eigi did not accept this application's key.", ex);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(EigiRateLimitedException ex) {
		return isCall(ex) ? mayHaveRung(ex) : busy(ex, ex.retryAfter());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(EigiPermitTimeoutException ex) {
		return busy(ex, ex.neededWait());
	}

	@ExceptionHandler
	ProblemDetail handle(EigiOutcomeUnknownException ex) {
		return problem(HttpStatus.BAD_GATEWAY, isCall(ex) ? MAY_HAVE_RUNG
				: "The message may have arrived. Look at the conversation before you send it again.", ex);
	}

	/**
	 * Words are out already, so it is too late for a status. Breaking the connection
	 * tells the reader.
	 */
	@ExceptionHandler
	Mono<ProblemDetail> handle(EigiStreamInterruptedException ex) {
		return Mono.error(ex);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(EigiApiException ex) {
		return isCall(ex) ? mayHaveRung(ex) : answer(
				problem(HttpStatus.BAD_GATEWAY, "eigi is in trouble. Nothing has happened.", ex), ex.retryAfter());
	}

	@ExceptionHandler
	ProblemDetail handle(EigiException ex) {
		return problem(HttpStatus.BAD_GATEWAY, "eigi cannot be reached or understood.", ex);
	}

	/**
	 * Whether phones were to ring. The steps that follow tell of failures after that.
	 */
	private static boolean isCall(EigiException ex) {
		return CALLS.contains(ex.operation());
	}

	/**
	 * Neither a 429 nor a status that eigi does not document is a promise that it did
	 * not. So nobody is told when to come again.
	 */
	private static ResponseEntity<ProblemDetail> mayHaveRung(EigiException ex) {
		return answer(problem(HttpStatus.BAD_GATEWAY, MAY_HAVE_RUNG, ex), null);
	}

	private static ResponseEntity<ProblemDetail> busy(EigiException ex, @Nullable Duration wait) {
		return answer(problem(HttpStatus.SERVICE_UNAVAILABLE, "Too much at once. Please try again a little later.", ex),
				wait);
	}

	private static ProblemDetail problem(HttpStatus status, String title, EigiException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, ex.getMessage());
		problem.setTitle(title);
		return problem;
	}

	private static ResponseEntity<ProblemDetail> answer(ProblemDetail problem, @Nullable Duration wait) {
		ResponseEntity.BodyBuilder answer = ResponseEntity.status(problem.getStatus());
		if (wait != null) {
			answer.header(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
		}
		return answer.body(problem);
	}

}
