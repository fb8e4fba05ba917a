package ai.eigi.simulator.test;

import java.time.Duration;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiException;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.reactive.server.WebTestClient;

import static ai.eigi.simulator.assertj.EigiSimulatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Actuator shows over HTTP, and what reaches the service for it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.api-key=vk_secret-of-the-application", "eigi.rate-limit.enabled=true",
				"eigi.accounts.support.api-key=vk_secret-of-the-support", "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always" })
@AutoConfigureEigiSimulator(isolated = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ActuatorIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String WORDS = "words-that-somebody-said";

	@LocalServerPort
	private int port;

	private WebTestClient web;

	@BeforeEach
	void connect() {
		this.web = WebTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port + "/actuator")
			.responseTimeout(LIMIT)
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(-1))
			.build();
	}

	@Test
	@Order(1)
	void healthIsUnknownUntilTheServiceIsUsed(EigiSimulator simulator) {
		health(HttpStatus.OK).jsonPath("$.components.eigi.components.default.status").isEqualTo("UNKNOWN");
		assertThat(simulator.requests()).isEmpty();
	}

	@Test
	@Order(2)
	void checkIsOneRequestForEachAccount(EigiSimulator simulator) {
		this.web.post()
			.uri("/eigi")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.accounts.default.state")
			.isEqualTo("UP");
		this.web.post().uri("/eigi").exchange().expectStatus().isOk().expectBody();
		this.web.get()
			.uri("/eigi")
			.exchange()
			.expectBody()
			.jsonPath("$.accounts.default.checkedAt")
			.isNotEmpty()
			.jsonPath("$.accounts.default.availablePermits")
			.isEqualTo(99);
		assertThat(simulator).receivedRequests(SimulatorRoute.PROVIDERS, 2);
		assertThat(simulator.requests()).hasSize(2)
			.extracting((request) -> request.header("x-api-key"))
			.containsExactlyInAnyOrder(simulator.apiKey(), "vk_secret-of-the-support");
	}

	@Test
	@Order(3)
	void healthFollowsOperations(EigiSimulator simulator, EigiOperations operations) {
		operations.listConversations(ConversationQuery.all()).block(LIMIT);
		health(HttpStatus.OK).jsonPath("$.components.eigi.components.default.status")
			.isEqualTo("UP")
			.jsonPath("$.components.eigi.components.default.details.lastAnswer")
			.isNotEmpty();
		simulator.expireKey(simulator.apiKey());
		operations.listConversations(ConversationQuery.all()).onErrorComplete(EigiException.class).block(LIMIT);
		health(HttpStatus.SERVICE_UNAVAILABLE).jsonPath("$.components.eigi.components.default.details.lastFailure")
			.isEqualTo("AUTHENTICATION");
		simulator.activateKey(simulator.apiKey());
		operations.listConversations(ConversationQuery.all()).block(LIMIT);
		health(HttpStatus.OK);
		assertThat(simulator.requests()).hasSize(3);
	}

	@Test
	@Order(4)
	void healthLeavesACheckThatFailed(EigiSimulator simulator) {
		simulator.expireKey(simulator.apiKey());
		this.web.post().uri("/eigi").exchange().expectBody().jsonPath("$.accounts.default.state").isEqualTo("DOWN");
		assertThat(simulator).receivedRequests(SimulatorRoute.PROVIDERS, 2);
	}

	@Test
	@Order(5)
	void healthIsUnknownAgainInTheNextTest(EigiSimulator simulator) {
		health(HttpStatus.OK).jsonPath("$.components.eigi.components.default.status").isEqualTo("UNKNOWN");
		this.web.get().uri("/eigi").exchange().expectBody().jsonPath("$.accounts.default.checkedAt").doesNotExist();
		this.web.post().uri("/eigi").exchange().expectBody().jsonPath("$.accounts.default.state").isEqualTo("UP");
		assertThat(simulator).receivedRequests(SimulatorRoute.PROVIDERS, 2);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "health", "info", "eigi", "env", "configprops", "beans", "conditions", "metrics", "mappings" })
	void nothingSecretIsShown(String endpoint, EigiSimulator simulator, EigiOperations operations) {
		operations.chat(ChatRequest.of(SimulatedAgent.SUPPORT.id(), WORDS)).block(LIMIT);
		int requests = simulator.requests().size();
		String shown = this.web.get()
			.uri("/" + endpoint)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(shown).doesNotContain("vk_secret", simulator.apiKey(), WORDS);
		assertThat(simulator.requests()).hasSize(requests);
		if (!endpoint.equals("metrics") && !endpoint.equals("eigi")) {
			assertThat(shown).contains("eigi");
		}
	}

	@Test
	void informationNamesTheAccounts() {
		this.web.get()
			.uri("/info")
			.exchange()
			.expectBody()
			.jsonPath("$.eigi.accounts[0]")
			.isEqualTo("default")
			.jsonPath("$.eigi.accounts[1]")
			.isEqualTo("support");
	}

	private WebTestClient.BodyContentSpec health(HttpStatus status) {
		return this.web.get().uri("/health").exchange().expectStatus().isEqualTo(status).expectBody();
	}

}
