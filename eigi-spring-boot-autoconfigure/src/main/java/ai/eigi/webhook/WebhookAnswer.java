package ai.eigi.webhook;

import org.springframework.http.HttpStatus;

/**
 * How a delivery is answered. The reason is for the log of the application; the sender
 * sees the status alone.
 */
enum WebhookAnswer {

	TAKEN(HttpStatus.ACCEPTED, "taken"),

	WRONG_SECRET(HttpStatus.FORBIDDEN, "wrong or missing secret"),

	FOREIGN_ADDRESS(HttpStatus.FORBIDDEN, "source address not in eigi.webhook.allowed-addresses"),

	WRONG_METHOD(HttpStatus.METHOD_NOT_ALLOWED, "method is none of a delivery"),

	UNKNOWN_CONTENT_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "content type is none of a delivery"),

	TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "body larger than eigi.webhook.max-body-size"),

	TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "body did not come in time"),

	UNREADABLE_BODY(HttpStatus.BAD_REQUEST, "body cannot be read"),

	UNUSABLE_PAYLOAD(HttpStatus.BAD_REQUEST, "payload is missing or no JSON object"),

	UNUSABLE_EVENT(HttpStatus.BAD_REQUEST, "event is missing or no name"),

	UNUSABLE_CONVERSATION(HttpStatus.BAD_REQUEST, "conversation id is missing or none"),

	FULL(HttpStatus.SERVICE_UNAVAILABLE, "too many deliveries wait to be worked on"),

	FAILED(HttpStatus.INTERNAL_SERVER_ERROR, "delivery could not be taken");

	private final HttpStatus status;

	private final String reason;

	WebhookAnswer(HttpStatus status, String reason) {
		this.status = status;
		this.reason = reason;
	}

	HttpStatus status() {
		return this.status;
	}

	String reason() {
		return this.reason;
	}

}
