package ai.eigi.example.servlet;

import ai.eigi.client.chat.ChatRequest;

/**
 * What a browser asks.
 *
 * @param message the text
 */
record Question(String message) {

	Question {
		// absent is as good as blank: the client says what is wrong with that
		message = (message != null) ? message : "";
	}

	ChatRequest to(String agentId) {
		return ChatRequest.of(agentId, this.message);
	}

	/**
	 * Leaves out the text.
	 */
	@Override
	public String toString() {
		return "Question[%d characters]".formatted(this.message.length());
	}

}
