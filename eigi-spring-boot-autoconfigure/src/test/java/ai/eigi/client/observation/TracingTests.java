package ai.eigi.client.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import ai.eigi.client.EigiClient;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RetrySettings;
import brave.Tracing;
import brave.baggage.BaggageField;
import brave.baggage.BaggagePropagation;
import brave.baggage.BaggagePropagationConfig;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces with a real tracer: what becomes a span, and what the server sees of it.
 */
class TracingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final BaggageField TENANT = BaggageField.create("tenant");

	private final List<MutableSpan> spans = new CopyOnWriteArrayList<>();

	private final List<Observation> parents = new ArrayList<>();

	private final Tracing tracing = Tracing.newBuilder()
		.currentTraceContext(ThreadLocalCurrentTraceContext.create())
		.propagationFactory(BaggagePropagation.newFactoryBuilder(new W3CPropagation())
			.add(BaggagePropagationConfig.SingleBaggageField.remote(TENANT))
			.build())
		.addSpanHandler(new SpanHandler() {

			@Override
			public boolean end(TraceContext context, MutableSpan span, Cause cause) {
				TracingTests.this.spans.add(span);
				return true;
			}

		})
		.build();

	private final ObservationRegistry registry = ObservationRegistry.create();

	TracingTests() {
		BraveTracer tracer = new BraveTracer(this.tracing.tracer(),
				new BraveCurrentTraceContext(this.tracing.currentTraceContext()));
		this.registry.observationConfig()
			.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(tracer, new BravePropagator(this.tracing)),
					new DefaultTracingObservationHandler(tracer)));
	}

	@AfterEach
	void close() {
		this.tracing.close();
	}

	@Test
	void callIsOneSpanUnderItsParentAndEveryAttemptCarriesIt() {
		try (RawServer server = RawServer
			.start((exchange) -> exchange.json((exchange.number() == 1) ? 503 : 200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = client(server)) {
			inParent(client.operations().getConversation("c-1"));
			assertThat(this.spans).hasSize(2);
			MutableSpan span = this.spans.get(0);
			MutableSpan parent = this.spans.get(1);
			assertThat(span.name()).isEqualTo("eigi getConversation");
			assertThat(span.kind()).isEqualTo(brave.Span.Kind.CLIENT);
			assertThat(span.remoteServiceName()).isEqualTo("eigi");
			assertThat(span.traceId()).isEqualTo(parent.traceId());
			assertThat(span.parentId()).isEqualTo(parent.id());
			assertThat(span.tags()).containsEntry("outcome", "SUCCESS").containsEntry("attempts", "2");
			assertThat(span.annotations()).extracting(Map.Entry::getValue)
				.contains("attempt 1", "attempt 2")
				.anyMatch((event) -> event.startsWith("attempt failed: SERVER_ERROR (503)"));
			assertThat(server.requests()).hasSize(2)
				.extracting((request) -> request.header("traceparent"))
				.allSatisfy((header) -> assertThat(header).isEqualTo("00-%s-%s-01".formatted(trace(span), span.id())));
		}
	}

	@Test
	void baggageReachesEveryAttempt() {
		try (RawServer server = RawServer
			.start((exchange) -> exchange.json((exchange.number() == 1) ? 429 : 200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = client(server)) {
			inParent(client.operations().getConversation("c-1"));
			assertThat(server.requests()).hasSize(2)
				.allSatisfy((request) -> assertThat(request.header("tenant")).isEqualTo("blue"));
		}
	}

	@Test
	void waitForTheEndOfACoolDownIsSeenAndLosesNothingOfItsCaller() throws Exception {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		List<Object> seen = new CopyOnWriteArrayList<>();
		try (RawServer server = RawServer.start((exchange) -> exchange.json((exchange.number() == 1) ? 429 : 200,
				"{\"conversation_id\":\"c-1\"}", "Retry-After: 20"));
				EigiClient client = builder(server).listener(new EigiClientMetrics(meters))
					.webClient((webClient) -> webClient.filter((request, next) -> Mono.deferContextual((context) -> {
						seen.add("filter of " + context.getOrDefault("caller", "nobody"));
						return next.exchange(request);
					})))
					.httpClient((http) -> http.doOnRequest((request, connection) -> seen
						.add("connection of " + request.currentContextView().getOrDefault("caller", "nobody"))))
					.build()) {
			Mono<?> read = client.operations().getConversation("c-1");
			Disposable refused = read.contextWrite(caller("first", "red")).subscribe();
			await(() -> meters.get("eigi.client.cool.down").gauge().value() > 0);
			long begun = System.nanoTime();
			CompletableFuture<?> waiting = read.contextWrite(caller("second", "blue")).toFuture();
			await(() -> meters.get("eigi.client.permits.pending").gauge().value() == 1);
			refused.dispose();
			// on a thread that knows of neither
			Mono.delay(Duration.ofSeconds(1)).doOnNext((tick) -> client.endCoolDown()).block(PATIENCE);
			waiting.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			long atMost = Duration.ofNanos(System.nanoTime() - begun).toMillis();
			this.parents.forEach(Observation::stop);
			assertThat(seen).containsExactly("filter of first", "connection of first", "filter of second",
					"connection of second");
			assertThat(server.requests()).extracting((request) -> request.header("tenant"))
				.containsExactly("red", "blue");
			MutableSpan span = below("second");
			assertThat(span.id()).isNotEqualTo(below("first").id());
			assertThat(server.requests().get(1).header("traceparent"))
				.isEqualTo("00-%s-%s-01".formatted(trace(span("second")), span.id()));
			assertThat(span.annotations()).extracting(Map.Entry::getValue)
				.filteredOn((event) -> event.startsWith("permit granted after "))
				.singleElement()
				.extracting((event) -> Long.valueOf(event.replaceAll("\\D", "")), as(InstanceOfAssertFactories.LONG))
				.isBetween(900L, atMost);
			Timer granted = meters.get("eigi.client.permit.wait")
				.tags("account", "default", "result", "GRANTED")
				.timer();
			assertThat(granted.count()).isEqualTo(2);
			assertThat(granted.max(TimeUnit.MILLISECONDS)).isBetween(900.0, atMost + 1.0);
			assertThat(granted.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(900);
		}
	}

	@Test
	void spanOfAStreamEndsWithItsTextAndTellsOfTheBreak() {
		try (RawServer server = RawServer.start((exchange) -> exchange.streamHead().chunk("Hel").close());
				EigiClient client = client(server)) {
			StepVerifier.create(client.operations().streamChat(ChatRequest.of("agent-1", "Hello")))
				.expectNext("Hel")
				.expectError(EigiException.class)
				.verify(PATIENCE);
			MutableSpan span = this.spans.get(0);
			assertThat(span.tags()).containsEntry("outcome", "STREAM_INTERRUPTED")
				.containsEntry("stream.characters", "3");
			assertThat(span.annotations()).extracting(Map.Entry::getValue).contains("first.text");
			assertThat(span.error()).isInstanceOf(EigiException.class);
			assertThat(server.requests().get(0).header("traceparent")).contains(span.id());
		}
	}

	@Test
	void spanThatWebClientWasAskedForIsBelowAndTheServerSeesThatOne() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = builder(server)
					.webClient((webClient) -> webClient.observationRegistry(this.registry))
					.build()) {
			client.operations().getConversation("c-1").block(PATIENCE);
			MutableSpan below = span("http get");
			assertThat(below.parentId()).isEqualTo(span("eigi getConversation").id());
			assertThat(server.requests().get(0).header("traceparent")).contains(below.id());
		}
	}

	@Test
	void nothingIsSentAlongWhereNobodyObserves() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = builder(server).observationRegistry(ObservationRegistry.NOOP).build()) {
			inParent(client.operations().getConversation("c-1"));
			assertThat(server.requests().get(0).headers()).doesNotContainKeys("traceparent", "tenant");
			assertThat(this.spans).hasSize(1);
		}
	}

	private MutableSpan span(String name) {
		return this.spans.stream().filter((span) -> span.name().equals(name)).findFirst().orElseThrow();
	}

	private MutableSpan below(String parent) {
		return this.spans.stream()
			.filter((span) -> span(parent).id().equals(span.parentId()))
			.findFirst()
			.orElseThrow();
	}

	private static String trace(MutableSpan span) {
		return "0".repeat(32 - span.traceId().length()) + span.traceId();
	}

	/**
	 * Subscribe within a parent that has baggage, and read on a thread that knows nothing
	 * of it.
	 */
	private void inParent(Mono<?> operation) {
		operation.contextWrite(caller("parent", "blue")).block(PATIENCE);
		this.parents.forEach(Observation::stop);
	}

	/**
	 * Begins an observation with baggage, to be the parent of what is subscribed to.
	 */
	private Context caller(String name, String tenant) {
		Observation parent = Observation.start(name, this.registry);
		try (Observation.Scope scope = parent.openScope()) {
			TENANT.updateValue(tenant);
		}
		this.parents.add(parent);
		return Context.of(ObservationThreadLocalAccessor.KEY, parent, "caller", name);
	}

	private static void await(BooleanSupplier condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).isLessThan(deadline);
			Thread.onSpinWait();
		}
	}

	private EigiClient client(RawServer server) {
		return builder(server).build();
	}

	private EigiClient.Builder builder(RawServer server) {
		return EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(server.url())
			.retry((retry) -> new RetrySettings(true, 2, Duration.ofMillis(1), 1, Duration.ofMillis(1),
					Duration.ofMinutes(1), false, false))
			.observationRegistry(this.registry);
	}

}
