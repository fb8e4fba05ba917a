package ai.eigi.simulator;

import tools.jackson.databind.JsonNode;

/**
 * Ends the handling of a request with an error status.
 */
final class RefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Reply reply;

	RefusedException(Reply reply) {
		super(null, null, false, false);
		this.reply = reply;
	}

	RefusedException(int status, String detail) {
		this(Reply.error(status, detail));
	}

	/**
	 * Refusal of a wrong input, in the list shape of FastAPI.
	 * @param problems the entries of the list
	 * @return the refusal
	 */
	static RefusedException invalid(JsonNode problems) {
		return new RefusedException(Reply.json(422, Json.object().set("detail", problems)));
	}

	Reply reply() {
		return this.reply;
	}

}
