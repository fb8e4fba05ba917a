package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;

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
		Instant now = this.state.now();
		List<StoredConversation> found = find(ConversationFilter.of(exchange.request()), now);
		if (this.state.settings().conversationShape == WireShape.LEGACY) {
			return Reply.json(legacyPage(paging, found, now));
		}
		ArrayNode items = paging.items(found, (conversation) -> conversation.toJson(now));
		ObjectNode body = Json.object()
			.put("status", "success")
			.put("message", "Retrieved " + items.size() + " conversations");
		body.set("data", items);
		paging.describe(body.putObject("pagination"), found.size());
		return Reply.json(body);
	}

	private List<StoredConversation> find(ConversationFilter filter, Instant now) {
		return this.state.conversations()
			.newestFirst(filter.createdFrom(), filter.createdTo())
			.stream()
			.filter((conversation) -> conversation.isListed(now))
			.filter((conversation) -> !this.state.agents().isForeign(conversation.agentId()))
			.filter((conversation) -> filter.matches(conversation, now))
			.toList();
	}

	private ObjectNode legacyPage(Paging paging, List<StoredConversation> found, Instant now) {
		ObjectNode body = Json.object();
		body.set("conversations", paging.items(found, (conversation) -> ConversationJson
			.legacyItem(conversation.toJson(now), this.state.agents().nameOf(conversation.agentId()))));
		return paging.describe(body, found.size())
			.put("has_next", paging.page() < paging.totalPages(found.size()))
			.put("has_previous", paging.page() > 1);
	}

	private Reply get(Exchange exchange) {
		Instant now = this.state.now();
		StoredConversation conversation = this.state.conversations().get(exchange.variable("conversation_id"));
		if (conversation == null || !conversation.isListed(now)) {
			throw new RefusedException(404, "Conversation not found");
		}
		if (this.state.agents().isForeign(conversation.agentId())) {
			throw new RefusedException(403, "API key owner doesn't have access to this conversation");
		}
		ObjectNode json = conversation.toJson(now);
		boolean legacy = this.state.settings().conversationShape == WireShape.LEGACY;
		return Reply.json((legacy) ? ConversationJson.legacy(json) : json);
	}

}
