package ai.eigi.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client knows of itself, and how it asks the service.
 */
class EigiClientStatusTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private volatile RawServer.Handler answer = (exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}");

	private final RawServer server = RawServer.start((exchange) -> this.answer.handle(exchange));

	private final List<String> heard = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void nothingIsKnownBeforeTheFirstRequest() {
		try (EigiClient client = client(EigiClient.Builder::recordOutcomes)) {
			EigiClientStatus status = client.status();
			assertThat(status.account()).isEqualTo("default");
			assertThat(status.lastAnswer()).isNull();
			assertThat(status.lastFailure()).isNull();
			assertThat(status.availablePermits()).isEqualTo(100);
			assertThat(status.permitLimit()).isEqualTo(100);
			assertThat(status.closed()).isFalse();
			assertThat(this.server.requests()).isEmpty();
		}
	}

	@Test
	void answersAndFailuresAreRemembered() {
		try (EigiClient client = client(EigiClient.Builder::recordOutcomes)) {
			Instant before = Instant.now().minusMillis(1);
			read(client);
			assertThat(client.status().lastAnswer()).isAfterOrEqualTo(before);
			assertThat(client.status().availablePermits()).isEqualTo(99);
			assertFailure(client, (exchange) -> exchange.json(500, "{}"), EigiFailureKind.SERVER, 1);
			assertFailure(client, (exchange) -> exchange.close(), EigiFailureKind.NETWORK, 2);
			assertFailure(client, (exchange) -> exchange.json(200, "[]"), EigiFailureKind.UNREADABLE, 3);
			assertFailure(client, (exchange) -> exchange.json(401, "{}"), EigiFailureKind.AUTHENTICATION, 4);
			this.answer = (exchange) -> exchange.json(404, "{}");
			read(client);
			assertThat(client.status().consecutiveFailures()).isZero();
			assertThat(client.status().lastFailure().kind()).isEqualTo(EigiFailureKind.AUTHENTICATION);
		}
	}

	@Test
	void refusalOfOneRequestIsAnAnswer() {
		try (EigiClient client = client(EigiClient.Builder::recordOutcomes)) {
			for (int status : new int[] { 400, 403, 404, 409, 422 }) {
				this.answer = (exchange) -> exchange.json(status, "{}");
				read(client);
			}
			assertThat(client.status().lastAnswer()).isNotNull();
			assertThat(client.status().lastFailure()).isNull();
		}
	}

	@Test
	void refusalForTheRateCountsForNothing() {
		try (EigiClient client = client(EigiClient.Builder::recordOutcomes)) {
			assertFailure(client, (exchange) -> exchange.json(429, "{}", "retry-after: 40"), EigiFailureKind.RATE_LIMIT,
					0);
			assertThat(client.status().coolDown()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
			assertThat(client.status().availablePermits()).isZero();
		}
	}

	@Test
	void whatTheClientRefusesCountsForNothing() {
		try (EigiClient client = client(EigiClient.Builder::recordOutcomes)) {
			client.operations().chat(ChatRequest.of(" ", " ")).onErrorComplete(EigiException.class).block(PATIENCE);
			assertThat(client.status().lastFailure()).isNull();
			assertThat(client.status().lastAnswer()).isNull();
		}
	}

	@Test
	void brokenStreamIsAFailure() {
		this.answer = (exchange) -> exchange.streamHead().chunk("Hel").reset();
		try (EigiClient client = client(EigiClient.Builder::recordOutcomes)) {
			client.operations()
				.streamChat(ChatRequest.of("agent-1", "Hi"))
				.onErrorComplete(EigiException.class)
				.blockLast(PATIENCE);
			assertThat(client.status().lastFailure().kind()).isEqualTo(EigiFailureKind.NETWORK);
		}
	}

	@Test
	void outcomesAreThoseOfTheClientAlone() {
		EigiClient.Builder builder = builder().recordOutcomes();
		try (EigiClient one = builder.build(); EigiClient other = builder.build()) {
			read(other);
			assertThat(other.status().lastAnswer()).isNotNull();
			assertThat(one.status().lastAnswer()).isNull();
		}
	}

	@Test
	void outcomesAreNotRecordedUnlessAskedFor() {
		try (EigiClient client = client(UnaryOperator.identity())) {
			read(client);
			assertThat(client.status().lastAnswer()).isNull();
			assertThat(client.check(PATIENCE).block(PATIENCE)).isTrue();
			assertThat(client.status().lastAnswer()).isNotNull();
		}
	}

	@Test
	void checkIsOneRequestThatNobodyHears() {
		try (EigiClient client = client((builder) -> builder.listener((transport, call, streamed, context) -> {
			this.heard.add(call.operation());
			return null;
		}))) {
			Mono<Boolean> check = client.check(PATIENCE);
			assertThat(this.server.requests()).isEmpty();
			this.answer = (exchange) -> exchange.json(500, "{}");
			assertThat(check.block(PATIENCE)).isTrue();
			assertThat(this.server.requests()).singleElement().satisfies((request) -> {
				assertThat(request.method()).isEqualTo("GET");
				assertThat(request.target()).isEqualTo("/v1/public/providers");
				assertThat(request.header("x-api-key")).isEqualTo("vk_test");
			});
			assertThat(client.status().lastFailure().kind()).isEqualTo(EigiFailureKind.SERVER);
			assertThat(this.heard).isEmpty();
		}
	}

	@Test
	void checkIsNotRepeatedWithAnotherKeyWhichTheNextOneCarries() {
		this.answer = (exchange) -> exchange.json("vk_new".equals(exchange.request().header("x-api-key")) ? 200 : 401,
				"{}");
		try (EigiClient client = client((builder) -> builder.apiKeySupplier(
				(request) -> Mono.just(EigiApiKey.of(request.formerRefused() ? "vk_new" : "vk_old").cached())))) {
			assertThat(client.check(PATIENCE).block(PATIENCE)).isTrue();
			assertThat(this.server.requests()).hasSize(1);
			assertThat(client.status().lastFailure().kind()).isEqualTo(EigiFailureKind.AUTHENTICATION);
			assertThat(client.check(PATIENCE).block(PATIENCE)).isTrue();
			assertThat(this.server.requests()).extracting((request) -> request.header("x-api-key"))
				.containsExactly("vk_old", "vk_new");
			assertThat(client.status().consecutiveFailures()).isZero();
		}
	}

	@Test
	void checkWithoutKeyIsNotSentAndFails() {
		try (EigiClient client = client((builder) -> builder.apiKeySupplier((request) -> Mono.empty()))) {
			assertThat(client.check(PATIENCE).block(PATIENCE)).isFalse();
			assertThat(client.status().lastFailure().kind()).isEqualTo(EigiFailureKind.KEY_UNAVAILABLE);
			assertThat(client.status().consecutiveFailures()).isOne();
			assertThat(this.server.connections()).isZero();
		}
	}

	@Test
	void faultOfAFilterIsNoOutcomeOfACheck() {
		for (Throwable fault : List.of(new IllegalStateException("fault"), new AssertionError("fault"))) {
			try (EigiClient client = client((builder) -> builder
				.webClient((webClient) -> webClient.filter((request, next) -> Mono.error(fault))))) {
				assertThat(client.check(PATIENCE).block(PATIENCE)).isFalse();
				assertThat(client.status().lastFailure()).isNull();
			}
		}
	}

	@Test
	void checkIsGivenUpInTime() {
		this.answer = (exchange) -> exchange.awaitClosedByClient();
		try (EigiClient client = client(UnaryOperator.identity())) {
			assertThat(client.check(Duration.ofMillis(300)).block(PATIENCE)).isTrue();
			assertThat(client.status().lastFailure().kind()).isEqualTo(EigiFailureKind.NETWORK);
		}
	}

	@Test
	void checkIsNotSentDuringACoolDown() {
		this.answer = (exchange) -> exchange.json(429, "{}", "retry-after: 120");
		try (EigiClient client = client(UnaryOperator.identity())) {
			assertThat(client.check(PATIENCE).block(PATIENCE)).isTrue();
			assertThat(client.check(PATIENCE).block(PATIENCE)).isFalse();
			assertThat(this.server.requests()).hasSize(1);
		}
	}

	@Test
	void checkLeavesPermitsToUsers() {
		try (EigiClient client = client(
				(builder) -> builder.rateLimit((settings) -> settings.withRequestsPerMinute(20)))) {
			for (int i = 0; i < 17; i++) {
				read(client);
			}
			assertThat(client.check(PATIENCE).block(PATIENCE)).isTrue();
			assertThat(client.status().availablePermits()).isEqualTo(2);
			assertThat(client.check(PATIENCE).block(PATIENCE)).isFalse();
			assertThat(this.server.requests()).hasSize(18);
		}
	}

	@Test
	void checkTakesNoConnectionThatSomebodyWaitsFor() throws Exception {
		this.answer = (exchange) -> exchange.awaitClosedByClient();
		try (EigiClient client = client((builder) -> builder.http((http) -> http.withMaxConnections(1)))) {
			Disposable occupying = client.operations().getConversation("c-1").subscribe();
			this.server.awaitExchange();
			assertThat(client.check(PATIENCE).block(PATIENCE)).isFalse();
			assertThat(this.server.requests()).hasSize(1);
			occupying.dispose();
		}
	}

	@Test
	void closedClientIsNotAsked() {
		EigiClient client = client(UnaryOperator.identity());
		client.close();
		assertThat(client.status().closed()).isTrue();
		assertThat(client.check(PATIENCE).block(PATIENCE)).isFalse();
	}

	private void assertFailure(EigiClient client, RawServer.Handler answer, EigiFailureKind kind, int failures) {
		this.answer = answer;
		read(client);
		assertThat(client.status().lastFailure().kind()).isEqualTo(kind);
		assertThat(client.status().consecutiveFailures()).isEqualTo(failures);
	}

	private static void read(EigiClient client) {
		client.operations().getConversation("c-1").onErrorComplete(EigiException.class).block(PATIENCE);
	}

	private EigiClient client(UnaryOperator<EigiClient.Builder> customizer) {
		return customizer.apply(builder()).build();
	}

	private EigiClient.Builder builder() {
		return EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(this.server.url())
			.retry((retry) -> retry.withEnabled(false));
	}

}
