package ai.eigi.client.transport;

/**
 * No key can be had. The message is the end of a sentence that begins with the supplier.
 */
final class ApiKeyUnavailableException extends RuntimeException {

	ApiKeyUnavailableException(String reason) {
		super(reason, null, false, false);
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}
