package ai.eigi.client.transport;

import java.time.Duration;
import java.util.List;

import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiTransportException;

/**
 * Turns a failure into the exception that the caller gets, with a message that says what
 * to do. The original error is never chained: it may hold the request.
 */
final class ExceptionMapper {

	private final RetryTable table;

	ExceptionMapper(RetryTable table) {
		this.table = table;
	}

	EigiException map(ApiCall call, Failure failure) {
		if (this.table.outcomeUnknown(call.effect(), failure)) {
			return outcomeUnknown(call, failure);
		}
		return switch (failure.kind()) {
			case NOT_SENT -> new EigiTransportException(call.operation(),
					"%s could not be sent: %s. Nothing has happened; check the network and eigi.base-url, then try again."
						.formatted(call, failure.reason()),
					false);
			case NOT_SENDABLE -> new EigiInvalidRequestException(call.operation(),
					"%s was not sent: %s.".formatted(call, failure.reason()), ApiAnswer.NONE, List.of());
			case KEY_UNAVAILABLE -> new EigiApiKeyUnavailableException(call.operation(),
					"%s was not sent: the EigiApiKeySupplier %s. Look at it and at where it reads the key, then try again."
						.formatted(call, failure.reason()));
			case CLOSED -> new EigiTransportException(call.operation(),
					"%s was not sent: the client is closed.".formatted(call), false);
			case PERMIT_REFUSED -> permitTimeout(call, failure);
			case STATUS -> status(call, failure);
			case BROKEN -> new EigiTransportException(call.operation(),
					"%s was sent, and the answer did not arrive: %s. It only reads, so it is safe to try again."
						.formatted(call, failure.reason()),
					true);
			case UNREADABLE -> new EigiDecodingException(call.operation(),
					"The answer to %s cannot be read: %s. Check that eigi.base-url leads to eigi and not to a proxy's page."
						.formatted(call, failure.reason()));
		};
	}

	private static EigiPermitTimeoutException permitTimeout(ApiCall call, Failure failure) {
		Duration needed = (failure.neededWait() != null) ? failure.neededWait() : Duration.ZERO;
		return new EigiPermitTimeoutException(call.operation(),
				("%s was not sent: its turn would come in %s, later than "
						+ "eigi.rate-limit.max-wait allows. Send less, wait longer, or set eigi.rate-limit.tier to that of the account.")
					.formatted(call, seconds(needed)),
				needed);
	}

	private static EigiOutcomeUnknownException outcomeUnknown(ApiCall call, Failure failure) {
		String what = switch (failure.kind()) {
			case STATUS -> "the service answered " + failure.status() + said(failure.answer());
			case UNREADABLE -> "the service answered with success, but the answer cannot be read: " + failure.reason();
			default -> failure.reason();
		};
		String advice = (call.effect() == Effect.DIAL)
				? "The calls may have been placed, so they were not placed again: look at the agent's latest "
						+ "conversations before you dial these numbers once more."
				: "It may have been carried out, so it was not repeated: look before you send it once more.";
		return new EigiOutcomeUnknownException(call.operation(),
				"The outcome of %s is unknown: %s. %s".formatted(call, what, advice), failure.answer());
	}

	private static EigiApiException status(ApiCall call, Failure failure) {
		ApiAnswer answer = failure.answer();
		String operation = call.operation();
		String text = "%s was answered with %d%s. ".formatted(call, failure.status(), said(answer));
		return switch (failure.status()) {
			case 400, 422 -> new EigiInvalidRequestException(operation,
					text + "Correct the request; repeating it will not help.", answer, failure.fieldErrors());
			case 401 -> new EigiAuthenticationException(operation, text + badKey(failure), answer);
			case 403 -> new EigiAccessDeniedException(operation,
					text + "The key is good; what was asked for belongs to another account, or "
							+ (call.deletes() ? "is still in use." : "a call quota is used up."),
					answer);
			case 404 -> new EigiNotFoundException(operation,
					text + "Check the id or name, and that eigi.base-url has no path of its own.", answer);
			case 429 -> new EigiRateLimitedException(operation, text + "The account sends more than its tier allows"
					+ asked(answer) + ": set eigi.rate-limit.tier to that of the account."
					+ ((call.effect() == Effect.DIAL) ? " It is not promised that no phone rang: look at the agent's "
							+ "latest conversations before you dial again." : ""),
					answer);
			default -> (failure.status() >= 500)
					? new EigiServerException(operation,
							text + "Nothing has happened" + asked(answer) + "; try again later.", answer)
					: new EigiApiException(operation, text + advice(call, failure.status()), answer);
		};
	}

	private static String badKey(Failure failure) {
		return failure.reason().isEmpty()
				? "The key is missing, unknown, inactive or expired: check eigi.api-key in the dashboard of eigi.ai."
				: "The key is unknown, inactive or expired, and %s: compare what the EigiApiKeySupplier gives with the dashboard of eigi.ai."
					.formatted(failure.reason());
	}

	private static String advice(ApiCall call, int status) {
		if (status == 409 && call.deletes()) {
			return "It is probably still in use: change what uses it first.";
		}
		return (status >= 300 && status < 400)
				? "Redirects are not followed, so that the key stays with its host: correct eigi.base-url."
				: "This status is not documented for the service: check eigi.base-url and what stands between.";
	}

	private static String said(ApiAnswer answer) {
		return (answer.detail() != null) ? " (\"" + answer.detail() + "\")" : "";
	}

	private static String asked(ApiAnswer answer) {
		return (answer.retryAfter() != null) ? " (it asks to wait " + seconds(answer.retryAfter()) + ")" : "";
	}

	private static String seconds(Duration duration) {
		return (duration.toMillis() + 999) / 1000 + " s";
	}

}
