package ai.eigi.client.observation;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import ai.eigi.client.transport.RetrySettings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Callers who leave at every moment, and a server that breaks: what was begun ends, and
 * ends once.
 */
class ObservationStormTests {

	private static final int OPERATIONS = 1500;

	private static final int AT_ONCE = 16;

	private static final ChatRequest HELLO = ChatRequest.of("agent-1", "Hello");

	private final AtomicInteger started = new AtomicInteger();

	private final AtomicInteger stopped = new AtomicInteger();

	@Test
	void whatWasBegunEndsOnce() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(meters))
			.observationHandler(new Count());
		try (RawServer server = RawServer.start(ObservationStormTests::answer)) {
			try (EigiClient client = EigiClient.builder()
				.apiKey("vk_test")
				.baseUrl(server.url())
				.rateLimit((limit) -> new RateLimitSettings(true, 1_000_000, Duration.ofSeconds(30)))
				.retry((retry) -> new RetrySettings(true, 2, Duration.ofMillis(1), 1, Duration.ofMillis(1),
						Duration.ofMinutes(1), false, false))
				.observationRegistry(registry)
				.listener(new EigiClientMetrics(meters))
				.build()) {
				Flux.range(0, OPERATIONS)
					.flatMap((number) -> Flux.from(operation(client.operations(), number))
						.takeUntilOther(leaving(number))
						.onErrorComplete(), AT_ONCE)
					.blockLast(Duration.ofSeconds(60));
			}
		}
		assertThat(this.started).hasValue(OPERATIONS);
		assertThat(this.stopped).hasValue(OPERATIONS);
		assertThat(meters.get("eigi.client.requests.active").longTaskTimers())
			.allSatisfy((active) -> assertThat(active.activeTasks()).isZero());
		assertThat(meters.get("eigi.client.requests").timers().stream().mapToLong(Timer::count).sum())
			.isEqualTo(OPERATIONS);
		double begun = meters.get("eigi.client.requests.attempt").counters().stream().mapToDouble(Counter::count).sum();
		double ended = meters.get("eigi.client.attempts").counters().stream().mapToDouble(Counter::count).sum();
		// an attempt that begins at the moment in which its caller leaves may miss its
		// end
		assertThat(ended).as("attempts").isCloseTo(begun, within(OPERATIONS / 200.0));
		assertThat(meters.get("eigi.client.requests").timers()).extracting((timer) -> timer.getId().getTag("outcome"))
			.contains("SUCCESS", "CANCELLED", "STREAM_INTERRUPTED");
	}

	/**
	 * Two of three leave before long.
	 */
	private static Mono<Long> leaving(int number) {
		return (number % 3 == 0) ? Mono.never()
				: Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextLong(6_000_000)));
	}

	private static Publisher<?> operation(EigiOperations operations, int number) {
		return switch (number % 4) {
			case 0 -> operations.getConversation("c-1");
			case 1 -> operations.openChatStream(HELLO);
			default -> operations.streamChat(HELLO);
		};
	}

	private static void answer(RawServer.Exchange exchange) throws Exception {
		if (exchange.request().method().equals("GET")) {
			exchange.json((exchange.number() % 3 == 0) ? 503 : 200, "{\"conversation_id\":\"c-1\"}");
			return;
		}
		exchange.streamHead().chunk("Hel");
		if (exchange.number() % 5 == 0) {
			exchange.close();
		}
		else {
			exchange.chunk("lo").lastChunk();
		}
	}

	private final class Count implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			ObservationStormTests.this.started.incrementAndGet();
		}

		@Override
		public void onStop(Observation.Context context) {
			ObservationStormTests.this.stopped.incrementAndGet();
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
