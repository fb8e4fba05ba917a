package ai.eigi.simulator;

import java.time.Instant;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a webhook says of a conversation: fields of its object and of its metadata side by
 * side, and none of the metadata that was sent with the call.
 */
final class WebhookPayload {

	private WebhookPayload() {
	}

	/**
	 * Name of the event that tells of the end of a conversation.
	 */
	static String eventOf(StoredConversation conversation, Instant now) {
		return "conversation." + conversation.status(now).toLowerCase(Locale.ROOT);
	}

	static ObjectNode of(String event, StoredConversation conversation, Instant now) {
		ObjectNode json = conversation.toJson(now);
		JsonNode metadata = json.path("conversation_metadata");
		ObjectNode payload = Json.object().put("event", event);
		copy(json, payload, "id", "conversation_id", "agent_id", "conversation_type", "conversation_status", "notes");
		copy(metadata, payload, "conversation_duration", "conversation_recording_url", "calling_type",
				"telephony_provider", "to_mobile_number", "from_mobile_number");
		if (metadata.path("conversation_duration").asDouble(0) == 0) {
			payload.putNull("conversation_duration");
		}
		// the object has the agent's number without a plus, the webhook has it with one
		String from = Json.text(metadata, "from_mobile_number");
		if (!from.isEmpty() && !from.startsWith("+")) {
			payload.put("from_mobile_number", "+" + from);
		}
		payload.put("is_test_call", conversation.isTestCall());
		payload.set("conversation_transcript", arrayOrEmpty(json.path("conversation_transcript")));
		payload.set("conversation_analysis", arrayOrEmpty(json.path("conversation_analysis")));
		return payload;
	}

	private static void copy(JsonNode from, ObjectNode to, String... fields) {
		for (String field : fields) {
			JsonNode value = from.path(field);
			to.set(field, (value.isMissingNode()) ? Json.tree(null) : value);
		}
	}

	private static JsonNode arrayOrEmpty(JsonNode node) {
		return (node.isArray()) ? node : Json.array();
	}

}
