package ai.eigi.client.chat;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A chat session as lists show it.
 *
 * @param id the session's id
 * @param agentId the agent
 * @param name name of the conversation
 * @param messageCount how many turns it has
 * @param metadata own data that was sent with the chat
 * @param createdAt when it was opened
 * @param updatedAt when it last changed
 * @since 0.1.0
 */
public record ChatSessionSummary(@Nullable String id, @Nullable String agentId, @Nullable String name, int messageCount,
		Map<String, Object> metadata, @Nullable Instant createdAt, @Nullable Instant updatedAt) {

	public ChatSessionSummary {
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	static ChatSessionSummary from(WireObject wire) {
		Long count = wire.number("message_count");
		return new ChatSessionSummary(wire.text("id", "session_id"), wire.text("agent_id"),
				wire.text("conversation_name", "name"), (count != null) ? count.intValue() : 0,
				wire.object("metadata").asMap(), wire.instant("created_at"), wire.instant("updated_at"));
	}

	/**
	 * Leaves out name and metadata.
	 */
	@Override
	public String toString() {
		return "ChatSessionSummary[id=%s, agentId=%s, messageCount=%d]".formatted(this.id, this.agentId,
				this.messageCount);
	}

}
