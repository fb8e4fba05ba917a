package ai.eigi.sample;

import java.util.List;
import java.util.Map;

import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.SimulatedAgent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConversationController} and {@link SetupController} with the embedded
 * server behind them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.simulator.demo-data=false", "eigi.webhook.sweep.enabled=false" })
@ActiveProfiles("simulator")
class ConversationTests {

	@Autowired
	private EigiSimulator simulator;

	@LocalServerPort
	private int port;

	private WebTestClient client;

	@BeforeEach
	void prepare() {
		this.client = WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
		this.simulator.reset();
	}

	@Test
	void listIsPaged() {
		for (int i = 0; i < 5; i++) {
			this.simulator.addConversation(Map.of());
		}
		this.client.get()
			.uri("/api/conversations?page=2&pageSize=2")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.items.length()")
			.isEqualTo(2)
			.jsonPath("$.number")
			.isEqualTo(2)
			.jsonPath("$.totalPages")
			.isEqualTo(3)
			.jsonPath("$.total")
			.isEqualTo(5)
			.jsonPath("$.hasNext")
			.isEqualTo(true);
	}

	@Test
	void listIsFiltered() {
		this.simulator.addConversation(Map.of("conversation_status", "FAILED"));
		String wanted = this.simulator
			.addConversation(Map.of("conversation_status", "FAILED", "conversation_type", "WHATSAPP"));
		this.simulator.addConversation(Map.of("conversation_type", "WHATSAPP"));
		this.client.get()
			.uri("/api/conversations?status=FAILED&type=WHATSAPP")
			.exchange()
			.expectBody()
			.jsonPath("$.items.length()")
			.isEqualTo(1)
			.jsonPath("$.items[0].id")
			.isEqualTo(wanted);
	}

	@Test
	void conversationHasItsTranscript() {
		String id = this.simulator.addConversation(Map.of("conversation_transcript",
				List.of(Map.of("role", "assistant", "content", "Hello!"), Map.of("role", "user", "content", "Hi."))));
		this.client.get()
			.uri("/api/conversations/{id}", id)
			.exchange()
			.expectBody()
			.jsonPath("$.agentId")
			.isEqualTo(SimulatedAgent.SUPPORT.id())
			.jsonPath("$.over")
			.isEqualTo(true)
			.jsonPath("$.transcript[0].role")
			.isEqualTo("assistant")
			.jsonPath("$.transcript[1].text")
			.isEqualTo("Hi.");
	}

	@Test
	void valuesThatCameLaterAreShown() {
		String id = this.simulator
			.addConversation(Map.of("conversation_status", "ON_HOLD", "conversation_type", "HOLOGRAM"));
		this.client.get()
			.uri("/api/conversations/{id}", id)
			.exchange()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("ON_HOLD")
			.jsonPath("$.type")
			.isEqualTo("HOLOGRAM")
			.jsonPath("$.over")
			.isEqualTo(false);
	}

	@Test
	void unknownConversationIsNotFound() {
		expectStatus("/api/conversations/nothing", 404);
	}

	@Test
	void pageThatCannotBeIsRefused() {
		expectStatus("/api/conversations?page=0", 400);
		expectStatus("/api/conversations?page=x", 400);
		assertThat(this.simulator.requests()).isEmpty();
	}

	@Test
	void setupNamesServiceAndAgents() {
		this.client.get()
			.uri("/api/setup")
			.exchange()
			.expectBody()
			.jsonPath("$.simulated")
			.isEqualTo(true)
			.jsonPath("$.address")
			.isEqualTo(this.simulator.baseUrl())
			.jsonPath("$.agents.length()")
			.isEqualTo(3)
			.jsonPath("$.agents[0].id")
			.isEqualTo(this.simulator.agents().get(0).id())
			.jsonPath("$.agents[2].id")
			.isEqualTo(this.simulator.agents().get(2).id());
	}

	@Test
	void pageIsServedWithItsPolicy() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectHeader()
			.value("Content-Security-Policy", (policy) -> assertThat(policy).contains("default-src 'self'"))
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("<h1>eigi sample</h1>"));
	}

	private void expectStatus(String uri, int status) {
		this.client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody()
			.jsonPath("$.detail")
			.isNotEmpty();
	}

}
