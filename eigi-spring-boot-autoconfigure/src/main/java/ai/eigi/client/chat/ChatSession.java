package ai.eigi.client.chat;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.conversation.Message;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A chat session with what was said in it.
 *
 * @param id the session's id
 * @param agentId the agent
 * @param status how far it has come
 * @param messages the turns so far; the agent may have the first
 * @param metadata own data that was sent with the chat
 * @param createdAt when it was opened
 * @param updatedAt when it last changed
 * @since 0.1.0
 */
public record ChatSession(@Nullable String id, @Nullable String agentId, @Nullable ConversationStatus status,
		List<Message> messages, Map<String, Object> metadata, @Nullable Instant createdAt,
		@Nullable Instant updatedAt) {

	public ChatSession {
		messages = List.copyOf(messages);
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	static ChatSession from(WireObject wire) {
		return new ChatSession(wire.text("session_id", "id"), wire.text("agent_id"),
				wire.value(ConversationStatus::of, "status", "conversation_status"),
				wire.objects(Message::from, "messages"), wire.object("metadata").asMap(), wire.instant("created_at"),
				wire.instant("updated_at"));
	}

	/**
	 * Leaves out what was said and the metadata.
	 */
	@Override
	public String toString() {
		return "ChatSession[id=%s, agentId=%s, status=%s, messages=%d]".formatted(this.id, this.agentId, this.status,
				this.messages.size());
	}

}
