package ai.eigi.client.chat;

import ai.eigi.client.transport.UnreadableAnswerException;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * An agent's greeting, and the session that it opened.
 *
 * @param sessionId the new session
 * @param text the greeting; an agent may have none
 * @since 0.1.0
 */
public record FirstMessage(String sessionId, @Nullable String text) {

	static FirstMessage from(WireObject wire) {
		String sessionId = wire.text("session_id");
		if (sessionId == null) {
			throw new UnreadableAnswerException("it holds no session_id");
		}
		return new FirstMessage(sessionId, wire.text("first_message", "message"));
	}

	/**
	 * Leaves out the greeting.
	 */
	@Override
	public String toString() {
		return "FirstMessage[sessionId=%s]".formatted(this.sessionId);
	}

}
