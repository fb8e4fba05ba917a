package ai.eigi.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reading of conversations.
 */
final class ConversationRoutes {

	private final SimulatorState state;

	ConversationRoutes(SimulatorState state) {
		this.state = state;
	}

	void register(Router router) {
		router.on(SimulatorRoute.LIST_CONVERSATIONS, this::list);
		router.on(SimulatorRoute.GET_CONVERSATION, this::get);
	}

	private Reply list(Exchange exchange) {
		Paging paging = Paging.clamped(exchange.request());
		List<JsonNode> found = find(ConversationFilter.of(exchange.request()));
		if (this.state.settings().conversationShape == WireShape.LEGACY) {
			return Reply.json(legacyPage(paging, found));
		}
		ArrayNode items = paging.items(found, (json) -> json);
		ObjectNode body = Json.object()
			.put("status", "success")
			.put("message", "Retrieved " + items.size() + " conversations");
		body.set("data", items);
		paging.describe(body.putObject("pagination"), found.size());
		return Reply.json(body);
	}

	private List<JsonNode> find(ConversationFilter filter) {
		Instant now = this.state.now();
		List<JsonNode> found = new ArrayList<>();
		for (StoredConversation conversation : this.state.conversations().newestFirst()) {
			if (!this.state.agents().isForeign(conversation.agentId())) {
				JsonNode json = conversation.toJson(now);
				if (filter.matches(conversation.createdAt(), json)) {
					found.add(json);
				}
			}
		}
		return found;
	}

	private ObjectNode legacyPage(Paging paging, List<JsonNode> found) {
		ObjectNode body = Json.object();
		body.set("conversations", paging.items(found,
				(json) -> ConversationJson.legacyItem(json, this.state.agents().nameOf(Json.text(json, "agent_id")))));
		return paging.describe(body, found.size())
			.put("has_next", paging.page() < paging.totalPages(found.size()))
			.put("has_previous", paging.page() > 1);
	}

	private Reply get(Exchange exchange) {
		StoredConversation conversation = this.state.conversations().get(exchange.variable("conversation_id"));
		if (conversation == null) {
			throw new RefusedException(404, "Conversation not found");
		}
		if (this.state.agents().isForeign(conversation.agentId())) {
			throw new RefusedException(403, "API key owner doesn't have access to this conversation");
		}
		ObjectNode json = conversation.toJson(this.state.now());
		boolean legacy = this.state.settings().conversationShape == WireShape.LEGACY;
		return Reply.json((legacy) ? ConversationJson.legacy(json) : json);
	}

}
