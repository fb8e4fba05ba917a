package ai.eigi.sample;

import java.util.Map;
import java.util.stream.Stream;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.sample.PromptController.PromptEdit;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AgentController} and {@link PromptController} with the embedded server
 * behind them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.simulator.demo-data=false", "eigi.retry.initial-backoff=10ms" })
@ActiveProfiles("simulator")
class ManagementTests {

	@Autowired
	private EigiSimulator simulator;

	@Autowired
	private EigiManagementOperations eigi;

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void prepare() {
		this.client = client(this.port);
		this.simulator.reset();
		this.eigi.createPrompt(PromptDefinition.of("a/b", "One")).block();
	}

	private static WebTestClient client(int port) {
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
	}

	@Test
	void agentsAreShownWithoutNumbersAndKeys() {
		this.simulator.addAgent(SimulatedAgent.SUPPORT.withField("llm",
				Map.of("provider_name", "CUSTOM_LLM", "model_name", "own", "params", Map.of("api_key", "sk-secret"))));
		String body = this.client.get()
			.uri("/api/agents")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(body).contains("\"name\":\"Appointment Agent\"", "\"canCall\":true", "\"promptVersion\":1")
			.doesNotContain("sk-secret", "+1415");
	}

	@Test
	void promptsAreListedWithTheirLatestVersion() {
		this.client.get()
			.uri("/api/prompts")
			.exchange()
			.expectBody()
			.jsonPath("$.editable")
			.isEqualTo(true)
			.jsonPath("$.prompts[?(@.name == 'a/b')].version")
			.isEqualTo(1);
	}

	@Test
	void versionIsAddedToTheVersionThatWasRead() {
		save(Map.of("name", "a/b", "content", "Two", "basedOn", 1)).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.version")
			.isEqualTo(2);
		save(Map.of("name", "a/b", "content", "Three", "basedOn", 1)).expectStatus()
			.isEqualTo(409)
			.expectBody()
			.jsonPath("$.title")
			.value((title) -> assertThat((String) title).startsWith("Somebody has changed"));
		this.client.get()
			.uri((uri) -> uri.path("/api/prompts/versions").queryParam("name", "{name}").build("a/b"))
			.exchange()
			.expectBody()
			.jsonPath("$.length()")
			.isEqualTo(2)
			.jsonPath("$[0].content")
			.isEqualTo("Two");
	}

	@Test
	void whatIsMissingIsSaidInWords() {
		save(Map.of("name", "a/b", "basedOn", 1)).expectStatus().isBadRequest().expectBody();
		save(Map.of()).expectStatus().isBadRequest().expectBody();
		save(Map.of("name", "nowhere", "content", "Two", "basedOn", 1)).expectStatus()
			.isNotFound()
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("eigi does not know this prompt.");
	}

	@Test
	void lostAnswerIsUnknownOnlyWhereNothingTells() {
		this.simulator.failNext(SimulatorRoute.UPDATE_PROMPT, Fault.droppedConnection());
		save(Map.of("name", "a/b", "content", "Two", "basedOn", 1)).expectStatus()
			.isEqualTo(502)
			.expectBody()
			.jsonPath("$.title")
			.value((title) -> assertThat((String) title).startsWith("The version may have been saved."));
		this.simulator.failNext(SimulatorRoute.UPDATE_PROMPT, Fault.droppedConnection().afterHandling());
		save(Map.of("name", "a/b", "content", "Two", "basedOn", 1)).expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.version")
			.isEqualTo(2);
		assertThat(this.eigi.listPromptVersions("a/b").block().total()).isEqualTo(2);
	}

	@Test
	void promptsOfTheRealServiceAreEditedOnDemandOnly() {
		try (EigiSimulator real = EigiSimulator.start()) {
			Map<String, Object> edit = Map.of("name", "support_agent_internal", "content", "Two", "basedOn", 1);
			try (ConfigurableApplicationContext context = runReal(real)) {
				WebTestClient client = client(port(context));
				client.get().uri("/api/prompts").exchange().expectBody().jsonPath("$.editable").isEqualTo(false);
				save(client, edit).expectStatus()
					.isForbidden()
					.expectBody()
					.jsonPath("$.detail")
					.value((detail) -> assertThat((String) detail).contains("EIGI_EDIT_PROMPTS=true"));
				assertThat(real.requestCount(SimulatorRoute.UPDATE_PROMPT)).isZero();
			}
			try (ConfigurableApplicationContext context = runReal(real, "--EIGI_EDIT_PROMPTS=true")) {
				save(client(port(context)), edit).expectStatus().isOk().expectBody();
				assertThat(real.requestCount(SimulatorRoute.UPDATE_PROMPT)).isEqualTo(1);
			}
		}
	}

	@Test
	void textOfAnEditIsInNoLog() {
		assertThat(new PromptEdit("name", "secret text", 1)).hasToString("PromptEdit[name=name, basedOn=1]");
	}

	private static ConfigurableApplicationContext runReal(EigiSimulator real, String... more) {
		String[] arguments = { "--server.port=0", "--eigi.api-key=" + real.apiKey(),
				"--eigi.base-url=" + real.baseUrl() };
		return SampleApplication.application(real.apiKey())
			.run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
	}

	private static int port(ConfigurableApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private WebTestClient.ResponseSpec save(Map<String, Object> edit) {
		return save(this.client, edit);
	}

	private static WebTestClient.ResponseSpec save(WebTestClient client, Map<String, Object> edit) {
		return client.post().uri("/api/prompts/versions").bodyValue(edit).exchange();
	}

}
