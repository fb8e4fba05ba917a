package ai.eigi.example.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ai.eigi.simulator.ChunkStyle;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import jakarta.servlet.Filter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds on every kind of thread.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.simulator.enabled=false", "eigi.rate-limit.enabled=false", "example.heartbeat=100ms",
				"eigi.http.stream-idle-timeout=" + ChatContract.IDLE_SECONDS + "s" })
@Import(ChatContract.ThreadConfiguration.class)
abstract class ChatContract {

	/**
	 * Longer than a heartbeat takes to find out, on the busiest of machines.
	 */
	static final int IDLE_SECONDS = 12;

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String TEXT = "  First,\n\n\tzwei\r\nतीन 👍🏽  \n";

	static final EigiSimulator simulator = EigiSimulator.start();

	@Autowired
	private Threads threads;

	@LocalServerPort
	private int port;

	private HttpReader browser;

	@DynamicPropertySource
	static void eigi(DynamicPropertyRegistry registry) {
		registry.add("eigi.base-url", simulator::baseUrl);
		registry.add("eigi.api-key", simulator::apiKey);
	}

	@BeforeEach
	void reset() {
		simulator.reset();
		this.threads.names.clear();
		this.browser = new HttpReader(this.port);
	}

	abstract boolean virtual();

	@ParameterizedTest
	@EnumSource(ChunkStyle.class)
	void everyByteArrives(ChunkStyle style) throws IOException {
		simulator.replyWith(TEXT);
		simulator.chunkBy(style);
		for (String path : List.of("/chat/text", "/chat/blocking")) {
			HttpResponse<InputStream> response = this.browser.ask(path, "Hello");
			assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
			assertThat(HttpReader.all(response)).isEqualTo(TEXT);
		}
		assertThat(events(HttpReader.all(this.browser.ask("/chat/events", "Hello"))).stream()
			.filter((event) -> event.path("type").asString().equals("TEXT"))
			.map((event) -> event.path("text").asString())
			.reduce("", String::concat)).isEqualTo(TEXT);
		assertThat(JsonMapper.shared()
			.readTree(HttpReader.all(this.browser.ask("/chat/whole", "Hello")))
			.path("text")
			.asString()).isEqualTo(TEXT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat/text", "/chat/blocking" })
	void textIsThereBeforeTheAnswerEnds(String path) throws IOException {
		simulator.replyWith("one two three");
		simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(2));
		HttpResponse<InputStream> response = this.browser.ask(path, "Count");
		assertThat(HttpReader.next(response, 8)).isEqualTo("one two ");
		response.body().close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat/text", "/chat/events", "/chat/blocking" })
	void browserThatLeavesClosesTheConnectionToEigi(String path) throws IOException {
		// longer than the limit
		simulator.replyWith("word ".repeat(1000));
		simulator.chunkDelay(Duration.ofMillis(20));
		HttpResponse<InputStream> response = this.browser.ask(path, "Talk");
		assertThat(HttpReader.next(response, 5)).isNotBlank();
		int open = simulator.openConnections();
		response.body().close();
		Awaitility.await().atMost(LIMIT).until(() -> simulator.openConnections() < open);
	}

	@Test
	void heartbeatFindsOutThatTheBrowserHasLeftASilentAgent() throws IOException {
		simulator.replyWith("one two three");
		simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(1));
		HttpResponse<InputStream> response = this.browser.ask("/chat/events", "Count");
		HttpReader.until(response, "one ");
		int open = simulator.openConnections();
		response.body().close();
		Awaitility.await().atMost(LIMIT).until(() -> simulator.openConnections() < open);
	}

	@Test
	void withoutHeartbeatTheTimeLimitBetweenTwoTextsFindsOut() throws IOException {
		simulator.replyWith("one two three");
		simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(1));
		HttpResponse<InputStream> response = this.browser.ask("/chat/text", "Count");
		assertThat(HttpReader.next(response, 4)).isEqualTo("one ");
		int open = simulator.openConnections();
		response.body().close();
		Awaitility.await().atMost(LIMIT.plusSeconds(IDLE_SECONDS)).until(() -> simulator.openConnections() < open);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat/text", "/chat/blocking" })
	void brokenAnswerDoesNotLookWhole(String path) {
		simulator.replyWith("one two three four");
		simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
		assertThat(this.browser.askUntilBroken(path, "Count")).isEqualTo("one two ");
		assertThat(simulator.requests(SimulatorRoute.CHAT)).hasSize(1);
	}

	@Test
	void eventStreamSaysHowItEnded() throws IOException {
		simulator.replyWith("one two three four");
		assertThat(events(HttpReader.all(this.browser.ask("/chat/events", "Count")))).last()
			.hasToString("{\"type\":\"DONE\",\"text\":null}");
		simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
		List<JsonNode> events = events(HttpReader.all(this.browser.ask("/chat/events", "Count")));
		assertThat(events).hasSize(3);
		assertThat(events.get(2).path("type").asString()).isEqualTo("FAILED");
		assertThat(events.get(2).path("text").asString()).isNotBlank();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat/text", "/chat/blocking", "/chat/whole" })
	void errorBeforeTheFirstTextHasAStatus(String path) throws IOException {
		simulator.failNext(SimulatorRoute.CHAT, Fault.status(403));
		HttpResponse<InputStream> refused = this.browser.ask(path, "Hello");
		assertThat(refused.statusCode()).isEqualTo(502);
		assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(this.browser.ask(path, "").statusCode()).isEqualTo(400);
	}

	@Test
	void waitingOnTheRequestThreadWorks() throws IOException {
		assertThat(HttpReader.all(this.browser.get("/greeting"))).isEqualTo(SimulatedAgent.SUPPORT.greeting());
		assertThat(this.threads.names).hasSize(1).allMatch((name) -> name.startsWith("VirtualThread[") == virtual());
	}

	private static List<JsonNode> events(String body) {
		return body.lines()
			.filter((line) -> line.startsWith("data:"))
			.map((line) -> JsonMapper.shared().readTree(line.substring("data:".length())))
			.toList();
	}

	/**
	 * Threads that requests ran on.
	 */
	static final class Threads {

		private final Queue<String> names = new ConcurrentLinkedQueue<>();

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ThreadConfiguration {

		@Bean
		Threads threads() {
			return new Threads();
		}

		@Bean
		Filter threadRecorder(Threads threads) {
			return (request, response, chain) -> {
				threads.names.add(Thread.currentThread().toString());
				chain.doFilter(request, response);
			};
		}

	}

}
