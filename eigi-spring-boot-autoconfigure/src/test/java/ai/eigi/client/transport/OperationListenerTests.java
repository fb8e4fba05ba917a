package ai.eigi.client.transport;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import ai.eigi.client.EigiClient;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.testsupport.RawServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What listeners hear of an operation, in which order, and that they change nothing.
 */
class OperationListenerTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final ChatRequest HELLO = ChatRequest.of("agent-1", "Hello");

	private final Heard heard = new Heard();

	@Test
	void successIsToldInOrder() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = client(server)) {
			client.operations().getConversation("c-1").block(PATIENCE);
			assertThat(this.heard.events).containsExactly("opened default", "begun getConversation false", "attempt 1",
					"permit GRANTED", "sent", "answered 200", "completed");
			client.operations().getConversation("c-1");
			assertThat(this.heard.events).hasSize(7);
		}
		assertThat(this.heard.events).last().isEqualTo("closed default");
	}

	@Test
	void contextAndHeadersReachEveryAttempt() {
		List<Object> seen = new CopyOnWriteArrayList<>();
		try (RawServer server = RawServer.start((exchange) -> exchange.json(503, "{}"));
				EigiClient client = client(server, (builder) -> builder
					.webClient((webClient) -> webClient.filter((request, next) -> Flux.deferContextual((context) -> {
						seen.add(context.get("heard"));
						return next.exchange(request);
					}).next())))) {
			StepVerifier.create(client.operations().getConversation("c-1")).verifyError(EigiException.class);
			assertThat(server.requests()).extracting((request) -> request.header("x-attempt"))
				.containsExactly("1", "2");
			assertThat(seen).containsExactly("yes", "yes");
		}
	}

	@Test
	void repeatingIsToldWithItsWait() {
		try (RawServer server = RawServer
			.start((exchange) -> exchange.json((exchange.number() == 1) ? 500 : 404, "{}"));
				EigiClient client = client(server)) {
			StepVerifier.create(client.operations().getConversation("c-1")).verifyError(EigiException.class);
			assertThat(this.heard.events).containsSubsequence("answered 500", "failed attempt STATUS 500 repeated",
					"attempt 2", "answered 404", "failed attempt STATUS 404", "failed EigiNotFoundException");
		}
	}

	@Test
	void lastAttemptIsToldOnce() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(500, "{}"));
				EigiClient client = client(server)) {
			StepVerifier.create(client.operations().getConversation("c-1")).verifyError(EigiException.class);
			assertThat(this.heard.events).filteredOn((event) -> event.contains("STATUS"))
				.containsExactly("failed attempt STATUS 500 repeated", "failed attempt STATUS 500");
		}
	}

	@Test
	void streamEndsWithItsText() {
		try (RawServer server = RawServer
			.start((exchange) -> exchange.streamHead().chunk("Hel").chunk("lo").lastChunk());
				EigiClient client = client(server)) {
			ChatStream stream = client.operations().openChatStream(HELLO).block(PATIENCE);
			assertThat(this.heard.events).last().isEqualTo("answered 200");
			assertThat(String.join("", stream.text().collectList().block(PATIENCE))).isEqualTo("Hello");
			assertThat(this.heard.events).last().isEqualTo("completed");
			assertThat(this.heard.characters).isEqualTo(5);
		}
	}

	@Test
	void interruptedStreamFails() {
		try (RawServer server = RawServer.start((exchange) -> exchange.streamHead().chunk("Hel").close());
				EigiClient client = client(server)) {
			StepVerifier.create(client.operations().streamChat(HELLO))
				.expectNext("Hel")
				.verifyError(EigiException.class);
			assertThat(this.heard.events).endsWith("failed attempt BROKEN 200",
					"failed EigiStreamInterruptedException");
			assertThat(this.heard.characters).isEqualTo(3);
		}
	}

	@Test
	void cancelledStreamIsCancelledWhereverItStands() throws Exception {
		try (RawServer server = RawServer.start((exchange) -> {
			if (exchange.number() > 1) {
				exchange.streamHead();
			}
			if (exchange.number() > 2) {
				exchange.chunk("Hel");
			}
			exchange.stall();
		}); EigiClient client = client(server)) {
			Disposable beforeHeaders = client.operations().streamChat(HELLO).subscribe();
			server.awaitExchange();
			beforeHeaders.dispose();
			assertThat(this.heard.events).last().isEqualTo("cancelled");
			Disposable beforeText = client.operations().streamChat(HELLO).subscribe();
			this.heard.await("answered 200", 1);
			// while the answer is on its way to its reader, or has reached it
			beforeText.dispose();
			this.heard.await("cancelled", 2);
			StepVerifier.create(client.operations().streamChat(HELLO)).expectNext("Hel").thenCancel().verify(PATIENCE);
			assertThat(this.heard.events).last().isEqualTo("cancelled");
			assertThat(this.heard.events).filteredOn("cancelled"::equals).hasSize(3);
			ChatStream unread = client.operations().openChatStream(HELLO).block(PATIENCE);
			unread.cancel();
			assertThat(this.heard.events).filteredOn("cancelled"::equals).hasSize(4);
		}
	}

	@Test
	void permitRefusedAndClosedClientAreTold() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = client(server,
						(builder) -> builder.rateLimit((limit) -> new RateLimitSettings(true, 1, Duration.ZERO)))) {
			client.operations().getConversation("c-1").block(PATIENCE);
			StepVerifier.create(client.operations().getConversation("c-1")).verifyError(EigiException.class);
			assertThat(this.heard.events).containsSubsequence("permit REFUSED", "failed attempt PERMIT_REFUSED -1",
					"failed EigiPermitTimeoutException");
			client.close();
			StepVerifier.create(client.operations().getConversation("c-1")).verifyError(EigiException.class);
			assertThat(this.heard.events).endsWith("failed attempt CLOSED -1", "failed EigiTransportException");
		}
		assertThat(this.heard.events).filteredOn("closed default"::equals).as("closed twice").hasSize(1);
	}

	@Test
	void failingListenersChangeNothing() {
		try (RawServer server = RawServer.start((exchange) -> exchange.streamHead().chunk("Hello").lastChunk());
				EigiClient client = client(server,
						(builder) -> builder.listener(new Failing()).listener((transport, call, streamed, context) -> {
							throw new IllegalStateException("not even that");
						}).listener(new Heard()))) {
			StepVerifier.create(client.operations().streamChat(HELLO)).expectNext("Hello").verifyComplete();
			assertThat(this.heard.events).last().isEqualTo("completed");
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void stateTellsOfTheLimits() throws Exception {
		try (RawServer server = RawServer.start((exchange) -> {
			if (exchange.number() == 1) {
				exchange.json(429, "{}", "Retry-After: 20");
			}
			else {
				exchange.stall();
			}
		}); EigiClient client = client(server)) {
			TransportState state = client.state();
			assertThat(state.availablePermits()).isEqualTo(100);
			assertThat(state.coolDown()).isZero();
			Disposable waiting = client.operations().getConversation("c-1").subscribe();
			this.heard.await("failed attempt STATUS 429 repeated cool-down", 1);
			assertThat(state.coolDown()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
			assertThat(state.availablePermits()).isZero();
			Disposable other = client.operations().getConversation("c-1").subscribe();
			awaitThat(() -> state.waitingForPermit() == 1);
			// the answer's connection is free as soon as its last byte was read
			awaitThat(() -> state.connectionsInUse() == 1);
			assertThat(state.maxConnections()).isEqualTo(1000);
			assertThat(state.waitingForConnection()).isZero();
			waiting.dispose();
			other.dispose();
			assertThat(this.heard.events).contains("permit ABANDONED");
			assertThat(state.waitingForPermit()).isZero();
		}
	}

	private static void awaitThat(BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private EigiClient client(RawServer server) {
		return client(server, (builder) -> {
		});
	}

	private EigiClient client(RawServer server, Consumer<EigiClient.Builder> customizer) {
		EigiClient.Builder builder = EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(server.url())
			.retry((retry) -> new RetrySettings(true, 2, Duration.ofMillis(10), 1, Duration.ofMillis(10),
					Duration.ofMinutes(1), false, false))
			.listener(this.heard);
		customizer.accept(builder);
		return builder.build();
	}

	private static final class Heard implements OperationListener {

		private final List<String> events = new CopyOnWriteArrayList<>();

		private volatile int characters;

		synchronized void await(String event, int times) throws InterruptedException {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
			while (Collections.frequency(this.events, event) < times) {
				long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
				assertThat(left).as("%s %d times in %s", event, times, this.events).isPositive();
				wait(left);
			}
		}

		private synchronized void add(String event) {
			this.events.add(event);
			notifyAll();
		}

		@Override
		public void opened(EigiTransport transport) {
			add("opened " + transport.account());
		}

		@Override
		public void closed(EigiTransport transport) {
			add("closed " + transport.account());
		}

		@Override
		public OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed, ContextView context) {
			add("begun " + call.operation() + " " + streamed);
			return new OperationEvents() {

				@Override
				public Context context(Context context) {
					return context.put("heard", "yes");
				}

				@Override
				public void attemptBegun(int number, HttpHeaders headers) {
					headers.set("X-Attempt", String.valueOf(number));
					add("attempt " + number);
				}

				@Override
				public void permitWaited(long nanos, PermitWait end) {
					add("permit " + end);
				}

				@Override
				public void sent() {
					add("sent");
				}

				@Override
				public void answered(int status) {
					add("answered " + status);
				}

				@Override
				public void attemptFailed(Failure failure, EigiException exception, @Nullable Duration repeatedAfter,
						@Nullable Duration coolDown) {
					add("failed attempt " + failure.kind() + " " + failure.status()
							+ ((repeatedAfter != null) ? " repeated" : "") + ((coolDown != null) ? " cool-down" : ""));
				}

				@Override
				public void text(int length) {
					Heard.this.characters += length;
				}

				@Override
				public void completed() {
					add("completed");
				}

				@Override
				public void failed(Throwable error) {
					add("failed " + error.getClass().getSimpleName());
				}

				@Override
				public void cancelled() {
					add("cancelled");
				}

			};
		}

	}

	/**
	 * Fails at every call.
	 */
	private static final class Failing implements OperationListener {

		@Override
		public OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed, ContextView context) {
			return (OperationEvents) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { OperationEvents.class }, (proxy, method, arguments) -> {
						throw new IllegalStateException("as the test wants it");
					});
		}

	}

}
