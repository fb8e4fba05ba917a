package ai.eigi.client.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import ai.eigi.client.EigiClient;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import ai.eigi.client.transport.RetrySettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Meters of attempts, waits, streams and limits, over real sockets.
 */
class EigiClientMetricsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final ChatRequest HELLO = ChatRequest.of("agent-1", "Hello");

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final EigiClientMetrics metrics = new EigiClientMetrics(this.registry);

	@Test
	void attemptsAreCountedByResultAndWhatFollowed() {
		try (RawServer server = RawServer
			.start((exchange) -> exchange.json((exchange.number() == 1) ? 500 : 200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = client(server)) {
			client.operations().getConversation("c-1").block(PATIENCE);
			assertThat(attempts("SERVER_ERROR", true)).isOne();
			assertThat(attempts("SUCCESS", false)).isOne();
			assertThat(this.registry.get("eigi.client.attempts").counters()).hasSize(2);
			assertThat(permitWait("GRANTED").count()).isEqualTo(2);
		}
	}

	@Test
	void textsOfAStreamAreMeasured() {
		try (RawServer server = RawServer.start((exchange) -> {
			exchange.streamHead().chunk("Hel").chunk("lo").chunk(" you").lastChunk();
		}); EigiClient client = client(server)) {
			String text = String.join("", client.operations().streamChat(HELLO).collectList().block(PATIENCE));
			assertThat(text).isEqualTo("Hello you");
			assertThat(timer("eigi.client.stream.first.text").count()).isOne();
			double texts = this.registry.get("eigi.client.stream.texts")
				.tag("outcome", "SUCCESS")
				.summary()
				.totalAmount();
			// what arrives together may be one piece
			long gaps = (texts > 1) ? timer("eigi.client.stream.text.gap").count() : 0;
			assertThat(gaps).isEqualTo((long) texts - 1);
			assertThat(this.registry.get("eigi.client.stream.characters")
				.tag("outcome", "SUCCESS")
				.summary()
				.totalAmount()).isEqualTo(9);
		}
	}

	@Test
	void firstTextCountsFromTheRequestAndGapsFromTheTextBefore() throws Exception {
		Moments moments = new Moments();
		List<EigiClientObservationContext> observed = new CopyOnWriteArrayList<>();
		try (RawServer server = RawServer.start((exchange) -> {
			if (exchange.request().method().equals("GET")) {
				exchange.json(429, "{}", "Retry-After: 20");
			}
		}); EigiClient client = client(server, (builder) -> builder.observationRegistry(ended(observed::add)))) {
			Disposable cooling = coolDown(client);
			server.awaitExchange();
			RawServer.Exchange[] exchange = new RawServer.Exchange[1];
			StepVerifier.create(client.operations().streamChat(HELLO))
				.then(() -> assertThat(gauge("eigi.client.permits.pending")).isOne())
				.thenAwait(Duration.ofMillis(500))
				.then(() -> write(() -> {
					moments.note("allowed");
					client.endCoolDown();
					exchange[0] = server.awaitExchange();
					moments.note("arrived");
				}))
				.thenAwait(Duration.ofMillis(200))
				.then(() -> write(() -> {
					moments.note("answered");
					exchange[0].streamHead().chunk("a");
				}))
				.expectNext("a")
				.then(() -> moments.note("read"))
				.thenAwait(Duration.ofMillis(200))
				.then(() -> write(() -> {
					moments.note("went on");
					exchange[0].chunk("b").lastChunk();
				}))
				.expectNext("b")
				.expectComplete()
				.verify(PATIENCE);
			moments.note("ended");
			cooling.dispose();
			Timer firstText = timer("eigi.client.stream.first.text");
			assertThat(firstText.count()).isOne();
			// the wait for a permit was before, and is no part of it
			assertThat(firstText.totalTime(TimeUnit.NANOSECONDS)).isBetween(moments.between("arrived", "answered"),
					moments.between("allowed", "read"));
			assertThat(observed).filteredOn(EigiClientObservationContext::isStreamed)
				.singleElement()
				.extracting(EigiClientObservationContext::getTimeToFirstText, as(InstanceOfAssertFactories.DURATION))
				.isBetween(Duration.ofNanos((long) moments.between("arrived", "answered")),
						Duration.ofNanos((long) moments.between("allowed", "read")));
			assertThat(timer("eigi.client.stream.text.gap").count()).isOne();
			assertThat(timer("eigi.client.stream.text.gap").totalTime(TimeUnit.NANOSECONDS))
				.isBetween(moments.between("read", "went on"), moments.between("answered", "ended"));
		}
	}

	@Test
	void brokenStreamCountsItsAttemptAndWhatWasDelivered() {
		try (RawServer server = RawServer.start((exchange) -> exchange.streamHead().chunk("Hel").close());
				EigiClient client = client(server)) {
			StepVerifier.create(client.operations().streamChat(HELLO))
				.expectNext("Hel")
				.expectError(EigiException.class)
				.verify(PATIENCE);
			assertThat(attempts("BROKEN", false)).isOne();
			assertThat(this.registry.get("eigi.client.stream.characters")
				.tag("outcome", "STREAM_INTERRUPTED")
				.summary()
				.totalAmount()).isEqualTo(3);
		}
	}

	@Test
	void gaugesShowTheLimits() throws Exception {
		try (RawServer server = RawServer.start(RawServer.Exchange::stall); EigiClient client = client(server)) {
			assertThat(gauge("eigi.client.permits.available")).isEqualTo(100);
			assertThat(gauge("eigi.client.connections.active")).isZero();
			assertThat(gauge("eigi.client.connections.max")).isEqualTo(1000);
			Disposable running = client.operations().getConversation("c-1").subscribe();
			server.awaitExchange();
			assertThat(gauge("eigi.client.permits.available")).isEqualTo(99);
			assertThat(gauge("eigi.client.connections.active")).isOne();
			assertThat(gauge("eigi.client.connections.pending")).isZero();
			running.dispose();
			assertThat(attempts("CANCELLED", false)).isOne();
		}
		assertThat(this.registry.find("eigi.client.permits.available").gauge()).as("after closing").isNull();
		assertThat(this.registry.find("eigi.client.attempts").counter()).as("what was counted stays").isNotNull();
	}

	@Test
	void coolDownAndItsWaitersAreSeen() throws Exception {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(429, "{}", "Retry-After: 20"));
				EigiClient client = client(server)) {
			Disposable cooling = coolDown(client);
			assertThat(gauge("eigi.client.cool.down")).isCloseTo(20, within(5.0));
			assertThat(gauge("eigi.client.permits.available")).isZero();
			Disposable waiting = client.operations().getConversation("c-1").subscribe();
			assertThat(gauge("eigi.client.permits.pending")).isOne();
			waiting.dispose();
			cooling.dispose();
			assertThat(permitWait("ABANDONED").count()).isOne();
		}
	}

	@Test
	void refusedPermitIsCounted() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));
				EigiClient client = client(server,
						(builder) -> builder.rateLimit((limit) -> new RateLimitSettings(true, 1, Duration.ZERO)))) {
			client.operations().getConversation("c-1").block(PATIENCE);
			StepVerifier.create(client.operations().getConversation("c-1")).verifyError(EigiException.class);
			assertThat(permitWait("REFUSED").count()).isOne();
			assertThat(attempts("PERMIT_REFUSED", false)).isOne();
		}
	}

	@Test
	void withoutAKeyThereIsNoAttemptAndTheOutcomeTellsWhy() {
		TestObservationRegistry observations = TestObservationRegistry.create();
		try (RawServer server = RawServer.start(RawServer.Exchange::stall);
				EigiClient client = client(server, (builder) -> builder.apiKeySupplier((request) -> Mono.empty())
					.observationRegistry(observations))) {
			StepVerifier.create(client.operations().getConversation("c-1"))
				.verifyError(EigiApiKeyUnavailableException.class);
			assertThat(this.registry.find("eigi.client.attempts").counters()).isEmpty();
			TestObservationRegistryAssert.assertThat(observations)
				.hasSingleObservationThat()
				.hasLowCardinalityKeyValue("outcome", "KEY_UNAVAILABLE");
			assertThat(EigiClientAttemptResult.values()).extracting(Enum::name).doesNotContain("KEY_UNAVAILABLE");
		}
	}

	@Test
	void twoClientsOfOneAccountAreOneAndOtherAccountsTheirOwn() {
		try (RawServer server = RawServer.start(RawServer.Exchange::stall); EigiClient one = client(server)) {
			try (EigiClient other = client(server);
					EigiClient named = client(server, (builder) -> builder.account("tenant"))) {
				assertThat(gauge("eigi.client.permits.available")).isEqualTo(200);
				assertThat(this.registry.get("eigi.client.permits.available").tag("account", "tenant").gauge().value())
					.isEqualTo(100);
			}
			assertThat(gauge("eigi.client.permits.available")).isEqualTo(100);
			assertThat(this.registry.find("eigi.client.permits.available").tag("account", "tenant").gauge()).isNull();
		}
	}

	@Test
	void withoutALimitThereAreNoPermitsToCount() {
		try (RawServer server = RawServer.start(RawServer.Exchange::stall);
				EigiClient client = client(server,
						(builder) -> builder.rateLimit((limit) -> limit.withEnabled(false)))) {
			assertThat(gauge("eigi.client.permits.available")).isNaN();
		}
	}

	private double attempts(String result, boolean repeated) {
		return this.registry.get("eigi.client.attempts")
			.tags("account", "default", "result", result, "repeated", String.valueOf(repeated))
			.counter()
			.count();
	}

	private Timer permitWait(String result) {
		return this.registry.get("eigi.client.permit.wait").tags("account", "default", "result", result).timer();
	}

	private Timer timer(String name) {
		return this.registry.get(name).tags("account", "default", "operation", "streamChat").timer();
	}

	private double gauge(String name) {
		Gauge gauge = this.registry.get(name).tag("account", "default").gauge();
		return gauge.value();
	}

	/**
	 * A request that is refused with 429, and waits.
	 */
	private Disposable coolDown(EigiClient client) {
		Disposable refused = client.operations().getConversation("c-1").subscribe();
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (gauge("eigi.client.cool.down") == 0 && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		return refused;
	}

	private static ObservationRegistry ended(Consumer<EigiClientObservationContext> listener) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<EigiClientObservationContext>() {

			@Override
			public void onStop(EigiClientObservationContext context) {
				listener.accept(context);
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof EigiClientObservationContext;
			}

		});
		return registry;
	}

	private EigiClient client(RawServer server) {
		return client(server, (builder) -> {
		});
	}

	private EigiClient client(RawServer server, Consumer<EigiClient.Builder> customizer) {
		EigiClient.Builder builder = EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(server.url())
			.retry((retry) -> new RetrySettings(true, 2, Duration.ofMillis(1), 1, Duration.ofMillis(1),
					Duration.ofMinutes(1), false, false))
			.listener(this.metrics);
		customizer.accept(builder);
		return builder.build();
	}

	private static void write(Write write) {
		try {
			write.run();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@FunctionalInterface
	private interface Write {

		void run() throws Exception;

	}

	/**
	 * When something happened, so that bounds hold however long a machine takes.
	 */
	private static final class Moments {

		private final Map<String, Long> nanos = new ConcurrentHashMap<>();

		void note(String moment) {
			this.nanos.put(moment, System.nanoTime());
		}

		double between(String moment, String later) {
			return this.nanos.get(later) - this.nanos.get(moment);
		}

	}

}
