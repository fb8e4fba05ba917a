package ai.eigi.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.client.error.EigiTenantUnavailableException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.observation.EigiClientMetrics;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.OperationEvents;
import ai.eigi.client.transport.OperationListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.equalTo;

/**
 * Accounts that are known only while the application runs, over real sockets.
 */
class EigiTenantsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private RawServer server = RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));

	private EigiTenants tenants = unlimited().build();

	@AfterEach
	void close() {
		this.tenants.close();
		this.server.close();
	}

	@Test
	void everyTenantIsSentForWithItsOwnKeyOverItsOwnConnection() {
		read("one");
		read("other");
		this.tenants.management("one").getAgent("a-1").block(PATIENCE);
		assertThat(keys()).containsExactly("vk_one", "vk_other", "vk_one");
		assertThat(this.tenants.clients()).isEqualTo(2);
		assertThat(this.asked).containsExactly("one", "other");
	}

	@Test
	void nothingIsMadeBeforeTheFirstRequest() {
		Mono<Conversation> read = this.tenants.operations("one").getConversation("c-1");
		assertThat(this.tenants.clients()).isZero();
		assertThat(this.asked).isEmpty();
		read.block(PATIENCE);
		assertThat(this.tenants.clients()).isEqualTo(1);
	}

	@Test
	void idleClientIsClosedAndMadeAgainForTheSameOperations() {
		use(unlimited().idleTime(Duration.ofMillis(40)));
		EigiOperations operations = this.tenants.operations("one");
		operations.getConversation("c-1").block(PATIENCE);
		Awaitility.await().until(() -> this.tenants.clients() == 0 && this.server.closedConnections() == 1);
		operations.getConversation("c-1").block(PATIENCE);
		assertThat(keys()).containsExactly("vk_one", "vk_one");
		assertThat(this.asked).containsExactly("one", "one");
	}

	@Test
	void clientThatWasIdleLongestMakesRoom() {
		use(unlimited().maxClients(2));
		read("first");
		read("second");
		read("first");
		awaitIdle(2);
		read("third");
		assertThat(this.tenants.clients()).isEqualTo(2);
		read("first");
		assertThat(this.asked).containsExactly("first", "second", "third");
	}

	@Test
	void clientWithAnOpenStreamIsNotClosed() {
		serve((exchange) -> {
			if (exchange.request().target().contains("chat")) {
				exchange.streamHead().chunk("Hel");
				exchange.stall();
			}
			else {
				exchange.json(200, "{\"conversation_id\":\"c-1\"}");
			}
		});
		use(unlimited().maxClients(1).idleTime(Duration.ofMillis(1)));
		EigiOperations operations = this.tenants.operations("one");
		StepVerifier.create(operations.streamChat(ChatRequest.of("agent-1", "Hi")))
			.expectNext("Hel")
			.then(() -> assertThatIsUnavailable("other"))
			.thenCancel()
			.verify(PATIENCE);
		ChatStream stream = operations.openChatStream(ChatRequest.of("agent-1", "Hi")).block(PATIENCE);
		assertThat(stream).isNotNull();
		assertThatIsUnavailable("other");
		assertThat(this.tenants.clients()).isEqualTo(1);
		stream.cancel();
		Awaitility.await().ignoreExceptions().until(() -> {
			read("other");
			return true;
		});
	}

	@Test
	void streamThatWaitsForItsReaderIsNotClosed() {
		// in one piece: what comes later is not taken from the socket until it is asked
		// for
		serve((exchange) -> exchange
			.raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
					+ "6\r\npiece \r\n".repeat(20) + "0\r\n\r\n"));
		AtomicReference<EigiTransport> opened = new AtomicReference<>();
		use(unlimited().maxClients(1)
			.idleTime(Duration.ofMillis(1))
			.client((builder) -> builder.listener(new Listener(opened::set))));
		StepVerifier.create(this.tenants.operations("one").streamChat(ChatRequest.of("agent-1", "Hi")), 1)
			.expectNextCount(1)
			.then(() -> Awaitility.await().until(() -> opened.get().state().connectionsInUse() == 0))
			.then(() -> assertThatIsUnavailable("other"))
			.then(() -> assertThat(this.tenants.idleClients()).isZero())
			.thenRequest(Long.MAX_VALUE)
			.thenConsumeWhile((text) -> true)
			.expectComplete()
			.verify(PATIENCE);
		Awaitility.await().until(() -> this.tenants.clients() == 0);
	}

	@Test
	void limitOutlivesTheIdleTime() {
		use(EigiTenants.builder(keys(this::keyOf))
			.client((builder) -> builder.baseUrl(this.server.url())
				.rateLimit((limit) -> limit.withRequestsPerMinute(1).withMaxWait(Duration.ZERO)))
			.maxClients(1)
			.idleTime(Duration.ofMillis(1)));
		read("one");
		assertThatIsUnavailable("other");
		assertThatExceptionOfType(EigiPermitTimeoutException.class).isThrownBy(() -> read("one"));
		assertThat(this.tenants.clients()).isEqualTo(1);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void coolDownOutlivesTheIdleTimeAndHoldsUpNobodyElse() {
		serve((exchange) -> {
			if ("vk_one".equals(exchange.request().header("X-API-Key"))) {
				exchange.json(429, "{\"detail\":\"slower\"}", "retry-after: 50");
			}
			else {
				exchange.json(200, "{\"conversation_id\":\"c-1\"}");
			}
		});
		use(EigiTenants.builder(keys(this::keyOf))
			.client((builder) -> builder.baseUrl(this.server.url())
				.retry((retry) -> retry.withEnabled(false))
				.rateLimit((limit) -> limit.withEnabled(false).withMaxWait(Duration.ZERO)))
			.maxClients(2)
			.idleTime(Duration.ofMillis(1)));
		assertThatExceptionOfType(EigiRateLimitedException.class).isThrownBy(() -> read("one"));
		read("two");
		Awaitility.await().until(() -> this.tenants.clients() == 1);
		read("three");
		assertThatExceptionOfType(EigiPermitTimeoutException.class).isThrownBy(() -> read("one"));
		assertThat(keys()).containsExactly("vk_one", "vk_two", "vk_three");
	}

	@Test
	void manyAtOnceShareOneClientForEachTenant() {
		int requests = 400;
		List<Conversation> read = Flux.range(0, requests)
			.flatMap((i) -> this.tenants.operations("t" + i % 4)
				.getConversation("c-1")
				.subscribeOn(Schedulers.boundedElastic()), 64)
			.collectList()
			.block(PATIENCE);
		assertThat(read).hasSize(requests);
		assertThat(this.asked).containsExactlyInAnyOrder("t0", "t1", "t2", "t3");
		assertThat(this.tenants.clients()).isEqualTo(4);
	}

	@Test
	void clientsComeAndGoUnderLoadAndNoRequestSuffers() {
		use(unlimited().maxClients(8).idleTime(Duration.ofMillis(1)));
		List<Throwable> failures = Flux.range(0, 600)
			.flatMap((i) -> this.tenants.operations("t" + i % 6)
				.getConversation("c-1")
				.subscribeOn(Schedulers.boundedElastic())
				.then(Mono.<Throwable>empty())
				.onErrorResume(Mono::just), 12)
			.collectList()
			.block(PATIENCE);
		assertThat(failures).isEmpty();
		assertThat(this.server.requests()).hasSize(600)
			.allSatisfy((request) -> assertThat(request.header("X-API-Key")).startsWith("vk_t"));
	}

	@Test
	void clientIsMadeOnThreadsThatMustNotBlock() {
		use(unlimited((tenant) -> keyOf(tenant).delayElement(Duration.ofMillis(1), Schedulers.parallel())));
		Flux.range(0, 8)
			.publishOn(Schedulers.parallel())
			.concatMap((i) -> this.tenants.operations("t" + i).getConversation("c-1"))
			.as(StepVerifier::create)
			.expectNextCount(8)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void threadsDoNotGrowWithTheTenants() {
		for (int i = 0; i < 30; i++) {
			read("t" + i);
		}
		assertThat(this.tenants.clients()).isEqualTo(30);
		assertThat(threads("eigi-tenant-http")).hasSizeLessThanOrEqualTo(LoopResources.DEFAULT_IO_WORKER_COUNT);
		assertThat(threads("eigi-tenant-timer")).hasSizeLessThanOrEqualTo(Schedulers.DEFAULT_POOL_SIZE);
	}

	@Test
	void closingClosesAllAndStopsTheThreads() {
		serve((exchange) -> {
			exchange.streamHead().chunk("Hel");
			exchange.stall();
		});
		use(unlimited());
		EigiOperations operations = this.tenants.operations("one");
		StepVerifier.create(operations.streamChat(ChatRequest.of("agent-1", "Hi")))
			.expectNext("Hel")
			.then(this.tenants::close)
			.expectError(EigiStreamInterruptedException.class)
			.verify(PATIENCE);
		assertThatExceptionOfType(EigiTransportException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(PATIENCE))
			.withMessageContaining("closed");
		Awaitility.await().untilAsserted(() -> assertThat(threads("eigi-tenant")).isEmpty());
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void tenantWithoutKeyIsToldAndAskedForAgain() {
		AtomicReference<Mono<String>> key = new AtomicReference<>(Mono.empty());
		use(unlimited((tenant) -> key.get()));
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class).isThrownBy(() -> read("one"))
			.withMessageContaining("gave no key")
			.withMessageContaining("Look at it and at where it reads the key");
		key.set(Mono.error(new IllegalStateException("vk_secret-in-a-foreign-text")));
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class).isThrownBy(() -> read("one"))
			.withMessageContaining("IllegalStateException")
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("vk_"));
		key.set(Mono.just(" "));
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class).isThrownBy(() -> read("one"));
		Awaitility.await().until(() -> this.tenants.clients() == 0);
		key.set(Mono.just("vk_late"));
		read("one");
		assertThat(keys()).containsExactly("vk_late");
	}

	@Test
	void whoWaitsForAKeyCanLeaveAndTheLastEndsTheSearch() {
		Sinks.One<String> key = Sinks.one();
		List<String> cancelled = new CopyOnWriteArrayList<>();
		AtomicInteger searches = new AtomicInteger();
		use(unlimited((tenant) -> key.asMono()
			.doOnSubscribe((subscription) -> searches.incrementAndGet())
			.doOnCancel(() -> cancelled.add(tenant))));
		Mono<Conversation> read = this.tenants.operations("one").getConversation("c-1");
		StepVerifier.create(read)
			.expectSubscription()
			.then(() -> Awaitility.await().untilAtomic(searches, equalTo(1)))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(cancelled).containsExactly("one");
		Awaitility.await().until(() -> this.tenants.clients() == 0);
		StepVerifier.create(read)
			.then(() -> Awaitility.await().untilAtomic(searches, equalTo(2)))
			.then(() -> StepVerifier.create(read).expectSubscription().thenCancel().verify(PATIENCE))
			.then(() -> key.tryEmitValue("vk_one"))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(cancelled).hasSize(1);
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void closingEndsTheWaitForAKey() {
		use(unlimited((tenant) -> Mono.never()));
		StepVerifier.create(this.tenants.operations("one").getConversation("c-1"))
			.then(this.tenants::close)
			.expectError(EigiTransportException.class)
			.verify(PATIENCE);
	}

	@Test
	void tenantsThatAreNoneTakeNobodysPlace() {
		use(unlimited((tenant) -> tenant.startsWith("t") ? keyOf(tenant) : Mono.empty()).maxClients(3));
		read("t1");
		read("t2");
		awaitIdle(2);
		for (int i = 0; i < 5; i++) {
			String nobody = "nobody-" + i;
			assertThatExceptionOfType(EigiApiKeyUnavailableException.class).isThrownBy(() -> read(nobody));
			Awaitility.await().until(() -> this.tenants.clients() == 2);
		}
		read("t1");
		read("t2");
		assertThat(this.asked).containsExactly("t1", "t2");
	}

	@Test
	void keyThatIsReplacedUnderLoadIsFoundAndTheClientStays() {
		Map<String, String> keys = new ConcurrentHashMap<>(Map.of("one", "vk_one", "other", "vk_other"));
		serve((exchange) -> exchange.json(keys.containsValue(exchange.request().header("X-API-Key")) ? 200 : 401,
				"{\"conversation_id\":\"c-1\",\"detail\":\"No\"}"));
		List<EigiApiKeyRequest> requests = new CopyOnWriteArrayList<>();
		AtomicInteger opened = new AtomicInteger();
		use(EigiTenants.builder((request) -> {
			requests.add(request);
			return Mono.fromSupplier(() -> EigiApiKey.of(keys.get(request.account())).cached())
				.delayElement(Duration.ofMillis(2));
		})
			.client((builder) -> builder.baseUrl(this.server.url())
				.rateLimit((limit) -> limit.withEnabled(false))
				.retry((retry) -> retry.withEnabled(false))
				.listener(new Listener((transport) -> opened.incrementAndGet()))));
		// a request that was refused ends before its new key is replaced too
		Flux.range(1, 4).concatMap((round) -> Flux.range(0, 150).flatMap((i) -> {
			if (i == 75) {
				keys.put("one", "vk_one-" + round);
			}
			return this.tenants.operations((i % 3 == 0) ? "other" : "one").getConversation("c-1");
		}, 8)).blockLast(PATIENCE);
		assertThat(opened).hasValue(2);
		assertThat(this.tenants.clients()).isEqualTo(2);
		assertThat(requests.stream().filter((request) -> request.account().equals("other")))
			.containsExactly(new EigiApiKeyRequest("other", false));
		assertThat(requests.stream().filter((request) -> request.account().equals("one"))).hasSizeBetween(5, 9)
			.startsWith(new EigiApiKeyRequest("one", false))
			.contains(new EigiApiKeyRequest("one", true));
		assertThat(keys().stream().filter((key) -> key.startsWith("vk_one")))
			.contains("vk_one-1", "vk_one-2", "vk_one-3")
			.endsWith("vk_one-4");
	}

	@Test
	void listenersHearOfTenantsUnderOneName() {
		Listener listener = new Listener((transport) -> {
		});
		use(EigiTenants.builder(keys((tenant) -> tenant.equals("one") ? keyOf(tenant) : Mono.empty()))
			.client((builder) -> builder.baseUrl(this.server.url()).listener(listener)));
		read("one");
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class).isThrownBy(() -> read("nobody"));
		assertThat(listener.heard).containsExactly("tenant completed", "tenant EigiApiKeyUnavailableException");
	}

	@Test
	void keyOfACustomizerNeverTakesThePlaceOfATenantsOwn() {
		use(unlimited().client((builder) -> builder.apiKey("vk_main")
			.apiKeySupplier((request) -> Mono.just(EigiApiKey.of("vk_main").cached()))));
		read("one");
		read("two");
		assertThat(keys()).containsExactly("vk_one", "vk_two");
	}

	@Test
	void metersShowTenantsAsOneAccountAndForgetClosedOnes() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		use(unlimited().idleTime(Duration.ofSeconds(2))
			.client((builder) -> builder.listener(new EigiClientMetrics(registry))));
		assertThat(registry.getMeters()).isEmpty();
		read("one");
		read("two");
		assertThat(registry.get("eigi.client.attempts").tag("account", "tenant").counter().count()).isEqualTo(2);
		assertThat(registry.find("eigi.client.connections.max").tag("account", "tenant").gauges()).hasSize(1);
		Awaitility.await().until(() -> registry.find("eigi.client.connections.max").gauge() == null);
	}

	@Test
	void tenantsAreObserved() {
		TestObservationRegistry registry = TestObservationRegistry.create();
		use(unlimited().client((builder) -> builder.observationRegistry(registry)));
		read("one");
		TestObservationRegistryAssert.assertThat(registry)
			.hasObservationWithNameEqualTo("eigi.client.requests")
			.that()
			.hasLowCardinalityKeyValue("account", "tenant");
	}

	@Test
	void supplierThatNeverAnswersIsGivenUpAndHoldsNoPlace() {
		use(EigiTenants.builder(new EigiApiKeySupplier() {

			@Override
			public Mono<EigiApiKey> get(EigiApiKeyRequest request) {
				return request.account().equals("hanging") ? Mono.never() : Mono.just(EigiApiKey.of("vk_key").cached());
			}

			@Override
			public Duration timeout() {
				return Duration.ofMillis(50);
			}

		}).client((builder) -> builder.baseUrl(this.server.url())).maxClients(1));
		assertThatExceptionOfType(EigiApiKeyUnavailableException.class).isThrownBy(() -> read("hanging"));
		Awaitility.await().until(() -> this.tenants.clients() == 0);
		read("other");
		assertThat(keys()).containsExactly("vk_key");
	}

	@Test
	void unusableSettingsAreToldBeforeTheFirstRequest() {
		assertThatExceptionOfType(EigiConfigurationException.class)
			.isThrownBy(unlimited().client((builder) -> builder.baseUrl("ftp://nonsense"))::build);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(unlimited().client((builder) -> builder.webClient((webClient) -> {
				throw new IllegalStateException("broken");
			}))::build)
			.withMessage("broken");
		assertThat(this.asked).isEmpty();
	}

	@Test
	void clientsThatWaitToBeClosedAreClosedWithTheRest() {
		List<EigiTransport> opened = new CopyOnWriteArrayList<>();
		use(unlimited().maxClients(1).client((builder) -> builder.listener(new Listener(opened::add))));
		CountDownLatch held = new CountDownLatch(1);
		try {
			read("one");
			awaitIdle(1);
			// all threads of the timer are busy
			for (int i = 0; i < Schedulers.DEFAULT_POOL_SIZE; i++) {
				opened.get(0).scheduler().schedule(() -> spinUntilOpen(held));
			}
			read("two");
			assertThat(opened.get(0).isClosed()).isFalse();
			this.tenants.close();
			assertThat(opened).hasSize(2).allMatch(EigiTransport::isClosed);
		}
		finally {
			held.countDown();
		}
	}

	/**
	 * Waits on a thread that must not block.
	 */
	private static void spinUntilOpen(CountDownLatch latch) {
		long looks = 0;
		while (latch.getCount() > 0) {
			looks++;
		}
		assertThat(looks).isNotNegative();
	}

	@Test
	void coolDownsCanBeEnded() {
		serve((exchange) -> exchange.json((exchange.number() == 1) ? 429 : 200, "{\"conversation_id\":\"c-1\"}",
				"retry-after: 50"));
		use(unlimited().client((builder) -> builder.retry((retry) -> retry.withEnabled(false))
			.rateLimit((limit) -> limit.withMaxWait(Duration.ZERO))));
		assertThatExceptionOfType(EigiRateLimitedException.class).isThrownBy(() -> read("one"));
		assertThatExceptionOfType(EigiPermitTimeoutException.class).isThrownBy(() -> read("one"));
		this.tenants.endCoolDowns();
		read("one");
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void contextReachesWhoKnowsTheKeys() {
		List<String> seen = new ArrayList<>();
		use(unlimited((tenant) -> Mono.deferContextual((context) -> {
			seen.add(context.get("trace"));
			return Mono.just("vk_" + tenant);
		})));
		this.tenants.operations("one")
			.getConversation("c-1")
			.contextWrite((context) -> context.put("trace", "t-1"))
			.block(PATIENCE);
		assertThat(seen).containsExactly("t-1");
	}

	@Test
	void unusableBoundsAreRefused() {
		assertThatExceptionOfType(EigiConfigurationException.class).isThrownBy(() -> unlimited().maxClients(0));
		assertThatExceptionOfType(EigiConfigurationException.class)
			.isThrownBy(() -> unlimited().idleTime(Duration.ZERO));
	}

	private static EigiApiKeySupplier keys(Function<String, Mono<String>> keys) {
		return (request) -> keys.apply(request.account()).map((key) -> EigiApiKey.of(key).cached());
	}

	private Mono<String> keyOf(String tenant) {
		return Mono.fromSupplier(() -> {
			this.asked.add(tenant);
			return "vk_" + tenant;
		});
	}

	private EigiTenants.Builder unlimited() {
		return unlimited(this::keyOf);
	}

	private EigiTenants.Builder unlimited(Function<String, Mono<String>> keys) {
		return EigiTenants.builder(keys(keys))
			.client((builder) -> builder.baseUrl(this.server.url()).rateLimit((limit) -> limit.withEnabled(false)));
	}

	private void use(EigiTenants.Builder builder) {
		this.tenants.close();
		this.tenants = builder.build();
	}

	private void serve(RawServer.Handler handler) {
		this.server.close();
		this.server = RawServer.start(handler);
	}

	private void read(String tenant) {
		this.tenants.operations(tenant).getConversation("c-1").block(PATIENCE);
	}

	/**
	 * A connection is given back shortly after its answer.
	 */
	private void awaitIdle(int clients) {
		Awaitility.await().until(() -> this.tenants.idleClients() == clients);
	}

	private void assertThatIsUnavailable(String tenant) {
		StepVerifier.create(this.tenants.operations(tenant).getConversation("c-1"))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(EigiTenantUnavailableException.class)
				.isInstanceOfSatisfying(EigiException.class,
						(failure) -> assertThat(failure.operation()).isEqualTo("getConversation")))
			.verify(PATIENCE);
	}

	private List<String> keys() {
		return this.server.requests().stream().map((request) -> request.header("X-API-Key")).toList();
	}

	/**
	 * Keeps how operations ended.
	 */
	private record Listener(Consumer<EigiTransport> whenOpened, List<String> heard) implements OperationListener {

		Listener(Consumer<EigiTransport> whenOpened) {
			this(whenOpened, new CopyOnWriteArrayList<>());
		}

		@Override
		public void opened(EigiTransport transport) {
			this.whenOpened.accept(transport);
		}

		@Override
		public OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed, ContextView context) {
			return new OperationEvents() {

				@Override
				public void completed() {
					Listener.this.heard.add(transport.account() + " completed");
				}

				@Override
				public void failed(Throwable error) {
					Listener.this.heard.add(transport.account() + " " + error.getClass().getSimpleName());
				}

			};
		}

	}

	private static Set<String> threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.isAlive() && thread.getName().startsWith(prefix))
			.map(Thread::getName)
			.collect(Collectors.toSet());
	}

}
