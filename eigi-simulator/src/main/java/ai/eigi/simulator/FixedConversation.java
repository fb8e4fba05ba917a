package ai.eigi.simulator;

import java.time.Instant;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Conversation whose wire fields were given by a test or demo, in whatever shape.
 */
final class FixedConversation extends StoredConversation {

	private final ObjectNode json;

	private FixedConversation(String id, String agentId, Instant createdAt, ObjectNode given) {
		super(id, agentId, createdAt);
		this.json = frame("TELEPHONY", "COMPLETED", createdAt);
		this.json.putObject("conversation_metadata");
		this.json.setAll(given);
	}

	/**
	 * Create a conversation from some of its wire fields; what is missing is made up. An
	 * {@link Instant} becomes a time without zone.
	 */
	static FixedConversation of(Map<String, ?> fields, String agentId, Instant now) {
		ObjectNode given = Json.object();
		fields.forEach((name, value) -> given.set(name,
				Json.tree((value instanceof Instant instant) ? WireTime.zoneless(instant) : value)));
		String createdAt = text(given, "created_at", WireTime.zoneless(now));
		return new FixedConversation(text(given, "conversation_id", WireIds.uuid()), text(given, "agent_id", agentId),
				WireTime.parse(createdAt), given);
	}

	private static String text(JsonNode given, String field, String absent) {
		return given.path(field).stringValue(absent);
	}

	@Override
	String type() {
		return Json.text(this.json, "conversation_type");
	}

	@Override
	String status(Instant now) {
		return Json.text(this.json, "conversation_status");
	}

	@Override
	String callingType() {
		return Json.text(this.json.path("conversation_metadata"), "calling_type");
	}

	@Override
	ObjectNode toJson(Instant now) {
		return this.json.deepCopy();
	}

}
