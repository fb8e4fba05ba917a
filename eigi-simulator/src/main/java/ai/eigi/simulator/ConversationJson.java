package ai.eigi.simulator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Other views of a conversation than its current shape.
 */
final class ConversationJson {

	private ConversationJson() {
	}

	/**
	 * Shape of earlier revisions.
	 * @param current the current shape
	 * @return the same conversation in the older shape
	 */
	static ObjectNode legacy(JsonNode current) {
		JsonNode metadata = current.path("conversation_metadata");
		ObjectNode legacy = Json.object();
		copy(current, legacy, "conversation_id", "agent_id", "conversation_type", "conversation_status");
		copy(metadata, legacy, "calling_type");
		String mobileNumber = "INBOUND".equals(Json.text(metadata, "calling_type")) ? "from_mobile_number"
				: "to_mobile_number";
		legacy.set("mobile_number", orNull(metadata.path(mobileNumber)));
		legacy.set("transcript", legacyTranscript(current.path("conversation_transcript")));
		legacy.set("analysis", orNull(current.path("conversation_analysis").path(0)));
		legacy.set("duration", orNull(metadata.path("conversation_duration")));
		legacy.put("created_at", zulu(current, "created_at"));
		legacy.put("updated_at", zulu(current, "updated_at"));
		JsonNode variables = metadata.path("dynamic_variables");
		legacy.set("metadata", (variables.isObject()) ? variables : Json.object());
		return legacy;
	}

	/**
	 * Shape of earlier revisions in a list: with the agent's name, without the talk.
	 * @param current the current shape
	 * @param agentName the name of the agent
	 * @return the same conversation in the older shape
	 */
	static ObjectNode legacyItem(JsonNode current, String agentName) {
		ObjectNode legacy = legacy(current);
		legacy.remove("transcript");
		legacy.remove("analysis");
		return legacy.put("agent_name", agentName);
	}

	private static ArrayNode legacyTranscript(JsonNode messages) {
		ArrayNode transcript = Json.array();
		messages.forEach((message) -> transcript.add(Json.object()
			.put("speaker", "assistant".equals(Json.text(message, "role")) ? "agent" : "user")
			.put("text", Json.text(message, "content"))
			.put("timestamp", zulu(message, "timestamp"))));
		return transcript;
	}

	/**
	 * Chat session as it is read alone.
	 */
	static ObjectNode session(JsonNode current) {
		ArrayNode messages = Json.array();
		current.path("conversation_transcript")
			.forEach((message) -> messages.add(Json.object()
				.put("role", Json.text(message, "role"))
				.put("content", Json.text(message, "content"))
				.put("timestamp", zulu(message, "timestamp"))));
		ObjectNode session = Json.object();
		session.set("session_id", current.path("conversation_id"));
		session.set("agent_id", current.path("agent_id"));
		session.set("status", current.path("conversation_status"));
		session.set("messages", messages);
		session.put("message_count", messages.size());
		session.put("created_at", zulu(current, "created_at"));
		session.put("updated_at", zulu(current, "updated_at"));
		session.set("metadata", userMetadata(current));
		return session;
	}

	/**
	 * Chat session as it appears in the list.
	 */
	static ObjectNode sessionItem(JsonNode current, String agentName) {
		ObjectNode item = Json.object();
		item.set("id", current.path("conversation_id"));
		item.put("object", "chat.session");
		item.put("created_at", WireTime.parse(Json.text(current, "created_at")).getEpochSecond());
		item.put("updated_at", WireTime.parse(Json.text(current, "updated_at")).getEpochSecond());
		item.set("agent_id", current.path("agent_id"));
		item.put("conversation_name", agentName + " chat");
		item.put("message_count", current.path("conversation_transcript").size());
		item.set("metadata", userMetadata(current));
		return item;
	}

	private static ObjectNode userMetadata(JsonNode current) {
		ObjectNode metadata = Json.object();
		current.path("conversation_metadata").properties().forEach((entry) -> {
			if (!"last_activity".equals(entry.getKey()) && !"session_status".equals(entry.getKey())) {
				metadata.set(entry.getKey(), entry.getValue());
			}
		});
		return metadata;
	}

	private static String zulu(JsonNode node, String field) {
		return WireTime.zulu(WireTime.parse(Json.text(node, field)));
	}

	private static void copy(JsonNode from, ObjectNode to, String... fields) {
		for (String field : fields) {
			to.set(field, orNull(from.path(field)));
		}
	}

	private static JsonNode orNull(JsonNode node) {
		return (node.isMissingNode()) ? Json.tree(null) : node;
	}

}
