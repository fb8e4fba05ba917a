package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chat session, which is a conversation as well. It ends once nothing has been said for
 * half an hour and goes on with the next message.
 */
final class ChatConversation extends StoredConversation {

	static final Duration IDLE_END = Duration.ofMinutes(30);

	private final ArrayNode transcript = Json.array();

	private final ObjectNode metadata = Json.object();

	private Instant lastActivity;

	ChatConversation(String agentId, Instant createdAt) {
		super(WireIds.uuid(), agentId, createdAt);
		this.lastActivity = createdAt;
	}

	synchronized ChatConversation say(String role, String content, Instant at) {
		this.transcript.add(message(role, content, at));
		this.lastActivity = at;
		return this;
	}

	synchronized void remember(ObjectNode metadata) {
		this.metadata.setAll(metadata);
	}

	@Override
	String type() {
		return "CHAT";
	}

	@Override
	synchronized String status(Instant now) {
		return (isActive(now)) ? "IN_PROGRESS" : "COMPLETED";
	}

	@Override
	@Nullable String callingType() {
		return null;
	}

	private boolean isActive(Instant now) {
		return now.isBefore(this.lastActivity.plus(IDLE_END));
	}

	@Override
	synchronized ObjectNode toJson(Instant now) {
		boolean active = isActive(now);
		ObjectNode json = frame(type(), status(now), this.lastActivity);
		json.set("conversation_transcript", this.transcript.deepCopy());
		ObjectNode all = this.metadata.deepCopy();
		all.put("last_activity", WireTime.offset(this.lastActivity));
		all.put("session_status", (active) ? "active" : "completed");
		json.set("conversation_metadata", all);
		return json;
	}

}
