package ai.eigi.simulator;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentRoutes}.
 */
class AgentRoutesTests {

	private static final String AGENTS = "/v1/public/agents";

	private final EigiSimulator simulator = EigiSimulator.start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldListOwnAgents() {
		this.simulator.addAgent(SimulatedAgent.of("foreign", "Foreign").ownedBySomebodyElse());
		JsonNode page = this.caller.getJson(AGENTS);
		assertThat(Caller.names(page)).containsExactly("agents", "total", "page", "page_size", "total_pages");
		assertThat(page.path("total").intValue()).isEqualTo(3);
		assertThat(page.path("agents").valueStream().map((agent) -> agent.path("agent_name").stringValue()))
			.containsExactly("Support Agent", "Appointment Agent", "Website Guide");
		assertThat(this.caller.getJson(AGENTS + "?page_size=1&page=2").path("agents").path(0).path("id").stringValue())
			.isEqualTo(SimulatedAgent.APPOINTMENTS.id());
		assertThat(this.caller.get(AGENTS + "?page_size=101").statusCode()).isEqualTo(422);
	}

	@Test
	void shouldDescribeAgentAsTheWireDoes() {
		JsonNode agent = this.caller.getJson(AGENTS).path("agents").path(1);
		assertThat(Caller.names(agent)).isEqualTo(List.of("id", "agent_name", "agent_description", "agent_type",
				"agent_category", "agent_tips", "agent_mobile_number", "stt", "llm", "tts", "sts",
				"call_analysis_enabled", "prompt", "first_message_prompt", "dynamic_variables", "tools",
				"widget_config", "MediaFiles", "created_at", "updated_at"));
		assertThat(agent.path("id").stringValue()).matches("[0-9a-f]{24}");
		assertThat(agent.path("agent_type").stringValue()).isEqualTo("OUTBOUND");
		assertThat(agent.path("agent_mobile_number")).isEqualTo(Json.read("[\"+14155550101\"]"));
		assertThat(agent.path("llm")).isEqualTo(
				Json.read("{\"provider_name\":\"OPENAI\",\"model_name\":\"gpt-4o\",\"params\":{\"temperature\":0.7}}"));
	}

	@Test
	void shouldShowAgentWithoutLlm() {
		try (EigiSimulator mute = EigiSimulator.builder()
			.agents(SimulatedAgent.of("mute", "Mute").withoutLlm())
			.start()) {
			assertThat(new Caller(mute).getJson(AGENTS).path("agents").path(0).path("llm").isNull()).isTrue();
		}
	}

	@Test
	void shouldOpenSessionWithEveryFirstMessage() {
		JsonNode first = this.caller.getJson(AGENTS + "/" + SimulatedAgent.SUPPORT.id() + "/first-message");
		JsonNode second = this.caller.getJson(AGENTS + "/" + SimulatedAgent.SUPPORT.id() + "/first-message");
		assertThat(Caller.names(first)).containsExactly("session_id", "first_message", "agent_id");
		assertThat(first.path("first_message").stringValue()).isEqualTo(SimulatedAgent.SUPPORT.greeting());
		assertThat(first.path("session_id")).isNotEqualTo(second.path("session_id"));
		JsonNode session = this.caller.getJson("/v1/public/chat/sessions/" + first.path("session_id").stringValue());
		assertThat(session.path("message_count").intValue()).isEqualTo(1);
		assertThat(session.path("messages").path(0).path("role").stringValue()).isEqualTo("assistant");
	}

	@Test
	void shouldRefuseFirstMessage() {
		this.simulator.addAgent(SimulatedAgent.of("foreign", "Foreign").ownedBySomebodyElse());
		assertError(this.caller.get(AGENTS + "/unknown/first-message"), 404, "Agent not found");
		assertError(this.caller.get(AGENTS + "/foreign/first-message"), 403, "Access denied to this agent");
	}

	private static void assertError(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(Caller.json(response).path("detail").stringValue()).isEqualTo(detail);
	}

}
