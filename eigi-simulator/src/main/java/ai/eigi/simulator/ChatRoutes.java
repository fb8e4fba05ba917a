package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Chat and its sessions.
 */
final class ChatRoutes {

	private static final int MAX_MESSAGE = 4000;

	private final SimulatorState state;

	ChatRoutes(SimulatorState state) {
		this.state = state;
	}

	void register(Router router) {
		router.on(SimulatorRoute.CHAT, this::chat);
		router.on(SimulatorRoute.LIST_CHAT_SESSIONS, this::listSessions);
		router.on(SimulatorRoute.GET_CHAT_SESSION, this::getSession);
	}

	private Reply chat(Exchange exchange) {
		JsonNode body = Input.body(exchange.request());
		String agentId = Input.requiredText(body, "agent_id");
		String message = message(body);
		String sessionId = Input.text(body, "session_id");
		boolean streaming = Input.flag(body, "streaming", true);
		ObjectNode metadata = Input.map(body, "metadata", List.of("body", "metadata"));
		SimulatedAgent agent = agent(agentId);
		Instant now = this.state.now();
		ChatConversation session = session(agent, sessionId, now);
		session.remember(metadata);
		SimulatorSettings settings = this.state.settings();
		String answer = Scripts.ask(settings.reply, new ChatTurn(agentId, session.id(), message, Json.map(metadata)));
		session.say("user", message, now).say("assistant", answer, this.state.now());
		if (streaming) {
			return Reply.stream(Map.of("content-type", "text/plain; charset=utf-8", "x-session-id", session.id()),
					settings.chunkStyle.split(answer));
		}
		return Reply.json(Json.object().put("response", answer).put("session_id", session.id()));
	}

	private static String message(JsonNode body) {
		String message = Input.requiredText(body, "message");
		int length = message.codePointCount(0, message.length());
		if (length < 1) {
			throw Input.invalid("string_too_short", List.of("body", "message"),
					"String should have at least 1 character", Json.tree(message), Map.of("min_length", 1));
		}
		if (length > MAX_MESSAGE) {
			throw Input.invalid("string_too_long", List.of("body", "message"),
					"String should have at most 4000 characters", Json.tree(message),
					Map.of("max_length", MAX_MESSAGE));
		}
		return message;
	}

	private SimulatedAgent agent(String id) {
		SimulatedAgent agent = this.state.agents().get(id);
		if (agent == null) {
			throw new RefusedException(404, "Agent not found");
		}
		if (agent.isForeign()) {
			throw new RefusedException(403, "Access denied to this agent");
		}
		if (!agent.hasLlm()) {
			throw new RefusedException(400, "Agent does not have LLM configuration");
		}
		return agent;
	}

	/**
	 * Session to go on with. The real service does not tell what it does with a session
	 * that is unknown or another agent's; both are refused here.
	 */
	private ChatConversation session(SimulatedAgent agent, @Nullable String id, Instant now) {
		if (id == null) {
			return this.state.conversations().add(new ChatConversation(agent.id(), now));
		}
		StoredConversation session = find(id);
		if (!session.agentId().equals(agent.id())) {
			throw new RefusedException(403, "Access denied to this session");
		}
		if (session instanceof ChatConversation chat) {
			return chat;
		}
		throw new RefusedException(400, "Session is not a chat session");
	}

	private StoredConversation find(String sessionId) {
		StoredConversation session = this.state.conversations().get(sessionId);
		if (session == null) {
			throw new RefusedException(404, "Session not found");
		}
		if (this.state.agents().isForeign(session.agentId())) {
			throw new RefusedException(403, "Access denied to this session");
		}
		return session;
	}

	private Reply getSession(Exchange exchange) {
		StoredConversation session = find(exchange.variable("session_id"));
		if (!isChat(session)) {
			throw new RefusedException(400, "Session is not a chat session");
		}
		return Reply.json(ConversationJson.session(session.toJson(this.state.now())));
	}

	private Reply listSessions(Exchange exchange) {
		Paging paging = Paging.strict(exchange.request());
		String agentId = exchange.request().queryParameter("agent_id");
		if (agentId != null && this.state.agents().isForeign(agentId)) {
			throw new RefusedException(403, "Access denied to this agent");
		}
		Instant now = this.state.now();
		List<StoredConversation> found = this.state.conversations()
			.newestFirst()
			.stream()
			.filter((session) -> !this.state.agents().isForeign(session.agentId()))
			.filter((session) -> agentId == null || agentId.equals(session.agentId()))
			.filter(ChatRoutes::isChat)
			.toList();
		ObjectNode body = Json.object().put("object", "list");
		body.set("data", paging.items(found, (session) -> ConversationJson.sessionItem(session.toJson(now),
				this.state.agents().nameOf(session.agentId()))));
		body.put("has_more", paging.page() < paging.totalPages(found.size()));
		return Reply.json(paging.describe(body, found.size()));
	}

	private static boolean isChat(StoredConversation conversation) {
		return "CHAT".equals(conversation.type());
	}

}
