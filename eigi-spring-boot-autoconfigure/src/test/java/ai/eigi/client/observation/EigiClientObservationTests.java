package ai.eigi.client.observation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import ai.eigi.client.EigiClient;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import ai.eigi.client.transport.RetrySettings;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is observed of an operation, over real sockets.
 */
class EigiClientObservationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final ChatRequest HELLO = ChatRequest.of("agent-1", "Hello");

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final Recorder recorder = new Recorder();

	private RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));

	private EigiClient client;

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
		}
		this.server.close();
	}

	@Test
	void successIsObservedFromSubscriptionToItsValue() {
		Mono<?> read = client().operations().getConversation("c-1");
		assertThat(this.recorder.started).isEmpty();
		read.block(PATIENCE);
		TestObservationRegistryAssert.assertThat(this.registry)
			.hasSingleObservationThat()
			.hasNameEqualTo("eigi.client.requests")
			.hasContextualNameEqualTo("eigi getConversation")
			.hasOnlyKeys("account", "operation", "outcome", "status", "attempts")
			.hasBeenStarted()
			.hasBeenStopped()
			.doesNotHaveError();
		assertEnded("getConversation", "SUCCESS", "2xx");
		assertThat(this.recorder.keys()).containsEntry("account", "default").containsEntry("attempts", "1");
		assertThat(this.recorder.events).contains("attempt 1");
	}

	@ParameterizedTest
	@CsvSource({ "400,CLIENT_ERROR,4xx", "401,AUTHENTICATION,4xx", "403,CLIENT_ERROR,4xx", "404,CLIENT_ERROR,4xx",
			"409,CLIENT_ERROR,4xx", "422,CLIENT_ERROR,4xx", "429,RATE_LIMITED,4xx", "500,SERVER_ERROR,5xx",
			"503,SERVER_ERROR,5xx", "302,REDIRECTION,3xx" })
	void statusIsToldApart(int status, String outcome, String family) {
		serve((exchange) -> exchange.json(status, "{}", "Location: /"));
		fail(client(EigiClientObservationTests::withoutRetry).operations().getConversation("c-1"));
		assertEnded("getConversation", outcome, family);
		assertThat(this.recorder.stopped.get(0).getError()).isInstanceOf(EigiException.class);
	}

	@Test
	void brokenConnectionIsTransportForReadsAndUnknownForWrites() {
		serve(RawServer.Exchange::reset);
		client(EigiClientObservationTests::withoutRetry);
		fail(this.client.operations().getConversation("c-1"));
		assertEnded("getConversation", "TRANSPORT", "none");
		fail(this.client.operations().chat(HELLO));
		assertEnded("chat", "OUTCOME_UNKNOWN", "none");
	}

	@Test
	void serverErrorIsUnknownForWrites() {
		serve((exchange) -> exchange.json(500, "{}"));
		fail(client().operations().chat(HELLO));
		assertEnded("chat", "OUTCOME_UNKNOWN", "5xx");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void unreadableAnswerIsDecoding() {
		serve((exchange) -> exchange.respond(200, "text/html", "<html>"));
		fail(client().operations().getConversation("c-1"));
		assertEnded("getConversation", "DECODING", "2xx");
	}

	@Test
	void refusedPermitAndClosedClient() {
		client((builder) -> builder.rateLimit((limit) -> new RateLimitSettings(true, 1, Duration.ZERO)));
		this.client.operations().getConversation("c-1").block(PATIENCE);
		fail(this.client.operations().getConversation("c-1"));
		assertEnded("getConversation", "PERMIT_TIMEOUT", "none");
		assertThat(this.recorder.events).anyMatch((event) -> event.startsWith("permit refused after "));
		this.client.close();
		fail(this.client.operations().getConversation("c-1"));
		assertEnded("getConversation", "TRANSPORT", "none");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void failingFilterOfTheApplicationIsOther() {
		client((builder) -> builder.webClient((webClient) -> webClient
			.filter((request, next) -> Mono.error(new UnsupportedOperationException("no")))));
		StepVerifier.create(this.client.operations().getConversation("c-1"))
			.verifyError(UnsupportedOperationException.class);
		assertEnded("getConversation", "OTHER", "none");
	}

	@Test
	void wrongInputIsNotObserved() {
		fail(client().operations().getConversation(" "));
		assertThat(this.recorder.started).isEmpty();
	}

	@Test
	void repeatingIsOneObservationWithItsAttempts() {
		serve((exchange) -> exchange.json((exchange.number() == 1) ? 503 : 200, "{\"conversation_id\":\"c-1\"}"));
		client().operations().getConversation("c-1").block(PATIENCE);
		assertEnded("getConversation", "SUCCESS", "2xx");
		assertThat(this.recorder.stopped).hasSize(1);
		assertThat(this.recorder.keys()).containsEntry("attempts", "2");
		// a permit that took a millisecond is said too
		assertThat(this.recorder.events).filteredOn((event) -> !event.startsWith("permit granted"))
			.startsWith("attempt 1")
			.element(1)
			.asString()
			.matches("attempt failed: SERVER_ERROR \\(503\\), again after \\d+ ms");
		assertThat(this.recorder.events).contains("attempt 2");
	}

	@Test
	void coolDownAndTheWaitForItAreEvents() {
		serve((exchange) -> exchange.json((exchange.number() == 1) ? 429 : 200, "{\"conversation_id\":\"c-1\"}"));
		client((builder) -> builder.retry((retry) -> retry(2, Duration.ofMillis(300)))).operations()
			.getConversation("c-1")
			.block(PATIENCE);
		assertThat(this.recorder.events).contains("cool-down of 300 ms")
			.anyMatch((event) -> event.startsWith("attempt failed: RATE_LIMITED (429), again after "));
	}

	@Test
	void everyPageIsAnOperation() {
		serve((exchange) -> exchange.json(200,
				"{\"data\":[{\"conversation_id\":\"c-%d\"}],\"total\":2,\"page\":%d,\"page_size\":1}"
					.formatted(exchange.number(), exchange.number())));
		client().operations()
			.allConversations(ConversationQuery.builder().pageSize(1).build())
			.collectList()
			.block(PATIENCE);
		assertThat(this.recorder.stopped).hasSizeGreaterThan(1)
			.allSatisfy((context) -> assertThat(context.getOperation()).isEqualTo("allConversations"));
	}

	@Test
	void streamLastsUntilItsTextHasEnded() throws Exception {
		serve((exchange) -> exchange.streamHead());
		ChatStream stream = client().operations().openChatStream(HELLO).block(PATIENCE);
		RawServer.Exchange exchange = this.server.awaitExchange();
		assertThat(this.recorder.stopped).isEmpty();
		exchange.chunk("Hel");
		StepVerifier.create(stream.text()).expectNext("Hel").then(() -> {
			assertThat(this.recorder.stopped).isEmpty();
			quietly(() -> exchange.chunk("lo").lastChunk());
		}).expectNext("lo").expectComplete().verify(PATIENCE);
		assertEnded("openChatStream", "SUCCESS", "2xx");
		assertThat(this.recorder.keys()).containsEntry("stream.texts", "2").containsEntry("stream.characters", "5");
		assertThat(this.recorder.keys().get("stream.first.text")).matches("\\d+ ms");
		assertThat(this.recorder.events).contains("first.text");
	}

	@Test
	void brokenStreamIsInterruptedAfterItsFirstTextAndUnknownBefore() {
		serve((exchange) -> {
			exchange.streamHead();
			if (exchange.number() == 1) {
				exchange.chunk("Hel");
			}
			exchange.close();
		});
		client();
		StepVerifier.create(this.client.operations().streamChat(HELLO))
			.expectNext("Hel")
			.expectError(EigiException.class)
			.verify(PATIENCE);
		assertEnded("streamChat", "STREAM_INTERRUPTED", "2xx");
		assertThat(this.recorder.keys()).containsEntry("stream.characters", "3");
		fail(this.client.operations().streamChat(HELLO).then());
		assertEnded("streamChat", "OUTCOME_UNKNOWN", "2xx");
		assertThat(this.recorder.keys()).containsEntry("stream.first.text", "none");
	}

	@Test
	void cancelledBeforeHeadersBeforeTextAndWithinTheText() throws Exception {
		serve((exchange) -> {
			if (exchange.number() > 1) {
				exchange.streamHead();
			}
			if (exchange.number() > 2) {
				exchange.chunk("Hel");
			}
			exchange.stall();
		});
		client();
		Disposable beforeHeaders = this.client.operations().streamChat(HELLO).subscribe();
		this.server.awaitExchange();
		beforeHeaders.dispose();
		assertEnded("streamChat", "CANCELLED", "none");
		ChatStream beforeText = this.client.operations().openChatStream(HELLO).block(PATIENCE);
		beforeText.cancel();
		assertEnded("openChatStream", "CANCELLED", "2xx");
		assertThat(this.recorder.keys()).containsEntry("stream.texts", "0");
		StepVerifier.create(this.client.operations().streamChat(HELLO)).expectNext("Hel").thenCancel().verify(PATIENCE);
		assertEnded("streamChat", "CANCELLED", "2xx");
		assertThat(this.recorder.keys()).containsEntry("stream.texts", "1");
		assertThat(this.recorder.stopped).hasSize(3).allSatisfy((context) -> assertThat(context.getError()).isNull());
	}

	@Test
	void parentIsThatOfTheSubscribersContext() {
		Observation parent = Observation.start("parent", this.registry);
		client().operations()
			.getConversation("c-1")
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
			.block(PATIENCE);
		assertThat(this.recorder.stopped.get(0).getParentObservation()).isSameAs(parent);
		assertThat(EigiClientObservations.CONTEXT_KEY).isEqualTo(ObservationThreadLocalAccessor.KEY);
	}

	@Test
	void parentIsOtherwiseThatOfTheThread() {
		Observation parent = Observation.start("parent", this.registry);
		client();
		parent.scoped(() -> this.client.operations().getConversation("c-1").block(PATIENCE));
		assertThat(this.recorder.stopped.get(0).getParentObservation()).isSameAs(parent);
	}

	@Test
	void filtersSeeTheObservationOnEveryAttempt() {
		serve((exchange) -> exchange.json(503, "{}"));
		List<Object> seen = new CopyOnWriteArrayList<>();
		Observation parent = Observation.start("parent", this.registry);
		client((builder) -> builder
			.webClient((webClient) -> webClient.filter((request, next) -> Mono.deferContextual((context) -> {
				seen.add(((Observation) context.get(ObservationThreadLocalAccessor.KEY)).getContext());
				return next.exchange(request);
			}))));
		fail(this.client.operations()
			.getConversation("c-1")
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent)));
		assertThat(seen).hasSize(2).containsOnly(this.recorder.stopped.get(0));
	}

	@Test
	void webClientsOwnObservationIsOffUnlessAskedFor() {
		client((builder) -> builder.webClientBuilder(WebClient.builder().observationRegistry(this.registry)));
		this.client.operations().getConversation("c-1").block(PATIENCE);
		assertThat(this.recorder.names).containsOnly("eigi.client.requests");
		this.client.close();
		client((builder) -> builder.webClient((webClient) -> webClient.observationRegistry(this.registry)));
		this.client.operations().getConversation("c-1").block(PATIENCE);
		assertThat(this.recorder.names).contains("http.client.requests");
	}

	@Test
	void conventionOfTheApplicationIsUsed() {
		client((builder) -> builder.observationConvention(new DefaultEigiClientObservationConvention() {

			@Override
			public String getName() {
				return "our.eigi";
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(EigiClientObservationContext context) {
				return super.getLowCardinalityKeyValues(context).and(KeyValue.of("team", "blue"));
			}

		}));
		this.client.operations().getConversation("c-1").block(PATIENCE);
		assertThat(this.recorder.names).containsOnly("our.eigi");
		assertThat(this.recorder.keys()).containsEntry("team", "blue").containsEntry("outcome", "SUCCESS");
	}

	@Test
	void failingConventionGivesWayToTheDefaultOne() {
		client((builder) -> builder.observationConvention(new EigiClientObservationConvention() {

			@Override
			public String getName() {
				throw new IllegalStateException("as the test wants it");
			}

			@Override
			public KeyValues getLowCardinalityKeyValues(EigiClientObservationContext context) {
				throw new IllegalStateException("as the test wants it");
			}

		}));
		this.client.operations().getConversation("c-1").block(PATIENCE);
		assertEnded("getConversation", "SUCCESS", "2xx");
		assertThat(this.recorder.names).containsOnly("eigi.client.requests");
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "event", "error", "stop" })
	void failingHandlerNeitherBreaksNorRepeatsAnOperation(String where) {
		ObservationRegistry failing = ObservationRegistry.create();
		failing.observationConfig().observationHandler(this.recorder).observationHandler(new FailingHandler(where));
		serve((exchange) -> {
			if (exchange.request().method().equals("GET")) {
				exchange.json(404, "{}");
			}
			else {
				exchange.streamHead().chunk("Hello").lastChunk();
			}
		});
		client((builder) -> builder.observationRegistry(failing));
		StepVerifier.create(this.client.operations().streamChat(HELLO))
			.expectNext("Hello")
			.expectComplete()
			.verify(PATIENCE);
		fail(this.client.operations().getConversation("c-1"));
		assertThat(this.server.requests()).hasSize(2);
		if (!where.equals("stop")) {
			assertThat(this.recorder.started).as("nothing stays begun").hasSameSizeAs(this.recorder.stopped);
		}
	}

	@Test
	void predicateSwitchesItOff() {
		this.registry.observationConfig()
			.observationPredicate((name, context) -> !(context instanceof EigiClientObservationContext));
		client().operations().getConversation("c-1").block(PATIENCE);
		assertThat(this.recorder.started).isEmpty();
	}

	@Test
	void contextHoldsNothingOfTheRequest() {
		client().operations().getConversation("c-1").block(PATIENCE);
		assertThat(this.recorder.stopped.get(0).getCarrier().toString()).doesNotContainIgnoringCase("key");
		assertThat(this.recorder.stopped.get(0).toString()).doesNotContain("vk_test", "c-1");
	}

	private void assertEnded(String operation, String outcome, String status) {
		assertThat(this.recorder.keys()).containsEntry("operation", operation)
			.containsEntry("outcome", outcome)
			.containsEntry("status", status);
	}

	private void serve(RawServer.Handler handler) {
		this.server.close();
		this.server = RawServer.start(handler);
	}

	private EigiClient client() {
		return client((builder) -> {
		});
	}

	private EigiClient client(Consumer<EigiClient.Builder> customizer) {
		this.registry.observationConfig().observationHandler(this.recorder);
		EigiClient.Builder builder = EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(this.server.url())
			.retry((retry) -> retry(2, Duration.ofMillis(1)))
			.observationRegistry(this.registry);
		customizer.accept(builder);
		this.client = builder.build();
		return this.client;
	}

	private static void withoutRetry(EigiClient.Builder builder) {
		builder.retry((retry) -> retry(1, Duration.ofMillis(1)));
	}

	private static RetrySettings retry(int attempts, Duration backoff) {
		return new RetrySettings(true, attempts, backoff, 1, backoff, Duration.ofMinutes(1), false, false);
	}

	private static void fail(Mono<?> operation) {
		StepVerifier.create(operation).expectError(EigiException.class).verify(PATIENCE);
	}

	private static void quietly(Write write) {
		try {
			write.run();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@FunctionalInterface
	private interface Write {

		void run() throws IOException;

	}

	/**
	 * What handlers are told.
	 */
	private static final class Recorder implements ObservationHandler<Observation.Context> {

		private final List<String> names = new CopyOnWriteArrayList<>();

		private final List<Observation.Context> started = new CopyOnWriteArrayList<>();

		private final List<EigiClientObservationContext> stopped = new CopyOnWriteArrayList<>();

		private final List<String> events = new CopyOnWriteArrayList<>();

		Map<String, String> keys() {
			assertThat(this.stopped).isNotEmpty();
			return this.stopped.get(this.stopped.size() - 1)
				.getAllKeyValues()
				.stream()
				.collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
		}

		@Override
		public void onStart(Observation.Context context) {
			this.names.add(context.getName());
			if (context instanceof EigiClientObservationContext) {
				this.started.add(context);
			}
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			this.events.add(event.getContextualName());
		}

		@Override
		public void onStop(Observation.Context context) {
			if (context instanceof EigiClientObservationContext stopped) {
				this.stopped.add(stopped);
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	private record FailingHandler(String where) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			failAt("start");
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			failAt("event");
		}

		@Override
		public void onError(Observation.Context context) {
			failAt("error");
		}

		@Override
		public void onStop(Observation.Context context) {
			failAt("stop");
		}

		private void failAt(String here) {
			if (here.equals(this.where)) {
				throw new IllegalStateException("as the test wants it");
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
