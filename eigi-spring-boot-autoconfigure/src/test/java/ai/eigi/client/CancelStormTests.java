package ai.eigi.client;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers who leave at every moment, and what they leave behind.
 */
class CancelStormTests {

	private static final int CONNECTIONS = 16;

	private static final int LIMIT = 100_000;

	private static final OutboundCallRequest CALL = OutboundCallRequest.of("agent-1", "+14155550123");

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
