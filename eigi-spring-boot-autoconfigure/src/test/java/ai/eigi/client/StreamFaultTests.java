package ai.eigi.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.HttpSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams over real sockets, whole and broken.
 */
@ExtendWith(NettyLeaks.class)
class StreamFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final ChatRequest HELLO = ChatRequest.of("agent-1", "Hello");

	private RawServer server;

	private EigiClient client;

	private EigiOperations operations(RawServer.Handler handler) {
		return operations(handler, Duration.ofSeconds(10), Duration.ofSeconds(10));
	}

	private EigiOperations operations(RawServer.Handler handler, Duration firstText, Duration idle) {
		return operations(handler, (http) -> http.withStreamFirstTextTimeout(firstText).withStreamIdleTimeout(idle));
	}

	private EigiOperations operations(RawServer.Handler handler, UnaryOperator<HttpSettings> http) {
		this.server = RawServer.start(handler);
		this.client = EigiClient.builder().apiKey("vk_test").baseUrl(this.server.url()).http(http).build();
		return this.client.operations();
	}

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
			this.server.close();
		}
	}

	@Test
	void eachPieceArrivesWhenItIsSent() throws InterruptedException {
		CountDownLatch firstSeen = new CountDownLatch(1);
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello");
			// goes on only after the reader has the first piece: nothing may hold it back
			assertThat(firstSeen.await(10, TimeUnit.SECONDS)).isTrue();
			exchange.chunk(" \n").chunk("world").lastChunk();
		});
		StepVerifier.create(operations.streamChat(HELLO).doOnNext((text) -> firstSeen.countDown()))
			.expectNext("Hello", " \n", "world")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.method()).isEqualTo("POST");
			assertThat(request.target()).isEqualTo("/v1/public/chat");
			assertThat(request.header("x-api-key")).isEqualTo("vk_test");
			assertThat(request.header("accept-encoding")).isNull();
			assertThat(request.body()).isEqualTo("{\"agent_id\":\"agent-1\",\"message\":\"Hello\",\"streaming\":true}");
		});
	}

	@Test
	void splitCharactersComeOutWholeAndNothingIsEmpty() {
		byte[] bytes = "h\u00e9 \u20ac \ud83d\ude42 \u0928\u092e!".getBytes(StandardCharsets.UTF_8);
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead();
			for (byte b : bytes) {
				exchange.chunk(new byte[] { b });
			}
			exchange.lastChunk();
		});
		List<String> pieces = operations.streamChat(HELLO).collectList().block(PATIENCE);
		assertThat(String.join("", pieces)).isEqualTo("h\u00e9 \u20ac \ud83d\ude42 \u0928\u092e!");
		assertThat(pieces).doesNotContain("");
	}

	@Test
	void aCharacterThatNeverBecomesWholeIsReplaced() {
		EigiOperations operations = operations((exchange) -> exchange.streamHead()
			.chunk("a")
			.chunk(new byte[] { (byte) 0xF0, (byte) 0x9F, (byte) 0x99 })
			.lastChunk());
		// the rest waits for a reader that asks
		StepVerifier.create(operations.streamChat(HELLO), 1)
			.expectNext("a")
			.thenRequest(1)
			.expectNext("\ufffd")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void nothingIsSentBeforeSubscriptionAndEachSubscriptionIsARequest() {
		EigiOperations operations = operations((exchange) -> exchange.streamHead().chunk("x").lastChunk());
		Flux<String> text = operations.streamChat(HELLO);
		assertThat(this.server.connections()).isZero();
		text.blockLast(PATIENCE);
		text.blockLast(PATIENCE);
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void resetAfterFirstTextIsAnInterruptionAndNeverRepeated() {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello ").chunk("wor");

			awaitDelivery();
			exchange.reset();
		});
		assertInterrupted(operations, "Hello wor");
	}

	@Test
	void earlyCloseAfterFirstTextIsAnInterruption() {
		EigiOperations operations = operations((exchange) -> exchange.streamHead().chunk("Hello wor").close());
		assertInterrupted(operations, "Hello wor");
	}

	@Test
	void aBodyCutInsideAChunkIsAnInterruption() {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello ").raw("a\r\nwor");
			exchange.close();
		});
		assertInterrupted(operations, "Hello wor");
	}

	@Test
	void aMalformedChunkIsAnInterruption() {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello wor");
			exchange.raw("zz\r\nwhatever\r\n");
		});
		assertInterrupted(operations, "Hello wor");
	}

	@Test
	void aBodyShorterThanItsLengthIsAnInterruption() {
		EigiOperations operations = operations((exchange) -> exchange
			.raw("HTTP/1.1 200 OK\r\ncontent-length: 100\r\ncontent-type: text/plain\r\n"
					+ "x-session-id: session-1\r\n\r\nHello wor")
			.close());
		assertInterrupted(operations, "Hello wor");
	}

	private final CountDownLatch delivered = new CountDownLatch(1);

	private void awaitDelivery() throws InterruptedException {
		this.delivered.await(10, TimeUnit.SECONDS);
	}

	private void assertInterrupted(EigiOperations operations, String expected) {
		StringBuilder seen = new StringBuilder();
		assertThatExceptionOfType(EigiStreamInterruptedException.class)
			.isThrownBy(() -> operations.streamChat(HELLO).doOnNext((text) -> {
				seen.append(text);
				if (seen.length() == expected.length()) {
					this.delivered.countDown();
				}
			}).blockLast(PATIENCE))
			.satisfies((ex) -> {
				assertThat(ex.sessionId()).isEqualTo("session-1");
				assertThat(ex.deliveredText()).isEqualTo(expected);
				assertThat(ex.deliveredLength()).isEqualTo(expected.length());
				assertThat(ex.operation()).isEqualTo("streamChat");
				assertThat(ex.toString()).doesNotContain("Hello");
				assertThat(ex.getCause()).isNull();
			});
		assertThat(seen).hasToString(expected);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void failureAfterStatusAndBeforeFirstTextIsUnknown() {
		EigiOperations operations = operations((exchange) -> exchange.streamHead().close());
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.streamChat(HELLO).blockLast(PATIENCE));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void closeBeforeAnswerIsUnknownAndNotRepeated() {
		EigiOperations operations = operations(RawServer.Exchange::close);
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.streamChat(HELLO).blockLast(PATIENCE));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void successThatIsNoTextIsUnknown() {
		EigiOperations operations = operations(
				(exchange) -> exchange.respond(200, "text/html", "<html>Please log in</html>"));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.streamChat(HELLO).blockLast(PATIENCE))
			.withMessageContaining("text/html");
	}

	@Test
	void aCloseDelimitedBodyEndsNormally() {
		EigiOperations operations = operations((exchange) -> exchange
			.raw("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: text/plain\r\n\r\nHello")
			.close());
		StepVerifier.create(operations.streamChat(HELLO)).expectNext("Hello").expectComplete().verify(PATIENCE);
	}

	@Test
	void cancelClosesTheConnection() throws InterruptedException {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello");
			exchange.stall();
		});
		StepVerifier.create(operations.streamChat(HELLO)).expectNext("Hello").thenCancel().verify(PATIENCE);
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
	}

	@Test
	void cancelBeforeHeadersClosesTheConnection() throws InterruptedException {
		EigiOperations operations = operations(RawServer.Exchange::stall);
		AtomicReference<RawServer.Exchange> exchange = new AtomicReference<>();
		StepVerifier.create(operations.streamChat(HELLO)).then(() -> {
			try {
				exchange.set(this.server.awaitExchange());
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}).thenCancel().verify(PATIENCE);
		assertThat(exchange.get().wasClosedByClient()).isTrue();
	}

	@Test
	void silenceBeforeFirstTextIsUnknownAfterItsLimit() throws InterruptedException {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead();
			exchange.stall();
		}, Duration.ofSeconds(2), Duration.ofSeconds(10));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.streamChat(HELLO).blockLast(PATIENCE))
			.withMessageContaining("eigi.http.stream-first-text-timeout");
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
	}

	@Test
	void silenceBeforeHeadersIsUnknownAfterItsLimit() throws InterruptedException {
		EigiOperations operations = operations(RawServer.Exchange::stall, Duration.ofSeconds(2),
				Duration.ofSeconds(10));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.streamChat(HELLO).blockLast(PATIENCE))
			.withMessageContaining("eigi.http.stream-first-text-timeout");
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
	}

	@Test
	void silenceBetweenTextsIsAnInterruptionAfterItsLimit() throws InterruptedException {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello");
			exchange.stall();
		}, Duration.ofMinutes(5), Duration.ofMillis(200));
		assertThatExceptionOfType(EigiStreamInterruptedException.class)
			.isThrownBy(() -> operations.streamChat(HELLO).blockLast(PATIENCE))
			.withMessageContaining("eigi.http.stream-idle-timeout");
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
	}

	@Test
	void aSlowReaderIsNotCutByTheIdleLimit() throws InterruptedException {
		EigiOperations operations = operations(
				(exchange) -> exchange.streamHead().chunk("one").chunk("two").chunk("three").lastChunk(),
				Duration.ofSeconds(10), Duration.ofSeconds(3));
		List<String> seen = new ArrayList<>();
		AtomicReference<Throwable> error = new AtomicReference<>();
		CountDownLatch done = new CountDownLatch(1);
		BaseSubscriber<String> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				request(1);
			}

			@Override
			protected void hookOnNext(String text) {
				seen.add(text);
				// asks again only after the limit has passed twice, once
				Schedulers.parallel().schedule(() -> request(1), (seen.size() == 2) ? 7000 : 0, TimeUnit.MILLISECONDS);
			}

			@Override
			protected void hookOnError(Throwable ex) {
				error.set(ex);
			}

			@Override
			protected void hookFinally(SignalType type) {
				done.countDown();
			}

		};
		operations.streamChat(HELLO).subscribe(reader);
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(error.get()).isNull();
		assertThat(seen).containsExactly("one", "two", "three");
	}

	@Test
	void backPressureReachesTheSocket() throws InterruptedException {
		int pieces = 4000;
		AtomicInteger written = new AtomicInteger();
		byte[] piece = "x".repeat(8000).getBytes(StandardCharsets.UTF_8);
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead();
			for (int i = 0; i < pieces; i++) {
				exchange.chunk(piece);
				written.incrementAndGet();
			}
			exchange.lastChunk();
		});
		CountDownLatch first = new CountDownLatch(1);
		AtomicLong characters = new AtomicLong();
		CountDownLatch end = new CountDownLatch(1);
		BaseSubscriber<String> reader = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				request(1);
			}

			@Override
			protected void hookOnNext(String text) {
				characters.addAndGet(text.length());
				first.countDown();
			}

			@Override
			protected void hookOnComplete() {
				end.countDown();
			}

		};
		operations.streamChat(HELLO).subscribe(reader);
		assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
		// 32 MB do not fit into the buffers of two sockets: the writer gets stuck
		AtomicInteger before = new AtomicInteger(-1);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(500))
			.until(() -> before.getAndSet(written.get()) == written.get());
		assertThat(written).hasValueLessThan(pieces);
		reader.requestUnbounded();
		assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(characters).hasValue(8000L * pieces);
	}

	@Test
	void leavingAnAnswerThatArrivedWholeDoesNotBreakTheNextOneOfItsConnection() throws InterruptedException {
		CountDownLatch firstLeft = new CountDownLatch(1);
		EigiOperations operations = operations((exchange) -> {
			if (exchange.number() == 1) {
				exchange.raw("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ncontent-type: text/plain\r\n\r\n"
						+ "3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n");
				return;
			}
			exchange.streamHead().chunk("Hello");
			assertThat(firstLeft.await(10, TimeUnit.SECONDS)).isTrue();
			exchange.chunk(" world").lastChunk();
		}, (http) -> http.withMaxConnections(1));
		StepVerifier.Step<String> first = StepVerifier.create(operations.streamChat(HELLO), 1).expectNext("one");
		CountDownLatch secondBegan = new CountDownLatch(1);
		CompletableFuture<List<String>> second = new CompletableFuture<>();
		first.then(() -> {
			operations.streamChat(HELLO)
				.doOnNext((text) -> secondBegan.countDown())
				.collectList()
				.subscribe(second::complete, second::completeExceptionally);
			await(secondBegan);
		}).thenCancel().verify(PATIENCE);
		firstLeft.countDown();
		assertThat(second).succeedsWithin(PATIENCE).isEqualTo(List.of("Hello", " world"));
		assertThat(this.server.connections()).isEqualTo(1);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void openedStreamTellsItsSessionBeforeTheFirstWord() {
		CountDownLatch sessionSeen = new CountDownLatch(1);
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead();
			sessionSeen.await(10, TimeUnit.SECONDS);
			exchange.chunk("Hello").lastChunk();
		});
		StepVerifier.create(operations.openChatStream(HELLO).doOnNext((stream) -> {
			assertThat(stream.sessionId()).isEqualTo("session-1");
			sessionSeen.countDown();
		}).flatMapMany(ChatStream::text)).expectNext("Hello").expectComplete().verify(PATIENCE);
	}

	@Test
	void openedStreamCanBeReadOnce() {
		EigiOperations operations = operations((exchange) -> exchange.streamHead().chunk("Hello").lastChunk());
		ChatStream stream = operations.openChatStream(HELLO).block(PATIENCE);
		StepVerifier.create(stream.text()).expectNext("Hello").expectComplete().verify(PATIENCE);
		StepVerifier.create(stream.text()).expectError(IllegalStateException.class).verify(PATIENCE);
	}

	@Test
	void openedStreamThatNobodyReadsIsClosedAfterTheFirstTextLimit() throws InterruptedException {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello");
			exchange.stall();
		}, Duration.ofSeconds(5), Duration.ofSeconds(10));
		ChatStream stream = operations.openChatStream(HELLO).block(PATIENCE);
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		StepVerifier.create(stream.text()).expectError(IllegalStateException.class).verify(PATIENCE);
	}

	@ParameterizedTest
	@MethodSource("waysToTakeOne")
	void openedStreamOutlivesACancelThatComesAfterIt(String way, UnaryOperator<Flux<ChatStream>> takeOne) {
		CountDownLatch taken = new CountDownLatch(1);
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello");
			taken.await(10, TimeUnit.SECONDS);
			exchange.chunk(" world").lastChunk();
		});
		ChatStream stream = takeOne.apply(Flux.from(operations.openChatStream(HELLO))).blockLast(PATIENCE);
		taken.countDown();
		StepVerifier.create(stream.text().reduce(String::concat))
			.expectNext("Hello world")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.server.requests()).hasSize(1);
	}

	static Stream<Arguments> waysToTakeOne() {
		return Stream.of(takingOne("take", (opened) -> opened.take(1)),
				takingOne("next", (opened) -> opened.next().flux()),
				takingOne("Mono.from", (opened) -> Mono.from(opened.hide()).flux()),
				takingOne("first", (opened) -> Flux.firstWithValue(opened, Flux.never())),
				takingOne("publishOn", (opened) -> opened.publishOn(Schedulers.parallel()).take(1)),
				takingOne("takeUntil", (opened) -> opened.takeUntil((stream) -> true)));
	}

	private static Arguments takingOne(String way, UnaryOperator<Flux<ChatStream>> takeOne) {
		return Arguments.of(way, takeOne);
	}

	@Test
	void cancelledStreamClosesTheConnectionAndTellsItsReader() throws InterruptedException {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello");
			exchange.stall();
		});
		ChatStream stream = operations.openChatStream(HELLO).block(PATIENCE);
		StepVerifier.create(stream.text())
			.expectNext("Hello")
			.then(stream::cancel)
			.expectError(CancellationException.class)
			.verify(PATIENCE);
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
	}

	@Test
	void cancelledUnreadStreamClosesTheConnection() throws InterruptedException {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead().chunk("Hello");
			exchange.stall();
		});
		operations.openChatStream(HELLO).block(PATIENCE).cancel();
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
	}

	@Test
	void aStreamCancelledWhileItsReaderArrivesEndsForBoth() throws InterruptedException {
		EigiOperations operations = operations((exchange) -> {
			exchange.streamHead();
			exchange.stall();
		});
		for (int i = 0; i < 20; i++) {
			ChatStream stream = operations.openChatStream(HELLO).block(PATIENCE);
			CountDownLatch ended = new CountDownLatch(1);
			stream.text().doFinally((signal) -> ended.countDown()).subscribe((text) -> {
			}, (ex) -> {
			});
			stream.cancel();
			assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		}
	}

}
