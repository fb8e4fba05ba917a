package ai.eigi.client;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Keys that change while the client lives: what the server sees of them, and how often
 * the supplier is asked.
 */
@ExtendWith(NettyLeaks.class)
class ApiKeySupplierTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final OutboundCallRequest CALL = OutboundCallRequest.of("agent-1", "+14155550123");

	// do not look like keys, so that no pattern finds them in a text
	private static final String OLD = "old-house-4711";

	private static final String NEW = "new-house-4712";

	private final Set<String> accepted = ConcurrentHashMap.newKeySet();

	private final List<EigiApiKeyRequest> asked = new CopyOnWriteArrayList<>();

	private RawServer server = RawServer.start((exchange) -> {
		String key = exchange.request().header("x-api-key");
		if (!this.accepted.contains(key)) {
			exchange.json(401, "{\"detail\":\"Key " + key + " is bad, and so is " + OLD + "\"}");
		}
		else if (exchange.request().body().contains("\"streaming\":true")) {
			exchange.streamHead().chunk("Hello").chunk(" you").lastChunk();
		}
		else {
			exchange.json(200, "{\"conversation_id\":\"c-1\",\"response\":\"Hi\",\"session_id\":\"s-1\","
					+ "\"status\":\"success\",\"message\":\"Outbound calls initiated successfully\"}");
		}
	});

	private EigiClient client;

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
		}
		this.server.close();
	}

	@Test
	void keyIsReadForEachRequestThatIsSent() {
		this.accepted.addAll(List.of("key-1", "key-2"));
		EigiOperations operations = operations(
				supplier((request) -> Mono.just(EigiApiKey.of("key-" + this.asked.size()))));
		Mono<?> conversation = operations.getConversation("c-1");
		assertThat(this.asked).as("before subscription").isEmpty();
		conversation.block(PATIENCE);
		conversation.block(PATIENCE);
		assertThat(keysSeen()).containsExactly("key-1", "key-2");
		assertThat(this.asked).containsExactly(new EigiApiKeyRequest("blue", false),
				new EigiApiKeyRequest("blue", false));
	}

	@Test
	void keyThatMayBeKeptIsReadOnce() {
		this.accepted.add(OLD);
		EigiOperations operations = operations(supplier((request) -> Mono.just(EigiApiKey.of(OLD).cached())));
		for (int i = 0; i < 3; i++) {
			operations.getConversation("c-1").block(PATIENCE);
		}
		assertThat(keysSeen()).containsExactly(OLD, OLD, OLD);
		assertThat(this.asked).hasSize(1);
	}

	@Test
	void keyIsReadForEachAttempt() {
		RawServer.Handler handler = (exchange) -> exchange.json((exchange.number() == 1) ? 503 : 200,
				"{\"conversation_id\":\"c-1\"}");
		serve(handler);
		EigiOperations operations = operations(
				supplier((request) -> Mono.just(EigiApiKey.of("key-" + this.asked.size()))), (builder) -> builder.retry(
						(retry) -> retry.withEnabled(true).withBackoff(Duration.ofMillis(5), 1, Duration.ofMillis(5))));
		operations.getConversation("c-1").block(PATIENCE);
		assertThat(keysSeen()).containsExactly("key-1", "key-2");
	}

	@ParameterizedTest
	@MethodSource("readsAndWrites")
	void refusedRequestIsSentOnceMoreWithTheOtherKey(String name, Function<EigiOperations, Mono<?>> operation) {
		this.accepted.add(NEW);
		RateLimiterRegistry registry = RateLimiterRegistry.ofDefaults();
		EigiOperations operations = operations(rotating(),
				(builder) -> builder.rateLimit((limit) -> new RateLimitSettings(true, 100, PATIENCE))
					.rateLimiterRegistry(registry)
					.http((http) -> http.withMaxConnections(1)));
		operation.apply(operations).block(PATIENCE);
		assertThat(keysSeen()).containsExactly(OLD, NEW);
		assertThat(this.server.requests()).extracting(RawServer.Request::body)
			.allMatch((body) -> body.equals(this.server.requests().get(0).body()));
		assertThat(this.asked).extracting(EigiApiKeyRequest::formerRefused).containsExactly(false, true);
		assertThat(registry.rateLimiter("eigi-blue").getMetrics().getAvailablePermissions()).isEqualTo(98);
		operation.apply(operations).block(PATIENCE);
		assertThat(keysSeen()).containsExactly(OLD, NEW, NEW);
		assertThat(this.asked).hasSize(2);
	}

	static Stream<Arguments> readsAndWrites() {
		return Stream.of(operation("read", (operations) -> operations.getConversation("c-1")),
				operation("write", (operations) -> operations.chat(ChatRequest.of("agent-1", "Hi"))),
				operation("stream",
						(operations) -> operations.streamChat(ChatRequest.of("agent-1", "Hi"))
							.collectList()
							.doOnNext((texts) -> assertThat(String.join("", texts)).isEqualTo("Hello you"))));
	}

	@Test
	void refusedRequestIsSentOnceMoreWhereKeysAreNotKept() {
		this.accepted.add(NEW);
		EigiOperations operations = operations(
				supplier((request) -> Mono.just(EigiApiKey.of(request.formerRefused() ? NEW : OLD))));
		operations.getConversation("c-1").block(PATIENCE);
		assertThat(keysSeen()).containsExactly(OLD, NEW);
	}

	@Test
	void requestFailsAtOnceWhenTheSupplierHasNoOtherKey() {
		EigiOperations operations = operations(supplier((request) -> Mono.just(EigiApiKey.of(OLD).cached())));
		assertThatExceptionOfType(EigiAuthenticationException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(PATIENCE))
			.withMessageContaining("has no other one");
		assertThat(keysSeen()).containsExactly(OLD);
		assertThat(this.asked).extracting(EigiApiKeyRequest::formerRefused).containsExactly(false, true);
	}

	@Test
	void requestIsNotSentAThirdTime() {
		EigiOperations operations = operations(
				supplier((request) -> Mono.just(EigiApiKey.of("key-" + this.asked.size()).cached())),
				(builder) -> builder.retry((retry) -> retry.withEnabled(true).withMaxAttempts(5)));
		assertThatExceptionOfType(EigiAuthenticationException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(PATIENCE))
			.withMessageContaining("so is the one that took its place");
		assertThat(keysSeen()).containsExactly("key-1", "key-2");
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void callIsNotPlacedAgainAndTheNextRequestHasTheOtherKey() {
		this.accepted.add(NEW);
		EigiOperations operations = operations(rotating());
		assertThatExceptionOfType(EigiAuthenticationException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.withMessageContaining("the next request carries");
		assertThat(keysSeen()).containsExactly(OLD);
		operations.startCalls(CALL).block(PATIENCE);
		assertThat(keysSeen()).containsExactly(OLD, NEW);
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void refusalStandsWhenTheSupplierFails() {
		EigiOperations operations = operations(supplier((request) -> request.formerRefused()
				? Mono.error(new IllegalStateException("password " + NEW)) : Mono.just(EigiApiKey.of(OLD).cached())));
		assertThatExceptionOfType(EigiAuthenticationException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(PATIENCE))
			.withMessageContaining("java.lang.IllegalStateException")
			.satisfies(ApiKeySupplierTests::holdsNoSecret);
		assertThat(keysSeen()).containsExactly(OLD);
	}

	@Test
	void twentyRefusalsAtATimeAskOnce() {
		CountDownLatch all = new CountDownLatch(20);
		serve((exchange) -> {
			if (exchange.request().header("x-api-key").equals(OLD)) {
				all.countDown();
				all.await(10, TimeUnit.SECONDS);
				exchange.json(401, "{\"detail\":\"No\"}");
			}
			else {
				exchange.json(200, "{\"conversation_id\":\"c-1\"}");
			}
		});
		EigiOperations operations = operations(rotating());
		Flux.range(0, 20).flatMap((i) -> operations.getConversation("c-1"), 20).blockLast(PATIENCE);
		assertThat(keysSeen()).hasSize(40);
		assertThat(this.asked).extracting(EigiApiKeyRequest::formerRefused).containsExactly(false, true);
	}

	@Test
	void lateRefusalOfTheOldKeyKeepsTheNewOne() {
		CountDownLatch rotated = new CountDownLatch(1);
		serve((exchange) -> {
			boolean old = exchange.request().header("x-api-key").equals(OLD);
			if (old && exchange.request().target().contains("slow")) {
				rotated.await(10, TimeUnit.SECONDS);
			}
			exchange.json(old ? 401 : 200, "{\"conversation_id\":\"c-1\",\"detail\":\"No\"}");
		});
		EigiOperations operations = operations(rotating());
		Mono<?> slow = operations.getConversation("slow").cache();
		slow.subscribe();
		assertThat(awaitFirst().target()).contains("slow");
		operations.getConversation("quick").block(PATIENCE);
		rotated.countDown();
		slow.block(PATIENCE);
		operations.getConversation("quick").block(PATIENCE);
		assertThat(keysSeen()).containsExactly(OLD, OLD, NEW, NEW, NEW);
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void keysRotateUnderLoadAndNoRequestFails() {
		this.accepted.add("key-1");
		EigiOperations operations = operations(
				supplier((request) -> Mono.just(EigiApiKey.of(List.copyOf(this.accepted).get(0)).cached())
					.delayElement(Duration.ofMillis(2))));
		// a request that was refused ends before its new key is replaced too
		Flux.range(2, 4).concatMap((round) -> Flux.range(0, 150).flatMap((i) -> {
			if (i == 75) {
				String next = "key-" + round;
				this.accepted.add(next);
				this.accepted.removeIf((key) -> !key.equals(next));
			}
			return operations.getConversation("c-1");
		}, 8)).blockLast(PATIENCE);
		assertThat(this.asked.size()).isBetween(2, 9);
		assertThat(this.server.requests().size()).isBetween(604, 640);
	}

	@ParameterizedTest
	@MethodSource("uselessAnswers")
	void requestIsNotSentWithoutAKey(String name, Mono<EigiApiKey> answer, String said) {
		EigiOperations operations = operations(supplier((request) -> answer),
				(builder) -> builder.retry((retry) -> retry.withEnabled(true).withMaxAttempts(3)));
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.withMessageContaining(said)
			.satisfies(ApiKeySupplierTests::holdsNoSecret)
			.satisfies((ex) -> assertThat(ex.operation()).isEqualTo("startCalls"));
		assertThat(this.server.connections()).isZero();
		assertThat(this.asked).hasSize(1);
	}

	static Stream<Arguments> uselessAnswers() {
		return Stream.of(
				Arguments.of("error",
						Mono.error(new IllegalStateException("password " + OLD, new RuntimeException(NEW))),
						"failed (java.lang.IllegalStateException)"),
				Arguments.of("null", null, "failed (java.lang.NullPointerException)"),
				Arguments.of("empty", Mono.empty(), "gave no key"),
				Arguments.of("blank", Mono.just(EigiApiKey.of("  ")), "gave a blank key"),
				Arguments.of("line break", Mono.just(EigiApiKey.of(OLD + "\n").cached()), "line break"),
				Arguments.of("header", Mono.just(EigiApiKey.of(OLD + "é")), "a character that no key has"));
	}

	@Test
	void supplierThatThrowsIsNoBetter() {
		EigiOperations operations = operations(supplier((request) -> {
			throw new IllegalArgumentException(OLD);
		}));
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(PATIENCE))
			.satisfies(ApiKeySupplierTests::holdsNoSecret);
	}

	@Test
	void supplierIsNotWaitedForLongerThanItSays() {
		AtomicBoolean cancelled = new AtomicBoolean();
		EigiOperations operations = operations(new EigiApiKeySupplier() {

			@Override
			public Mono<EigiApiKey> get(EigiApiKeyRequest request) {
				return Mono.<EigiApiKey>never().doOnCancel(() -> cancelled.set(true));
			}

			@Override
			public Duration timeout() {
				return Duration.ofMillis(50);
			}

		});
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(PATIENCE))
			.withMessageContaining("PT0.05S");
		assertThat(cancelled).isTrue();
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void leavingCancelsTheSupplierAndSendsNothing() {
		AtomicBoolean cancelled = new AtomicBoolean();
		Sinks.One<EigiApiKey> key = Sinks.one();
		EigiOperations operations = operations(
				supplier((request) -> key.asMono().doOnCancel(() -> cancelled.set(true))),
				(builder) -> builder.http((http) -> http.withMaxConnections(1)));
		this.accepted.add(OLD);
		StepVerifier.create(operations.startCalls(CALL))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(20))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(cancelled).isTrue();
		key.tryEmitValue(EigiApiKey.of(OLD));
		// whatever was sent before has had the only connection before
		operations.getConversation("c-1").block(PATIENCE);
		assertThat(this.server.requests()).singleElement()
			.satisfies((request) -> assertThat(request.method()).isEqualTo("GET"));
	}

	@Test
	void closingTheClientEndsTheWaitForTheKey() {
		EigiOperations operations = operations(supplier((request) -> Mono.never()));
		StepVerifier.create(operations.startCalls(CALL))
			.expectSubscription()
			.then(this.client::close)
			.expectErrorSatisfies((ex) -> assertThat(ex)
				.isInstanceOfSatisfying(EigiTransportException.class,
						(closed) -> assertThat(closed.requestSent()).isFalse())
				.hasMessageContaining("closed"))
			.verify(PATIENCE);
	}

	@Test
	void keyIsReadBeforeTheRequestWaitsForItsPermit() {
		this.accepted.add(OLD);
		EigiOperations operations = operations(supplier((request) -> Mono.just(EigiApiKey.of(OLD))),
				(builder) -> builder.rateLimit((limit) -> new RateLimitSettings(true, 1, Duration.ofMinutes(2))));
		operations.getConversation("c-1").block(PATIENCE);
		StepVerifier.create(operations.getConversation("c-1"))
			.expectSubscription()
			.then(() -> assertThat(this.asked).hasSize(2))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void contextOfTheCallerReachesTheSupplier() {
		this.accepted.addAll(List.of("key-of-red", "key-of-green"));
		EigiOperations operations = operations(supplier((request) -> Mono
			.deferContextual((context) -> Mono.just(EigiApiKey.of("key-of-" + context.get("tenant"))))));
		operations.getConversation("c-1").contextWrite((context) -> context.put("tenant", "red")).block(PATIENCE);
		operations.getConversation("c-1").contextWrite((context) -> context.put("tenant", "green")).block(PATIENCE);
		assertThat(keysSeen()).containsExactly("key-of-red", "key-of-green");
	}

	@Test
	void errorHoldsNeitherTheKeyNorTheFormerOne() {
		EigiOperations operations = operations(rotating());
		assertThatExceptionOfType(EigiAuthenticationException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(PATIENCE))
			.withMessageContaining("Key *** is bad, and so is ***")
			.satisfies(ApiKeySupplierTests::holdsNoSecret);
		assertThat(keysSeen()).containsExactly(OLD, NEW);
	}

	@Test
	void keyShowsItselfToNobody() {
		EigiApiKey key = EigiApiKey.of(OLD).cachedFor(Duration.ofMinutes(1));
		assertThat(key).hasToString("EigiApiKey(***)").isNotEqualTo(EigiApiKey.of(OLD));
		assertThat(key.hashCode()).isEqualTo(System.identityHashCode(key));
	}

	private void serve(RawServer.Handler handler) {
		this.server.close();
		this.server = RawServer.start(handler);
	}

	private RawServer.Request awaitFirst() {
		try {
			return this.server.awaitExchange().request();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private EigiApiKeySupplier supplier(Function<EigiApiKeyRequest, Mono<EigiApiKey>> supplier) {
		return (request) -> {
			this.asked.add(request);
			return supplier.apply(request);
		};
	}

	private EigiApiKeySupplier rotating() {
		return supplier((request) -> Mono.just(EigiApiKey.of(request.formerRefused() ? NEW : OLD).cached()));
	}

	private EigiOperations operations(EigiApiKeySupplier supplier) {
		return operations(supplier, UnaryOperator.identity());
	}

	/**
	 * A client that retries nothing unless it is told to.
	 */
	private EigiOperations operations(EigiApiKeySupplier supplier, UnaryOperator<EigiClient.Builder> customizer) {
		this.client = customizer
			.apply(EigiClient.builder()
				.account("blue")
				.apiKeySupplier(supplier)
				.baseUrl(this.server.url())
				.rateLimit((limit) -> limit.withEnabled(false))
				.retry((retry) -> retry.withEnabled(false)))
			.build();
		return this.client.operations();
	}

	private List<String> keysSeen() {
		return this.server.requests().stream().map((request) -> request.header("x-api-key")).toList();
	}

	private static void holdsNoSecret(EigiException ex) {
		StringWriter printed = new StringWriter();
		ex.printStackTrace(new PrintWriter(printed));
		assertThat(ex).hasNoCause();
		assertThat(printed.toString()).doesNotContain(OLD).doesNotContain(NEW).doesNotContain("password");
	}

	private static Arguments operation(String name, Function<EigiOperations, Mono<?>> operation) {
		return Arguments.of(name, operation);
	}

}
