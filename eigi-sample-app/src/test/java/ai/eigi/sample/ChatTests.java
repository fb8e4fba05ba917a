package ai.eigi.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.eigi.simulator.ChunkStyle;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.RecordedRequest;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChatController} with the embedded server behind it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.simulator.chunk-delay=0ms", "eigi.webhook.sweep.enabled=false" })
@ActiveProfiles("simulator")
class ChatTests {

	private static final String AGENT = SimulatedAgent.SUPPORT.id();

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Autowired
	private EigiSimulator simulator;

	@LocalServerPort
	private int port;

	private WebClient client;

	@BeforeEach
	void createClient() {
		this.client = WebClient.create("http://127.0.0.1:" + this.port);
	}

	@AfterEach
	void resetSimulator() {
		this.simulator.reset();
	}

	@Test
	void textIsTheAgentsText() {
		this.simulator.replyWith("नमस्ते 👍🏽\r\n\r\n  und tschüss\n");
		this.simulator.chunkBy(ChunkStyle.BYTE);
		ResponseEntity<String> answer = chat(Map.of("agentId", AGENT, "message", "Hi")).toEntity(String.class)
			.block(LIMIT);
		assertThat(answer.getBody()).isEqualTo("नमस्ते 👍🏽\r\n\r\n  und tschüss\n");
		assertThat(answer.getHeaders().getContentType())
			.isEqualTo(MediaType.parseMediaType("text/plain;charset=UTF-8"));
	}

	@Test
	void sessionIsInHeaderAndGoesOn() {
		this.simulator.replyWith((turn) -> turn.sessionId());
		ResponseEntity<String> first = chat(Map.of("agentId", AGENT, "message", "Hi")).toEntity(String.class)
			.block(LIMIT);
		String sessionId = first.getHeaders().getFirst("X-Session-Id");
		assertThat(sessionId).isNotBlank().isEqualTo(first.getBody());
		Mono<String> second = chat(Map.of("agentId", AGENT, "message", "Go on", "sessionId", sessionId))
			.bodyToMono(String.class);
		assertThat(second.block(LIMIT)).isEqualTo(sessionId);
	}

	@Test
	void piecesArriveOneByOne() {
		this.simulator.replyWith("one two three four five six seven eight");
		this.simulator.chunkDelay(Duration.ofMillis(100));
		List<String> pieces = words(chat(Map.of("agentId", AGENT, "message", "Count"))).collectList().block(LIMIT);
		assertThat(pieces).containsExactly("one ", "two ", "three ", "four ", "five ", "six ", "seven ", "eight");
	}

	@Test
	void piecesAreNotHeldBackForTheNext() {
		this.simulator.replyWith("one two three four");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(1));
		StepVerifier.create(words(chat(Map.of("agentId", AGENT, "message", "Count"))))
			.expectNext("one ")
			.thenCancel()
			.verify(LIMIT);
	}

	@Test
	void cancelReachesEigi() {
		this.simulator.replyWith("one two three four");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(2));
		StepVerifier.create(words(chat(Map.of("agentId", AGENT, "message", "Count"))))
			.expectNext("one ", "two ")
			.then(() -> assertThat(this.simulator.openConnections()).isPositive())
			.thenCancel()
			.verify(LIMIT);
		await().atMost(LIMIT).until(() -> this.simulator.openConnections() == 0);
	}

	@Test
	void brokenAnswerDoesNotLookLikeAWholeOne() {
		this.simulator.replyWith("one two three four");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
		StepVerifier.create(words(chat(Map.of("agentId", AGENT, "message", "Count"))))
			.expectNext("one ", "two ")
			.expectError()
			.verify(LIMIT);
		assertThat(this.simulator.requests(SimulatorRoute.CHAT)).hasSize(1);
	}

	@Test
	void answerLostBeforeItsFirstWordIsUnknown() {
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.droppedConnection().afterHandling());
		ResponseEntity<ProblemDetail> answer = refused(Map.of("agentId", AGENT, "message", "Hi"));
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_GATEWAY);
		assertThat(answer.getBody().getTitle()).contains("may have arrived");
	}

	@Test
	void unknownAgentIsNotFound() {
		ResponseEntity<ProblemDetail> answer = refused(Map.of("agentId", "nobody", "message", "Hi"));
		assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(answer.getBody().getDetail()).contains("Agent not found");
	}

	@Test
	void missingFieldsAreNamedAndNothingIsSent() {
		assertThat(refused(Map.of("message", "Hi")).getBody().getDetail()).contains("agentId");
		assertThat(refused(Map.of("agentId", AGENT)).getBody().getDetail()).contains("message");
		assertThat(this.simulator.requests()).isEmpty();
	}

	@Test
	void formOfAnotherSiteIsNotTaken() {
		HttpStatus status = this.client.post()
			.uri("/api/chat")
			.contentType(MediaType.TEXT_PLAIN)
			.bodyValue("{\"agentId\":\"%s\",\"message\":\"Hi\"}".formatted(AGENT))
			.exchangeToMono((response) -> Mono.just((HttpStatus) response.statusCode()))
			.block(LIMIT);
		assertThat(status).isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
		assertThat(this.simulator.requests()).extracting(RecordedRequest::path).isEmpty();
	}

	private WebClient.ResponseSpec chat(Map<String, String> message) {
		return this.client.post().uri("/api/chat").bodyValue(message).retrieve();
	}

	private static Flux<String> words(WebClient.ResponseSpec response) {
		return response.bodyToFlux(byte[].class).map(String::new);
	}

	private ResponseEntity<ProblemDetail> refused(Map<String, String> message) {
		return this.client.post()
			.uri("/api/chat")
			.bodyValue(message)
			.exchangeToMono((response) -> response.toEntity(ProblemDetail.class))
			.block(LIMIT);
	}

}
