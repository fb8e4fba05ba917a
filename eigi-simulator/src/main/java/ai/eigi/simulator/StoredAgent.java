package ai.eigi.simulator;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Agent with everything that the wire tells of it. Immutable.
 *
 * @param agent the agent as chats and calls see it
 * @param json the wire's object, without what depends on the prompt
 * @param prompts its prompts
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 */
record StoredAgent(SimulatedAgent agent, ObjectNode json, AgentPrompts prompts, Instant createdAt, Instant updatedAt) {

	/**
	 * Variables that the service fills in by itself.
	 */
	private static final Set<String> FILLED_IN = Set.of("sender_id", "sender_channel", "sender_name",
			"previous_conversation_context");

	// how the service marks a variable is not documented
	private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]+?)\\s*}}");

	private static final List<String> FIELDS = List.of("agent_name", "agent_type", "agent_description",
			"agent_category", "agent_tips", "agent_mobile_number", "stt", "llm", "tts", "sts", "call_analysis_enabled",
			"first_message_prompt", "widget_config");

	/**
	 * Agent of a test or a demo.
	 */
	static StoredAgent of(SimulatedAgent agent, AgentPrompts prompts, Instant now) {
		ObjectNode json = frame(agent.id()).put("agent_name", agent.name())
			.put("agent_type", agent.type())
			.put("agent_category", "Customer Service")
			.put("call_analysis_enabled", true)
			.put("first_message_prompt", agent.greeting());
		json.set("agent_mobile_number", Json.tree(agent.mobileNumbers()));
		json.set("stt", model("DEEPGRAM", "nova-2").put("language", "en").set("params", Json.object()));
		if (agent.hasLlm()) {
			json.set("llm", model("OPENAI", "gpt-4o").set("params", Json.tree(Map.of("temperature", 0.7))));
		}
		json.set("tts",
				model("CARTESIA", "sonic-2").put("language", "en")
					.put("voice_id", SimulatorCatalog.DOCUMENTED_VOICE)
					.set("params", Json.tree(Map.of("speed", 1.0))));
		agent.fields().forEach((name, value) -> json.set(name, Json.tree(value)));
		return new StoredAgent(agent, json, prompts, now, now);
	}

	/**
	 * Agent that a client created.
	 */
	static StoredAgent created(String id, Fields body, Prompts prompts, Instant now) {
		ObjectNode json = apply(frame(id), body);
		SimulatedAgent agent = view(json);
		return new StoredAgent(agent, json, AgentPrompts.NONE.with(body, agent, prompts, now), now, now);
	}

	/**
	 * The same with what a client changed.
	 */
	StoredAgent updated(Fields body, Prompts prompts, Instant now) {
		ObjectNode changed = apply(this.json.deepCopy(), body);
		SimulatedAgent agent = view(changed);
		return new StoredAgent(agent, changed, this.prompts.with(body, agent, prompts, now), this.createdAt, now);
	}

	private static ObjectNode frame(String id) {
		ObjectNode json = Json.object()
			.put("id", id)
			.putNull("agent_name")
			.putNull("agent_description")
			.putNull("agent_type")
			.put("agent_category", "other");
		json.putArray("agent_tips");
		json.putArray("agent_mobile_number");
		json.putNull("stt").putNull("llm").putNull("tts").putNull("sts").put("call_analysis_enabled", false);
		json.putNull("prompt").putNull("first_message_prompt").putArray("dynamic_variables");
		json.putObject("tools").put("end_call", true);
		json.putNull("widget_config").putArray("MediaFiles");
		return json;
	}

	private static ObjectNode model(String provider, String name) {
		return Json.object().put("provider_name", provider).put("model_name", name);
	}

	/**
	 * Whole objects replace those before, since nothing says that the service merges
	 * them. Tools alone are changed one by one.
	 */
	private static ObjectNode apply(ObjectNode json, Fields body) {
		FIELDS.stream().filter(body::has).forEach((name) -> json.set(name, body.json().get(name).deepCopy()));
		Fields tools = body.object("tools");
		if (tools != null) {
			ObjectNode all = (json.get("tools") instanceof ObjectNode before) ? before : json.putObject("tools");
			all.setAll(tools.json().deepCopy());
		}
		return json;
	}

	private static SimulatedAgent view(ObjectNode json) {
		SimulatedAgent agent = SimulatedAgent.of(Json.text(json, "id"), Json.text(json, "agent_name"))
			.withType(Json.text(json, "agent_type"))
			.withGreeting(Json.text(json, "first_message_prompt"))
			.withMobileNumbers(
					json.path("agent_mobile_number").valueStream().map(JsonNode::stringValue).toArray(String[]::new));
		return (json.hasNonNull("llm")) ? agent : agent.withoutLlm();
	}

	/**
	 * The wire's object. The prompts that analyse calls are not in it, nor their fields:
	 * the service documents none of them for its answers.
	 */
	ObjectNode toJson(Prompts all) {
		ObjectNode described = this.json.deepCopy();
		PromptReference followed = this.prompts.followed();
		StoredPrompt.Version version = version(all);
		if (version != null && followed != null) {
			described.putObject("prompt")
				.put("prompt_name", followed.name())
				.put("prompt_version", version.number())
				.put("prompt_content", version.content());
		}
		described.set("dynamic_variables", Json.tree(variables(all)));
		return described.put("created_at", WireTime.zoneless(this.createdAt))
			.put("updated_at", WireTime.zoneless(this.updatedAt));
	}

	ObjectNode variablesToJson(Prompts all) {
		ObjectNode described = Json.object().put("agent_id", this.agent.id()).put("agent_name", this.agent.name());
		ArrayNode variables = described.putArray("dynamic_variables");
		for (String name : variables(all)) {
			variables.addObject()
				.put("variable_name", name)
				.put("required", !FILLED_IN.contains(name))
				.put("field_type", type(name))
				.put("description", "Value of " + name + " in the prompt");
		}
		return described;
	}

	private Set<String> variables(Prompts all) {
		StoredPrompt.Version version = version(all);
		Set<String> names = new LinkedHashSet<>();
		if (version != null) {
			VARIABLE.matcher(version.content())
				.results()
				.map((MatchResult variable) -> variable.group(1).replaceAll("[^\\p{L}\\p{N}]+", "_"))
				.forEach(names::add);
		}
		return names;
	}

	private static String type(String name) {
		if (name.contains("email")) {
			return "EMAIL";
		}
		return (name.contains("phone") || name.contains("mobile")) ? "PHONE" : "STRING";
	}

	private StoredPrompt.@Nullable Version version(Prompts all) {
		PromptReference followed = this.prompts.followed();
		return (followed != null) ? followed.find(all) : null;
	}

}
