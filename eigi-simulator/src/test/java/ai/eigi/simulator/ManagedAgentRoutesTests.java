package ai.eigi.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentRoutes}: what changes agents.
 */
class ManagedAgentRoutesTests {

	private static final String AGENTS = "/v1/public/agents";

	private static final String PROMPTS = "/v1/public/prompts/";

	private static final String AGENT = """
			{"agent_name":"Order Desk","agent_type":"OUTBOUND","agent_category":"Sales",
			"agent_mobile_number":["+14155550100"],
			"stt":{"provider_name":"DEEPGRAM","model_name":"nova-2","language":"en","params":{}},
			"llm":{"provider_name":"CUSTOM_LLM","model_name":"m","params":{"base_url":"https://llm.example.com/v1",
			"api_key":"sk-1","API_TYPE":"RESPONSES"},"later":1},
			"tts":{"provider_name":"CARTESIA","model_name":"sonic-2","language":"en","voice_id":"v","params":{"speed":1.0}},
			"prompt_content":"Help {{ customer name }} at {{customer_email}}.",
			"call_analysis_enabled":true,
			"call_analysis_prompt":{"prompt_name":"desk_analysis","custom_prompt":"Sum up."},
			"call_analysis_schema":{"outcome":{"type":"Optional[str]"}},
			"first_message_prompt":"Hello!",
			"tools":{"transfer_call":{"transfer_phone_number":"+14155550102"},"user_idle":{"max_retry_count":2}}}
			""";

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	private ObjectNode create() {
		HttpResponse<String> response = this.caller.post(AGENTS, AGENT);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		return (ObjectNode) Caller.json(response);
	}

	private static String path(JsonNode agent) {
		return AGENTS + "/" + agent.path("id").stringValue();
	}

	@Test
	void shouldCreateAgentWithPromptOfItsOwn() {
		JsonNode agent = create();
		assertThat(agent.path("id").stringValue()).matches("[0-9a-f]{24}");
		assertThat(agent.path("llm")).isEqualTo(Json.read(AGENT).path("llm"));
		assertThat(agent.path("prompt"))
			.isEqualTo(Json.read("{\"prompt_name\":\"order_desk_internal\",\"prompt_version\":1,"
					+ "\"prompt_content\":\"Help {{ customer name }} at {{customer_email}}.\"}"));
		assertThat(agent.path("dynamic_variables")).isEqualTo(Json.read("[\"customer_name\",\"customer_email\"]"));
		assertThat(agent.path("tools").path("end_call").booleanValue()).isTrue();
		assertThat(agent.path("created_at").stringValue()).isEqualTo("2026-03-02T10:00:00.000000");
		assertThat(agent.has("call_analysis_prompt") || agent.has("call_analysis_schema")).isFalse();
		assertThat(this.caller.getJson(path(agent))).isEqualTo(agent);
		assertThat(this.caller.getJson(AGENTS).path("agents").path(3)).isEqualTo(agent);
		assertThat(this.caller.getJson(PROMPTS + "desk_analysis")
			.path("prompt_metadata")
			.path("prompt_type")
			.stringValue()).isEqualTo("analysis");
	}

	@Test
	void shouldDescribeCreatedAgentAsAnyOther() {
		assertThat(Caller.names(create())).isEqualTo(Caller.names(this.caller.getJson(AGENTS).path("agents").path(0)));
	}

	@Test
	void shouldChatAndCallWithCreatedAgent() {
		String id = create().path("id").stringValue();
		String chat = "{\"agent_id\":\"%s\",\"message\":\"Hi\",\"streaming\":false}".formatted(id);
		assertThat(this.caller.post("/v1/public/chat", chat).statusCode()).isEqualTo(200);
		String call = "{\"agent_id\":\"%s\",\"params\":[{\"mobile_number\":\"+14155550199\"}]}".formatted(id);
		assertThat(this.caller.post("/v1/public/calls/outbound", call).statusCode()).isEqualTo(200);
		assertThat(this.simulator.rings("+14155550199")).isEqualTo(1);
		assertThat(this.caller.getJson(AGENTS + "/" + id + "/first-message").path("first_message").stringValue())
			.isEqualTo("Hello!");
		assertThat(this.simulator.agents()).extracting(SimulatedAgent::name).contains("Order Desk");
	}

	@Test
	void shouldGreetWithNothingWhenThereIsNoGreeting() {
		ObjectNode body = (ObjectNode) Json.read(AGENT);
		body.remove("first_message_prompt");
		JsonNode agent = this.caller.postJson(AGENTS, body.toString());
		JsonNode first = this.caller.getJson(path(agent) + "/first-message");
		assertThat(first.path("first_message").stringValue()).isEmpty();
		assertThat(this.caller.getJson("/v1/public/chat/sessions/" + first.path("session_id").stringValue())
			.path("messages")).isEmpty();
	}

