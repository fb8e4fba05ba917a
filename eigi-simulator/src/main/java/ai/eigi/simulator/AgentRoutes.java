package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * Reading of agents.
 */
final class AgentRoutes {

	private final SimulatorState state;

	private final Instant createdAt;

	AgentRoutes(SimulatorState state) {
		this.state = state;
		this.createdAt = state.now();
	}

	void register(Router router) {
		router.on(SimulatorRoute.LIST_AGENTS, this::list);
		router.on(SimulatorRoute.FIRST_MESSAGE, this::firstMessage);
	}

	private Reply list(Exchange exchange) {
		Paging paging = Paging.strict(exchange.request());
		List<SimulatedAgent> agents = this.state.agents().own();
		ObjectNode body = Json.object();
		body.set("agents", paging.items(agents, this::describe));
		return Reply.json(paging.describe(body, agents.size()));
	}

	private ObjectNode describe(SimulatedAgent agent) {
		ObjectNode json = Json.object()
			.put("id", agent.id())
			.put("agent_name", agent.name())
			.putNull("agent_description")
			.put("agent_type", agent.type())
			.put("agent_category", "Customer Service");
		json.putArray("agent_tips");
		json.set("agent_mobile_number", Json.tree(agent.mobileNumbers()));
		json.set("stt", model("DEEPGRAM", "nova-2").put("language", "en").set("params", Json.object()));
		json.set("llm", (agent.hasLlm())
				? model("OPENAI", "gpt-4o").set("params", Json.tree(Map.of("temperature", 0.7))) : Json.tree(null));
		json.set("tts",
				model("CARTESIA", "sonic-2").put("language", "en")
					.put("voice_id", "a0e99841-438c-4a64-b679-ae501e7d6091")
					.set("params", Json.tree(Map.of("speed", 1.0))));
		json.putNull("sts").put("call_analysis_enabled", true);
		json.putObject("prompt")
			.put("prompt_name", "simulated_agent")
			.put("prompt_version", 1)
			.put("prompt_content", "You are a helpful agent.");
		json.put("first_message_prompt", agent.greeting());
		json.putArray("dynamic_variables");
		json.putObject("tools").put("end_call", true);
		json.putNull("widget_config").putArray("MediaFiles");
		return json.put("created_at", WireTime.zoneless(this.createdAt))
			.put("updated_at", WireTime.zoneless(this.createdAt));
	}

	private static ObjectNode model(String provider, String name) {
		return Json.object().put("provider_name", provider).put("model_name", name);
	}

	private Reply firstMessage(Exchange exchange) {
		SimulatedAgent agent = this.state.agents().get(exchange.variable("agent_id"));
		if (agent == null) {
			throw new RefusedException(404, "Agent not found");
		}
		if (agent.isForeign()) {
			throw new RefusedException(403, "Access denied to this agent");
		}
		Instant now = this.state.now();
		ChatConversation session = this.state.conversations()
			.add(new ChatConversation(agent.id(), now).say("assistant", agent.greeting(), now));
		return Reply.json(Json.object()
			.put("session_id", session.id())
			.put("first_message", agent.greeting())
			.put("agent_id", agent.id()));
	}

}
