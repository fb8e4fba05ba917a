package ai.eigi.webhook;

/**
 * Ends the reading of a delivery that is not taken. Holds nothing of the request, and is
 * cheap: whoever knows the address can cause it.
 */
final class RefusedDeliveryException extends RuntimeException {

	private final WebhookAnswer answer;

	RefusedDeliveryException(WebhookAnswer answer) {
		super(answer.reason(), null, false, false);
		this.answer = answer;
	}

	WebhookAnswer answer() {
		return this.answer;
	}

}
