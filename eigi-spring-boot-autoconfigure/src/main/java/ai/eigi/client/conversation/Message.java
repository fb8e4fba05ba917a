package ai.eigi.client.conversation;

import java.time.Instant;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation.
 *
 * @param role who said it
 * @param content what was said
 * @param timestamp when
 * @since 0.1.0
 */
public record Message(@Nullable MessageRole role, @Nullable String content, @Nullable Instant timestamp) {

	private static final String OLDER_NAME_OF_ASSISTANT = "agent";

	/**
	 * Read a turn in its current or its older shape.
	 * @param wire the service's object
	 * @return the turn
	 */
	public static Message from(WireObject wire) {
		MessageRole role = wire.value(MessageRole::of, "role", "speaker");
		if (role != null && role.value().equals(OLDER_NAME_OF_ASSISTANT)) {
			role = MessageRole.ASSISTANT;
		}
		return new Message(role, wire.text("content", "text", "message"), wire.instant("timestamp"));
	}

	/**
	 * Leaves out what was said.
	 */
	@Override
	public String toString() {
		return "Message[role=%s, timestamp=%s]".formatted(this.role, this.timestamp);
	}

}