	@Test
	void shouldChangeOnlyWhatIsSentAndOnlyTheToolsThatAreNamed() {
		ObjectNode before = create();
		this.clock.advance(Duration.ofMinutes(1));
		HttpResponse<String> response = this.caller.patch(path(before),
				"{\"agent_name\":\"Desk\",\"tools\":{\"end_call\":false},\"agent_description\":null}");
		assertThat(response.statusCode()).isEqualTo(200);
		before.put("agent_name", "Desk").put("updated_at", "2026-03-02T10:01:00.000000");
		((ObjectNode) before.path("tools")).put("end_call", false);
		assertThat(Caller.json(response)).isEqualTo(before);
		assertThat(this.caller.getJson(path(before))).isEqualTo(before);
	}

	@Test
	void shouldReplaceModelsAsAWhole() {
		JsonNode agent = create();
		JsonNode changed = Caller
			.json(this.caller.patch(path(agent), "{\"llm\":{\"provider_name\":\"OPENAI\",\"model_name\":\"gpt-4o\"}}"));
		assertThat(changed.path("llm"))
			.isEqualTo(Json.read("{\"provider_name\":\"OPENAI\",\"model_name\":\"gpt-4o\"}"));
		assertRefused(this.caller.patch(path(agent), "{\"tts\":{\"voice_id\":\"w\"}}"), "tts", "provider_name");
	}

	@Test
	void shouldAddVersionWithEveryText() {
		JsonNode agent = create();
		JsonNode changed = Caller.json(this.caller.patch(path(agent),
				"{\"prompt_content\":\"New.\",\"call_analysis_prompt\":{\"prompt_name\":\"desk_analysis\","
						+ "\"custom_prompt\":\"Shorter.\"}}"));
		assertThat(changed.path("prompt").path("prompt_version").intValue()).isEqualTo(2);
		assertThat(changed.path("prompt").path("prompt_content").stringValue()).isEqualTo("New.");
		assertThat(changed.path("dynamic_variables")).isEmpty();
		assertThat(this.caller.getJson(PROMPTS + "desk_analysis/versions").path("total_versions").intValue())
			.isEqualTo(2);
	}

	@Test
	void shouldFollowSharedPromptAndItsLatestVersion() {
		this.caller.post("/v1/public/prompts", "{\"prompt_name\":\"shared\",\"prompt_content\":\"One.\"}");
		this.caller.patch(PROMPTS + "shared", "{\"prompt_content\":\"Two.\"}");
		JsonNode agent = create();
		JsonNode latest = Caller.json(this.caller.patch(path(agent), "{\"prompt\":{\"prompt_name\":\"shared\"}}"));
		assertThat(latest.path("prompt").path("prompt_content").stringValue()).isEqualTo("Two.");
		this.caller.patch(PROMPTS + "shared", "{\"prompt_content\":\"Three.\"}");
		assertThat(this.caller.getJson(path(agent)).path("prompt").path("prompt_content").stringValue())
			.isEqualTo("Three.");
		this.caller.patch(path(agent), "{\"prompt\":{\"prompt_name\":\"shared\",\"prompt_version\":1}}");
		assertThat(this.caller.getJson(path(agent)).path("prompt").path("prompt_content").stringValue())
			.isEqualTo("One.");
		assertThat(this.caller.delete(PROMPTS + "order_desk_internal").statusCode()).isEqualTo(200);
		assertThat(this.caller.delete(PROMPTS + "shared").statusCode()).isEqualTo(403);
	}

	@Test
	void shouldWriteNothingWhenAPromptIsUnknown() {
		JsonNode agent = create();
		assertError(this.caller.patch(path(agent), "{\"prompt\":{\"prompt_name\":\"nowhere\"}}"), 404,
				"Prompt not found");
		assertError(
				this.caller.patch(path(agent),
						"{\"prompt\":{\"prompt_name\":\"order_desk_internal\",\"prompt_version\":2}}"),
				404, "Prompt not found");
		assertError(
				this.caller.patch(path(agent),
						"{\"prompt_content\":\"New.\",\"call_analysis_prompt\":{\"prompt_name\":\"nowhere\"}}"),
				404, "Prompt not found");
		assertThat(this.caller.getJson(path(agent))).isEqualTo(agent);
	}

