package ai.eigi.simulator;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Conversation that the simulator keeps. How it looks may depend on the time at which it
 * is read.
 */
abstract class StoredConversation {

	/**
	 * User to whom everything belongs that is not {@linkplain SimulatedAgent#isForeign()
	 * somebody else's}.
	 */
	static final String OWNER = "68ea1dc3a8f78b1cbdfed6f5";

	private final String documentId = WireIds.document();

	private final String id;

	private final String agentId;

	private final Instant createdAt;

	StoredConversation(String id, String agentId, Instant createdAt) {
		this.id = id;
		this.agentId = agentId;
		this.createdAt = createdAt;
	}

	String id() {
		return this.id;
	}

	String agentId() {
		return this.agentId;
	}

	Instant createdAt() {
		return this.createdAt;
	}

	/**
	 * Whether the conversation can be found yet.
	 * @param now the time of reading
	 * @return {@code false} as long as neither a list nor its id leads to it
	 */
	boolean isListed(Instant now) {
		return true;
	}

	/**
	 * Whether the call is marked as a test.
	 */
	boolean isTestCall() {
		return false;
	}

	abstract String type();

	abstract String status(Instant now);

	abstract @Nullable String callingType();

	/**
	 * Build the wire's object of the current shape.
	 * @param now the time of reading
	 * @return the object
	 */
	abstract ObjectNode toJson(Instant now);

	/**
	 * Object with all fields in the order of the wire, those without a value as null.
	 */
	ObjectNode frame(String type, String status, Instant updatedAt) {
		return Json.object()
			.put("agent_id", this.agentId)
			.put("conversation_id", this.id)
			.put("conversation_type", type)
			.putNull("conversation_analysis")
			.put("conversation_status", status)
			.putNull("notes")
			.putNull("conversation_transcript")
			.putNull("created_by")
			.putNull("conversation_metadata")
			.put("created_at", WireTime.zoneless(this.createdAt))
			.put("updated_at", WireTime.zoneless(updatedAt))
			.put("id", this.documentId);
	}

	static ObjectNode message(String role, String content, Instant at) {
		return Json.object().put("role", role).put("content", content).put("timestamp", WireTime.offset(at));
	}

}
