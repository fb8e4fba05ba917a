package ai.eigi.client.chat;

import ai.eigi.client.transport.UnreadableAnswerException;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The whole answer of an agent.
 *
 * @param response the agent's words
 * @param sessionId session to go on with
 * @since 0.1.0
 */
public record ChatReply(String response, @Nullable String sessionId) {

	static ChatReply from(WireObject wire) {
		String response = wire.text("response", "message");
		if (response == null) {
			throw new UnreadableAnswerException("it holds no response");
		}
		return new ChatReply(response, wire.text("session_id"));
	}

	/**
	 * Leaves out the agent's words.
	 */
	@Override
	public String toString() {
		return "ChatReply[sessionId=%s, length=%d]".formatted(this.sessionId, this.response.length());
	}

}
