package ai.eigi.client.chat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import ai.eigi.client.EigiClient;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.HttpSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dialogue keeps one session, whoever talks at once.
 */
@ExtendWith(NettyLeaks.class)
class AgentChatTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private RawServer server;

	private EigiClient client;

	private AgentChat chat(RawServer.Handler handler) {
		return chat(handler, UnaryOperator.identity());
	}

	private AgentChat chat(RawServer.Handler handler, UnaryOperator<HttpSettings> http) {
		this.server = RawServer.start(handler);
		this.client = EigiClient.builder().apiKey("vk_test").baseUrl(this.server.url()).http(http).build();
		return this.client.operations().chatWith("agent-1");
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	private List<RawServer.Request> withoutSession() {
		return this.server.requests().stream().filter((request) -> !request.body().contains("session_id")).toList();
	}

	@Test
	void theSessionOfTheFirstAnswerIsKept() {
		AgentChat chat = chat((exchange) -> {
			if (exchange.request().body().contains("\"streaming\":true")) {
				exchange.streamHead().chunk("Hello").lastChunk();
			}
			else {
				exchange.json(200, "{\"response\":\"Hi\",\"session_id\":\"session-1\"}");
			}
		});
		assertThat(chat.sessionId()).isNull();
		assertThat(chat.stream("one").blockLast(PATIENCE)).isEqualTo("Hello");
		assertThat(chat.sessionId()).isEqualTo("session-1");
		assertThat(chat.send("two").block(PATIENCE).response()).isEqualTo("Hi");
		assertThat(this.server.requests().get(1).body()).contains("\"session_id\":\"session-1\"");
	}

	@Test
	void messagesSentAtOnceOpenOneSession() throws InterruptedException {
		CountDownLatch answer = new CountDownLatch(1);
		AgentChat chat = chat((exchange) -> {
			if (!exchange.request().body().contains("session_id")) {
				answer.await(10, TimeUnit.SECONDS);
			}
			exchange.streamHead().chunk("Hello").lastChunk();
		});
		StepVerifier.create(Flux.range(0, 20).flatMap((i) -> chat.stream("message " + i), 20).then()).then(() -> {
			assertThat(this.server.requests().size()).isLessThanOrEqualTo(1);
			answer.countDown();
		}).expectComplete().verify(PATIENCE);
		assertThat(withoutSession()).hasSize(1);
		assertThat(this.server.requests()).hasSize(20);
	}

	@Test
	void ifOpeningFailsTheNextInLineOpens() {
		AgentChat chat = chat((exchange) -> {
			if (exchange.number() == 1) {
				exchange.json(400, "{\"detail\":\"no\"}");
			}
			else {
				exchange.streamHead().chunk("Hello").lastChunk();
			}
		});
		Flux<String> both = Flux.mergeDelayError(2, chat.stream("one"), chat.stream("two"), chat.stream("three"));
		StepVerifier.create(both).expectNextCount(2).expectError().verify(PATIENCE);
		assertThat(this.server.requests()).hasSize(3);
		assertThat(withoutSession()).hasSize(2);
	}

	@Test
	void whoGivesUpOpeningLetsTheNextOpen() throws InterruptedException {
		AgentChat chat = chat((exchange) -> {
			if (exchange.number() == 1) {
				exchange.stall();
			}
			else {
				exchange.streamHead().chunk("Hello").lastChunk();
			}
		});
		Disposable first = chat.stream("one").subscribe();
		this.server.awaitExchange();
		StepVerifier.create(chat.stream("two"))
			.then(first::dispose)
			.expectNext("Hello")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void whoGivesUpWaitingIsNotSent() throws InterruptedException {
		CountDownLatch answer = new CountDownLatch(1);
		AgentChat chat = chat((exchange) -> {
			answer.await(10, TimeUnit.SECONDS);
			exchange.streamHead().chunk("Hello").lastChunk();
		}, (http) -> http.withMaxConnections(1));
		StepVerifier.create(chat.stream("one")).then(() -> {
			chat.stream("given up").subscribe().dispose();
			answer.countDown();
		}).expectNext("Hello").expectComplete().verify(PATIENCE);
		// whatever was sent before has had the only connection before
		assertThat(chat.stream("two").blockLast(PATIENCE)).isEqualTo("Hello");
		assertThat(this.server.requests()).hasSize(2).noneMatch((request) -> request.body().contains("given up"));
	}

	@Test
	void aSessionKeptFromBeforeIsUsedAtOnce() {
		chat((exchange) -> exchange.json(200, "{\"response\":\"Hi\",\"session_id\":\"old\"}"));
		AgentChat chat = this.client.operations().chatWith("agent-1", "old");
		chat.send("one").block(PATIENCE);
		assertThat(withoutSession()).isEmpty();
	}

	@Test
	void whoGivesUpBeforeBeginningDoesNotBlockTheDialogue() {
		AgentChat chat = chat((exchange) -> exchange.streamHead().chunk("Hello").lastChunk());
		for (int i = 0; i < 50; i++) {
			chat.stream("given up").takeUntilOther(Mono.just(1)).subscribe();
			Disposable racing = chat.stream("given up")
				.subscribeOn(Schedulers.parallel())
				.onErrorComplete()
				.subscribe();
			racing.dispose();
		}
		assertThat(chat.stream("hello").blockLast(PATIENCE)).isEqualTo("Hello");
	}

	@Test
	void aMessageThatIsWrongDoesNotWaitItsTurn() throws InterruptedException {
		AgentChat chat = chat(RawServer.Exchange::stall);
		Disposable opening = chat.stream("one").subscribe();
		this.server.awaitExchange();
		StepVerifier.create(chat.stream("")).expectError(EigiInvalidRequestException.class).verify(PATIENCE);
		opening.dispose();
	}

}