	@Test
	void shouldDeleteAgentWithPromptOfItsOwn() {
		JsonNode agent = create();
		HttpResponse<String> response = this.caller.delete(path(agent));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Caller.json(response))
			.isEqualTo(Json.read("{\"message\":\"Agent deleted successfully\",\"agent_id\":\"%s\","
				.formatted(agent.path("id").stringValue())
					+ "\"agent_name\":\"Order Desk\",\"deleted_at\":\"2026-03-02T10:00:00.000Z\"}"));
		assertError(this.caller.get(path(agent)), 404, "Agent not found");
		assertThat(this.caller.get(PROMPTS + "order_desk_internal").statusCode()).isEqualTo(404);
		assertThat(this.caller.get(PROMPTS + "desk_analysis").statusCode()).isEqualTo(200);
	}

	@Test
	void shouldKeepOwnPromptOfDeletedAgentForWhoUsesItToo() {
		JsonNode agent = create();
		this.caller.patch(AGENTS + "/" + SimulatedAgent.SUPPORT.id(),
				"{\"prompt\":{\"prompt_name\":\"order_desk_internal\"}}");
		this.caller.delete(path(agent));
		assertThat(this.caller.get(PROMPTS + "order_desk_internal").statusCode()).isEqualTo(200);
	}

	@Test
	void shouldNameOwnPromptAfterTheAgentOnlyOnce() {
		create();
		JsonNode second = create();
		assertThat(second.path("prompt").path("prompt_name").stringValue())
			.isEqualTo(second.path("id").stringValue() + "_internal");
	}

	@Test
	void shouldTellDynamicVariables() {
		JsonNode variables = this.caller.getJson(path(create()) + "/dynamic-variables");
		assertThat(Caller.names(variables)).containsExactly("agent_id", "agent_name", "dynamic_variables");
		assertThat(variables.path("dynamic_variables")).isEqualTo(Json.read("""
				[{"variable_name":"customer_name","required":true,"field_type":"STRING",
				"description":"Value of customer_name in the prompt"},
				{"variable_name":"customer_email","required":true,"field_type":"EMAIL",
				"description":"Value of customer_email in the prompt"}]"""));
		assertThat(this.caller.getJson(AGENTS + "/" + SimulatedAgent.SUPPORT.id() + "/dynamic-variables")
			.path("dynamic_variables")).isEmpty();
	}

	@Test
	void shouldFilterList() {
		create();
		this.caller.patch(AGENTS + "/" + SimulatedAgent.SUPPORT.id(), "{\"agent_description\":\"Answers orders\"}");
		assertThat(names("?search=ORDER")).containsExactly("Support Agent", "Order Desk");
		assertThat(names("?agent_type=OUTBOUND")).containsExactly("Appointment Agent", "Order Desk");
		assertThat(names("?agent_category=Sales")).containsExactly("Order Desk");
		assertThat(this.caller.get(AGENTS + "?agent_type=SIDEWAYS").statusCode()).isEqualTo(422);
	}

	private List<String> names(String query) {
		return this.caller.getJson(AGENTS + query)
			.path("agents")
			.valueStream()
			.map((agent) -> agent.path("agent_name").stringValue())
			.toList();
	}

	@Test
	void shouldRefuseForeignAndUnknownAgents() {
		this.simulator.addAgent(SimulatedAgent.of("foreign", "Foreign").ownedBySomebodyElse());
		for (String path : List.of(AGENTS + "/foreign", AGENTS + "/foreign/dynamic-variables")) {
			assertError(this.caller.get(path), 403, "Access denied to this agent");
		}
		assertError(this.caller.patch(AGENTS + "/foreign", "{}"), 403, "Access denied to this agent");
		assertError(this.caller.delete(AGENTS + "/foreign"), 403, "Access denied to this agent");
		assertError(this.caller.patch(AGENTS + "/unknown", "{}"), 404, "Agent not found");
		assertError(this.caller.delete(AGENTS + "/unknown"), 404, "Agent not found");
		assertThat(this.caller.get(PROMPTS + "foreign_internal").statusCode()).isEqualTo(404);
	}

	@Test
	void shouldRefuseAnalysisWithoutPrompt() {
		ObjectNode body = (ObjectNode) Json.read(AGENT);
		body.remove("call_analysis_prompt");
		assertError(this.caller.post(AGENTS, body.toString()), 400,
				"call_analysis_prompt is required when call analysis is enabled");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "agent_name | null", "agent_name | \"\"", "agent_type | \"SIDEWAYS\"",
			"agent_category | \"sales\"", "agent_tips | [1]", "agent_mobile_number | \"+14155550100\"",
			"stt | {\"provider_name\":\"DEEPGRAM\",\"model_name\":\"nova-2\"}",
			"stt | {\"provider_name\":\"NOBODY\",\"model_name\":\"nova-2\",\"language\":\"en\"}",
			"stt | {\"provider_name\":\"DEEPGRAM\",\"model_name\":\"n\",\"language\":\"en\",\"params\":{\"a\":1}}",
			"llm | {\"provider_name\":\"OPENAI\",\"model_name\":\"m\",\"params\":{\"temperature\":2.1}}",
			"llm | {\"provider_name\":\"OPENAI\",\"model_name\":\"m\",\"params\":{\"api_key\":\"k\"}}",
			"llm | {\"provider_name\":\"CUSTOM_LLM\",\"model_name\":\"m\",\"params\":{\"api_key\":\"k\"}}",
			"llm | {\"provider_name\":\"CUSTOM_LLM\",\"model_name\":\"m\"}",
			"tts | {\"provider_name\":\"CARTESIA\",\"model_name\":\"sonic-2\",\"language\":\"en\"}",
			"prompt | {\"prompt_name\":\"order_desk\"}", "prompt_content | 1",
			"call_analysis_schema | {\"a\":{\"type\":\"text\"}}", "call_analysis_schema | {\"a\":null}",
			"call_analysis_schema | {\"a\":{\"type\":\"str\",\"b\":1}}", "tools | {\"transfer_call\":{}}",
			"tools | {\"end_call\":1}", "tools | {\"user_idle\":{\"idle_timeout_seconds\":2}}",
			"tools | {\"user_idle\":{\"max_retry_count\":1.5}}",
			"tools | {\"background_audio\":{\"audio_files\":[\"a.wav\"]}}", "widget_config | {\"widget_avatar\":1}" })
	void shouldRefuseWhatTheServiceDoesNotTake(String field, String value) {
		ObjectNode body = (ObjectNode) Json.read(AGENT);
		body.set(field, Json.read(value));
		HttpResponse<String> response = this.caller.post(AGENTS, body.toString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
		assertThat(Caller.json(response).path("detail").path(0).path("loc").path(0).stringValue()).isEqualTo("body");
		assertThat(this.caller.getJson(AGENTS).path("total").intValue()).isEqualTo(3);
	}

	@Test
	void shouldTakeProviderThatTheCatalogOffers() {
		this.simulator.catalog().addModels("stt", "NEWCOMER", "ear-1");
		ObjectNode body = (ObjectNode) Json.read(AGENT);
		((ObjectNode) body.path("stt")).put("provider_name", "NEWCOMER");
		assertThat(this.caller.post(AGENTS, body.toString()).statusCode()).isEqualTo(201);
	}

	@Test
	void shouldShowFieldsOfTestsAndKeepThem() {
		this.simulator.addAgent(SimulatedAgent.of("odd", "Odd")
			.withPrompt("Say {{word}}.")
			.withField("prompt_access_token", "secret")
			.withField("stt", Map.of("provider_name", "DEEPGRAM", "later", 1)));
		JsonNode agent = Caller.json(this.caller.patch(AGENTS + "/odd", "{\"agent_name\":\"Odder\"}"));
		assertThat(agent.path("prompt_access_token").stringValue()).isEqualTo("secret");
		assertThat(agent.path("stt").path("later").intValue()).isEqualTo(1);
		assertThat(agent.path("dynamic_variables")).isEqualTo(Json.read("[\"word\"]"));
		assertThat(agent.path("agent_name").stringValue()).isEqualTo("Odder");
	}

	@Test
	void shouldForgetCreatedAgentsOnReset() {
		create();
		this.caller.patch(AGENTS + "/" + SimulatedAgent.SUPPORT.id(), "{\"agent_name\":\"Other\"}");
		this.simulator.reset();
		assertThat(names("")).containsExactly("Support Agent", "Appointment Agent", "Website Guide");
		assertThat(this.caller.get(PROMPTS + "order_desk_internal").statusCode()).isEqualTo(404);
		assertThat(this.caller.getJson(PROMPTS + "support_agent_internal").path("prompt_version").intValue())
			.isEqualTo(1);
	}

	private static void assertError(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(Caller.json(response).path("detail").stringValue()).isEqualTo(detail);
	}

	private static void assertRefused(HttpResponse<String> response, String... place) {
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(Caller.json(response)
			.path("detail")
			.path(0)
			.path("loc")
			.valueStream()
			.skip(1)
			.map(JsonNode::stringValue)).containsExactly(place);
	}

}
