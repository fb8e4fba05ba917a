package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.node.ObjectNode;

/**
 * Agents: reading, creating, changing and deleting them, and their first messages.
 */
final class AgentRoutes {

	private final SimulatorState state;

	private final AgentParts parts;

	AgentRoutes(SimulatorState state) {
		this.state = state;
		this.parts = new AgentParts(state.catalog());
	}

	void register(Router router) {
		router.on(SimulatorRoute.LIST_AGENTS, this::list);
		router.on(SimulatorRoute.CREATE_AGENT, this.state.oneAtATime(this::create));
		router.on(SimulatorRoute.GET_AGENT, this::get);
		router.on(SimulatorRoute.UPDATE_AGENT, this.state.oneAtATime(this::update));
		router.on(SimulatorRoute.DELETE_AGENT, this.state.oneAtATime(this::delete));
		router.on(SimulatorRoute.DYNAMIC_VARIABLES, this::dynamicVariables);
		router.on(SimulatorRoute.FIRST_MESSAGE, this::firstMessage);
	}

	private Reply list(Exchange exchange) {
		RecordedRequest request = exchange.request();
		Paging paging = Paging.strict(request);
		String search = request.queryParameter("search");
		String type = request.queryParameter("agent_type");
		if (type != null) {
			AgentParts.checkType(type, "agent_type");
		}
		String category = request.queryParameter("agent_category");
		List<ObjectNode> agents = this.state.agents()
			.storedOwn()
			.stream()
			.map((stored) -> stored.toJson(this.state.prompts()))
			.filter((agent) -> search == null || contains(agent, "agent_name", search)
					|| contains(agent, "agent_description", search))
			.filter((agent) -> type == null || type.equals(Json.text(agent, "agent_type")))
			.filter((agent) -> category == null || category.equals(Json.text(agent, "agent_category")))
			.toList();
		ObjectNode body = Json.object();
		body.set("agents", paging.items(agents, (agent) -> agent));
		return Reply.json(paging.describe(body, agents.size()));
	}

	private static boolean contains(ObjectNode agent, String field, String search) {
		return Json.text(agent, field).toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
	}

	private Reply create(Exchange exchange) {
		Fields body = Fields.of(exchange.request()).require("agent_name", "agent_type", "stt", "llm", "tts");
		this.parts.check(body);
		if (body.json().path("call_analysis_enabled").asBoolean(false) && !body.has("call_analysis_prompt")) {
			throw new RefusedException(400, "call_analysis_prompt is required when call analysis is enabled");
		}
		AgentPrompts.check(body, this.state.prompts());
		StoredAgent agent = StoredAgent.created(WireIds.document(), body, this.state.prompts(), this.state.now());
		this.state.agents().put(agent);
		return Reply.json(201, agent.toJson(this.state.prompts()));
	}

	private Reply get(Exchange exchange) {
		return Reply.json(find(exchange).toJson(this.state.prompts()));
	}

	private Reply update(Exchange exchange) {
		Fields body = Fields.of(exchange.request());
		this.parts.check(body);
		StoredAgent before = find(exchange);
		AgentPrompts.check(body, this.state.prompts());
		StoredAgent agent = before.updated(body, this.state.prompts(), this.state.now());
		this.state.agents().put(agent);
		return Reply.json(agent.toJson(this.state.prompts()));
	}

	private Reply delete(Exchange exchange) {
		StoredAgent stored = find(exchange);
		SimulatedAgent agent = stored.agent();
		this.state.remove(stored);
		return Reply.json(Json.object()
			.put("message", "Agent deleted successfully")
			.put("agent_id", agent.id())
			.put("agent_name", agent.name())
			.put("deleted_at", WireTime.zulu(this.state.now())));
	}

	private Reply dynamicVariables(Exchange exchange) {
		return Reply.json(find(exchange).variablesToJson(this.state.prompts()));
	}

	private Reply firstMessage(Exchange exchange) {
		SimulatedAgent agent = find(exchange).agent();
		Instant now = this.state.now();
		ChatConversation session = new ChatConversation(agent.id(), now);
		if (!agent.greeting().isEmpty()) {
			session.say("assistant", agent.greeting(), now);
		}
		this.state.conversations().add(session);
		return Reply.json(Json.object()
			.put("session_id", session.id())
			.put("first_message", agent.greeting())
			.put("agent_id", agent.id()));
	}

	private StoredAgent find(Exchange exchange) {
		StoredAgent stored = this.state.agents().stored(exchange.variable("agent_id"));
		if (stored == null) {
			throw new RefusedException(404, "Agent not found");
		}
		if (stored.agent().isForeign()) {
			throw new RefusedException(403, "Access denied to this agent");
		}
		return stored;
	}

}
