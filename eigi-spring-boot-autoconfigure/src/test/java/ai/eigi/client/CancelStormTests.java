package ai.eigi.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers who leave at every moment, and what they leave behind.
 */
class CancelStormTests {

	private static final int CONNECTIONS = 16;

	private static final int LIMIT = 100_000;

	private static final OutboundCallRequest CALL = OutboundCallRequest.of("agent-1", "+14155550123");

	@Test
	void whoLeavesWhileTheAnswerComesLeavesNoErrorInTheLog() {
		List<Throwable> dropped = new CopyOnWriteArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		AtomicReference<Sinks.Empty<Void>> leaving = new AtomicReference<>();
		try (RawServer server = RawServer.start((exchange) -> {
			boolean streamed = exchange.request().method().equals("POST");
			exchange.respond(200, streamed ? "text/plain" : "application/json", "{\"data\":[]}");
			// the answer takes about as long to arrive
			long until = System.nanoTime() + ThreadLocalRandom.current().nextLong(150_000);
			while (System.nanoTime() < until) {
				Thread.onSpinWait();
			}
			leaving.get().tryEmitEmpty();
		});
				EigiClient client = EigiClient.builder()
					.apiKey("vk_test")
					.baseUrl(server.url())
					.rateLimit((limit) -> limit.withEnabled(false))
					.build()) {
			for (int i = 0; i < 1000; i++) {
				Sinks.Empty<Void> leave = Sinks.empty();
				leaving.set(leave);
				((i % 2 == 0) ? client.operations().listConversations(ConversationQuery.all())
						: client.operations().streamChat(ChatRequest.of("agent-1", "Hello")).then())
					.takeUntilOther(leave.asMono())
					.onErrorComplete()
					.block(Duration.ofSeconds(10));
			}
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(dropped).isEmpty();
	}

	@Test
	void noRequestLeavesUncountedAndNoConnectionIsLost() {
		RateLimiterRegistry registry = RateLimiterRegistry.ofDefaults();
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"data\":[]}"));
				EigiClient client = EigiClient.builder()
					.apiKey("vk_test")
					.baseUrl(server.url())
					.http((http) -> http.withMaxConnections(CONNECTIONS))
					.rateLimit((limit) -> new RateLimitSettings(true, LIMIT, Duration.ofSeconds(30)))
					.rateLimiterRegistry(registry)
					.build()) {
			EigiOperations operations = client.operations();
			Flux.range(0, 1000)
				.flatMap((i) -> ((i % 2 == 0) ? operations.startCalls(CALL)
						: operations.listConversations(ConversationQuery.all()))
					.takeUntilOther(Mono.delay(Duration.ofNanos(ThreadLocalRandom.current().nextLong(4_000_000))))
					.onErrorComplete(), CONNECTIONS)
				.blockLast(Duration.ofSeconds(60));
			int counted = LIMIT - registry.rateLimiter("eigi").getMetrics().getAvailablePermissions();
			assertThat(counted).isPositive().isGreaterThanOrEqualTo(server.requests().size());
			// all connections at once are there for those who come afterwards
			Flux.range(0, CONNECTIONS)
				.flatMap((i) -> operations.listConversations(ConversationQuery.all()), CONNECTIONS)
				.blockLast(Duration.ofSeconds(10));
		}
	}

}
