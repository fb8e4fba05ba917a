package ai.eigi.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of connections when another SSL context is there, in virtual time. The
 * connections themselves are plain: the context decides which are used, not what is said
 * on them.
 */
@ExtendWith(NettyLeaks.class)
class SslContextChangeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	@Test
	void idleConnectionsAreNotUsedAgainAndAreClosedAndTheStreamGoesOn() throws Exception {
		AtomicReference<SslContext> context = new AtomicReference<>(SslContextBuilder.forClient().build());
		try (RawServer server = RawServer.start((exchange) -> {
			if (exchange.request().target().endsWith("/chat")) {
				exchange.streamHead().chunk("Hello");
			}
			else {
				exchange.json(200, "{}");
			}
		}); EigiTransport transport = transport(server, context)) {
			StepVerifier.create(transport.stream(chat()).flatMapMany(TextStream::text)).expectNext("Hello").then(() -> {
				for (int i = 0; i < 5; i++) {
					read(transport);
				}
				int before = server.connections();
				context.set(createContext());
				read(transport);
				assertThat(server.connections()).as("with the new one").isEqualTo(before + 1);
				this.time.advanceTimeBy(Duration.ofSeconds(30));
				awaitClosed(server, before - 1);
			}).then(() -> finish(server)).expectNext(" you").expectComplete().verify(PATIENCE);
			read(transport);
		}
	}

	private EigiTransport transport(RawServer server, AtomicReference<SslContext> context) {
		return new EigiTransportBuilder().apiKey(ApiKey.of("vk_test"))
			.baseUrl(server.url())
			.http(HttpSettings.defaults())
			.rateLimit(RateLimitSettings.defaults().withEnabled(false))
			.sslContext(context::get)
			.time(this.time, () -> this.time.now(TimeUnit.NANOSECONDS), Clock.systemUTC())
			.build();
	}

	private static ApiCall chat() {
		return ApiCall.post("streamChat", Effect.WRITE, "/v1/public/chat", Map.of());
	}

	private static void read(EigiTransport transport) {
		transport.exchange(ApiCall.get("read", Effect.READ, "/v1/public/conversations"), (body) -> true)
			.block(PATIENCE);
	}

	private static void finish(RawServer server) {
		try {
			server.awaitExchange().chunk(" you").lastChunk();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SslContext createContext() {
		try {
			return SslContextBuilder.forClient().build();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void awaitClosed(RawServer server, int count) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(server.closedConnections()).isEqualTo(count));
	}

}
