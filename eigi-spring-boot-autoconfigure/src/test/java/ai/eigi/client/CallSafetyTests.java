package ai.eigi.client;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

import ai.eigi.client.call.CallResolution;
import ai.eigi.client.call.CallVerdict;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.ResolvedCall;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.RateLimitSettings;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What reached the server, counted: nobody is phoned twice, whatever breaks.
 */
@ExtendWith(NettyLeaks.class)
class CallSafetyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String ACCEPTED = "{\"status\":\"success\",\"message\":\"Outbound calls initiated successfully\"}";

	private static final OutboundCallRequest CALL = OutboundCallRequest.of("agent-1", "+14155550123");

	private RawServer server;

	private EigiClient client;

	private EigiClient.Builder builder(RawServer.Handler handler) {
		this.server = RawServer.start(handler);
		return EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl(this.server.url())
			.retry((retry) -> retry.withBackoff(Duration.ofMillis(5), 1, Duration.ofMillis(5)));
	}

	private EigiOperations build(EigiClient.Builder builder) {
		this.client = builder.build();
		return this.client.operations();
	}

	@AfterEach
	void close() {
		if (this.client != null) {
			this.client.close();
		}
		this.server.close();
	}

	@Test
	void aCallThatWasCutOffIsUnknownAndWasSentOnce() {
		EigiOperations operations = build(builder(RawServer.Exchange::close));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.withMessageContaining("may have been placed");
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aCallThatWasResetIsUnknownAndWasSentOnce() {
		EigiOperations operations = build(builder(RawServer.Exchange::reset));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aCallWithHalfAnAnswerIsUnknownAndWasSentOnce() {
		EigiOperations operations = build(builder((exchange) -> exchange
			.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 80\r\n\r\n{\"status\":\"succ")
			.close()));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aCallWithoutAnswerIsUnknownAfterTheLimit() throws InterruptedException {
		EigiOperations operations = build(
				builder(RawServer.Exchange::stall).http((http) -> http.withResponseTimeout(Duration.ofSeconds(2))));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.withMessageContaining("eigi.http.response-timeout");
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		assertThat(this.server.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 500, 502, 503, 504, 520 })
	void aCallAnsweredWithTroubleIsUnknownAndWasSentOnce(int status) {
		EigiOperations operations = build(
				builder((exchange) -> exchange.json(status, "{\"detail\":\"trouble\"}", "retry-after: 0")));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(status);
				assertThat(ex.detail()).isEqualTo("trouble");
			});
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aSuccessThatCallsItselfAnErrorIsNone() {
		EigiOperations operations = build(
				builder((exchange) -> exchange.json(200, "{\"status\":\"error\",\"message\":\"broken\",\"data\":[]}")));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE));
		assertThatExceptionOfType(EigiDecodingException.class)
			.isThrownBy(() -> operations.listConversations(ConversationQuery.all()).block(PATIENCE));
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void pagesOfGatewaysAreReadBoundedAndReleased() {
		EigiOperations operations = build(builder((exchange) -> exchange.respond(502, "text/html",
				"<html>" + "x".repeat((exchange.number() % 2) * 500_000) + "</html>")));
		for (int i = 0; i < 4; i++) {
			assertThatExceptionOfType(EigiServerException.class)
				.isThrownBy(() -> operations.getConversation("c1").block(PATIENCE))
				.satisfies((ex) -> assertThat(ex.detail()).isNull());
		}
		assertThat(this.server.requests()).hasSize(12);
	}

	@Test
	void anErrorWhoseBodyNeverEndsDoesNotHang() {
		EigiOperations operations = build(builder((exchange) -> {
			exchange.raw("HTTP/1.1 400 Bad\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{\"det");
			exchange.stall();
		}).http((http) -> http.withResponseTimeout(Duration.ofSeconds(60))));
		assertThatExceptionOfType(EigiInvalidRequestException.class)
			.isThrownBy(() -> operations.getConversation("c1").block(PATIENCE));
	}

	@Test
	void aRefusedConnectionIsTriedAgainSinceNothingWasSent() throws Exception {
		EigiClient.Builder builder = builder((exchange) -> exchange.json(200, ACCEPTED));
		int freePort;
		try (ServerSocket socket = new ServerSocket(0)) {
			freePort = socket.getLocalPort();
		}
		EigiOperations operations = build(builder.baseUrl("http://localhost:" + freePort));
		assertThatExceptionOfType(EigiTransportException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.requestSent()).isFalse())
			.withMessageContaining("refused");
	}

	@Test
	void aCallNeverUsesAConnectionThatWasIdle() {
		List<Boolean> fresh = new CopyOnWriteArrayList<>();
		EigiOperations operations = build(builder((exchange) -> {
			if (exchange.request().method().equals("GET")) {
				exchange.json(200, "{\"data\":[]}");
			}
			else {
				fresh.add(exchange.isFirstOnItsConnection());
				exchange.json(200, ACCEPTED);
			}
		}));
		for (int i = 0; i < 3; i++) {
			operations.listConversations(ConversationQuery.all()).block(PATIENCE);
			operations.startCalls(CALL).block(PATIENCE);
		}
		assertThat(fresh).containsExactly(true, true, true);
	}

	@Test
	void aStaleConnectionDoesNotRepeatAChat() {
		EigiOperations operations = build(builder((exchange) -> {
			if (exchange.request().method().equals("GET")) {
				exchange.json(200, "{\"data\":[]}");
			}
			else {
				exchange.reset();
			}
		}));
		operations.listConversations(ConversationQuery.all()).block(PATIENCE);
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.chat(ChatRequest.of("agent-1", "Hello")).block(PATIENCE));
		assertThat(this.server.requests().stream().filter((request) -> request.method().equals("POST"))).hasSize(1);
	}

	@Test
	void aReadIsRepeatedAfterAReset() {
		EigiOperations operations = build(builder((exchange) -> {
			if (exchange.number() < 3) {
				exchange.reset();
			}
			else {
				exchange.json(200, "{\"conversation_id\":\"c1\"}");
			}
		}));
		assertThat(operations.getConversation("c1").block(PATIENCE).id()).isEqualTo("c1");
		assertThat(this.server.requests()).hasSize(3);
	}

	@Test
	void everySubscriptionHasAllItsAttempts() {
		EigiOperations operations = build(builder((exchange) -> exchange.json(500, "{}")));
		Mono<?> read = operations.getConversation("c1");
		for (int subscription = 1; subscription <= 2; subscription++) {
			StepVerifier.create(read).expectError(EigiException.class).verify(PATIENCE);
			assertThat(this.server.requests()).hasSize(3 * subscription);
		}
	}

	@Test
	void theCallersContextReachesTheFilterOnEveryAttempt() {
		List<String> seen = new CopyOnWriteArrayList<>();
		WebClient.Builder webClient = WebClient.builder().filter((request, next) -> Mono.deferContextual((context) -> {
			seen.add(context.get("user"));
			return next.exchange(request);
		}));
		EigiOperations operations = build(builder((exchange) -> exchange.json(500, "{}")).webClientBuilder(webClient));
		StepVerifier.create(operations.getConversation("c1").contextWrite((context) -> context.put("user", "u1")))
			.expectError(EigiException.class)
			.verify(PATIENCE);
		assertThat(seen).containsExactly("u1", "u1", "u1");
	}

	@Test
	void everyAttemptCostsAPermit() {
		EigiOperations operations = build(builder((exchange) -> exchange.json(500, "{}"))
			.rateLimit((limit) -> new RateLimitSettings(true, 2, Duration.ZERO)));
		assertThatExceptionOfType(EigiPermitTimeoutException.class)
			.isThrownBy(() -> operations.getConversation("c1").block(PATIENCE));
		assertThat(this.server.requests()).hasSize(2);
	}

	@Test
	void aStreamCostsOnePermit() {
		EigiOperations operations = build(builder((exchange) -> {
			exchange.streamHead();
			for (int i = 0; i < 50; i++) {
				exchange.chunk("word ");
			}
			exchange.lastChunk();
		}).rateLimit((limit) -> new RateLimitSettings(true, 2, Duration.ZERO)));
		Flux<String> chat = operations.streamChat(ChatRequest.of("agent-1", "Hello"));
		chat.blockLast(PATIENCE);
		chat.blockLast(PATIENCE);
		StepVerifier.create(chat).expectError(EigiPermitTimeoutException.class).verify(PATIENCE);
	}

	@Test
	void whoGivesUpWaitingForAPermitSendsNothing() {
		EigiOperations operations = build(builder((exchange) -> exchange.json(200, ACCEPTED))
			.rateLimit((limit) -> new RateLimitSettings(true, 1, Duration.ofMinutes(5))));
		operations.startCalls(CALL).block(PATIENCE);
		StepVerifier.create(operations.startCalls(CALL).timeout(Duration.ofMillis(50)))
			.expectError(TimeoutException.class)
			.verify(PATIENCE);
		StepVerifier.create(operations.startCalls(CALL)).thenCancel().verify(PATIENCE);
		assertThat(this.server.requests()).hasSize(1);
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void oneRefusalPausesTheWholeKey() {
		EigiOperations operations = build(
				builder((exchange) -> exchange.json(429, "{\"detail\":\"slow down\"}", "retry-after: 3600"))
					.rateLimit((limit) -> limit.withMaxWait(Duration.ofSeconds(30))));
		assertThatExceptionOfType(EigiRateLimitedException.class)
			.isThrownBy(() -> operations.getConversation("c1").block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofHours(1)));
		assertThatExceptionOfType(EigiPermitTimeoutException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.neededWait()).isGreaterThan(Duration.ofMinutes(59)));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aCallThatMayHaveRungIsNotCalledUnsentByALaterAttempt() {
		EigiOperations operations = build(builder((exchange) -> {
			if (exchange.number() % 2 == 1) {
				exchange.json(429, "{\"detail\":\"slow down\"}", "retry-after: 0");
			}
			else {
				exchange.json(403, "{\"detail\":\"no\"}");
			}
		}).rateLimit((limit) -> new RateLimitSettings(true, 3, Duration.ZERO))
			.retry((retry) -> retry.withBackoff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
				.withRedialWhenRateLimited(true)));
		assertThatExceptionOfType(EigiRateLimitedException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.withMessageContaining("not promised that no phone rang")
			.satisfies(
					(ex) -> assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(EigiAccessDeniedException.class));
		assertThat(this.server.requests()).hasSize(2);
		// the last permit is for the 429
		assertThatExceptionOfType(EigiRateLimitedException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.getSuppressed())
				.hasAtLeastOneElementOfType(EigiPermitTimeoutException.class));
		assertThat(this.server.requests()).hasSize(3);
	}

	@Test
	void aFilterThatEndsAnAttemptAfterA429DoesNotHideIt() {
		EigiOperations operations = build(builder((exchange) -> exchange.json(429, "{}", "retry-after: 0"))
			.webClientBuilder(letting((number) -> number == 1))
			.retry((retry) -> retry.withBackoff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
				.withRedialWhenRateLimited(true)));
		assertThatExceptionOfType(EigiRateLimitedException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(IllegalStateException.class));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aFilterThatLetsNobodyLookLeavesTheOutcomeUnknown() {
		EigiOperations operations = build(
				builder(RawServer.Exchange::close).webClientBuilder(letting((number) -> number == 1)));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class).isThrownBy(
				() -> operations.placeCalls(CALL, UnknownOutcomePolicy.resolve(Duration.ofSeconds(10))).block(PATIENCE))
			.satisfies((ex) -> {
				assertThat(ex.callAttempt()).isNotNull();
				assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(IllegalStateException.class);
			});
	}

	@Test
	void aFilterThatEndsARedialLosesNothingOfTheFirst() {
		EigiOperations operations = build(builder((exchange) -> {
			if (exchange.request().method().equals("GET")) {
				exchange.json(200, "{\"data\":[]}");
			}
			else {
				exchange.close();
			}
		}).webClientBuilder(letting((number) -> number == 1 || this.server.requests().size() < 2)));
		CallResolution resolution = operations
			.placeCalls(CALL, UnknownOutcomePolicy.resolve(Duration.ZERO).redialNotSeen(1))
			.block(PATIENCE);
		assertThat(resolution.calls()).extracting(ResolvedCall::verdict).containsExactly(CallVerdict.NOT_SEEN);
		assertThat(resolution.redialFailure()).isInstanceOfSatisfying(EigiTransportException.class, (ex) -> {
			assertThat(ex.requestSent()).isFalse();
			assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(IllegalStateException.class);
		});
	}

	@Test
	void aConsumerOfRetryEventsThatFailsDoesNotHideAnOutcome() {
		RetryRegistry retries = RetryRegistry.ofDefaults();
		EigiOperations operations = build(builder((exchange) -> {
			if (exchange.request().method().equals("GET")) {
				exchange.json(200, "{\"data\":[]}");
			}
			else {
				exchange.close();
			}
		}).retryRegistry(retries));
		retries.retry("eigi").getEventPublisher().onIgnoredError((event) -> {
			throw new IllegalStateException("listening failed");
		});
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.satisfies((ex) -> {
				assertThat(ex.callAttempt()).isNotNull();
				assertThat(ex.getSuppressed()).hasAtLeastOneElementOfType(IllegalStateException.class);
			});
		assertThat(this.server.requests()).hasSize(1);
	}

	private static WebClient.Builder letting(IntPredicate through) {
		AtomicInteger number = new AtomicInteger();
		return WebClient.builder()
			.filter((request, next) -> through.test(number.incrementAndGet()) ? next.exchange(request)
					: Mono.error(new IllegalStateException("the circuit is open")));
	}

	@Test
	void redirectsAreNotFollowedAndTheOtherHostSeesNothing() {
		try (RawServer other = RawServer.start((exchange) -> exchange.json(200, ACCEPTED))) {
			for (int status : List.of(301, 302, 303, 307, 308)) {
				EigiOperations operations = build(builder((exchange) -> exchange.json(status, "{}",
						"location: " + other.url() + "/v1/public/calls/outbound?to=somewhere")));
				assertThatExceptionOfType(EigiException.class)
					.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
					.withMessageContaining("Redirects are not followed")
					.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("somewhere"));
				this.client.close();
				this.server.close();
			}
			assertThat(other.connections()).isZero();
		}
	}

	@Test
	void aFilterCannotRepeatACall() {
		WebClient.Builder repeating = WebClient.builder()
			.filter((request, next) -> next.exchange(request)
				.flatMap((first) -> first.releaseBody().then(next.exchange(request))));
		EigiOperations operations = build(
				builder((exchange) -> exchange.json(200, ACCEPTED)).webClientBuilder(repeating));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE));
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void aFilterCannotPlaceACallTwiceAtOnce() {
		WebClient.Builder hedging = WebClient.builder()
			.filter((request, next) -> Flux.merge(next.exchange(request), next.exchange(request)).next());
		EigiOperations operations = build(
				builder((exchange) -> exchange.json(200, ACCEPTED)).webClientBuilder(hedging));
		for (int i = 1; i <= 10; i++) {
			operations.startCalls(CALL).onErrorComplete().block(PATIENCE);
			assertThat(this.server.requests()).hasSizeLessThanOrEqualTo(i);
		}
	}

	@Test
	void anAnswerThatAFilterThrowsAwayIsReleased() {
		WebClient.Builder throwing = WebClient.builder()
			.filter((request, next) -> next.exchange(request)
				.then(Mono.error(new IllegalStateException("not wanted"))));
		EigiOperations operations = build(
				builder((exchange) -> exchange.json(200, ACCEPTED)).webClientBuilder(throwing));
		for (int i = 1; i <= 20; i++) {
			assertThatExceptionOfType(EigiOutcomeUnknownException.class)
				.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE));
			assertThat(this.server.requests()).hasSize(i);
		}
	}

	@Test
	void anAnswerThatAFilterThrowsAwayUnfinishedClosesItsConnection() throws InterruptedException {
		WebClient.Builder throwing = WebClient.builder()
			.filter((request, next) -> next.exchange(request)
				.flatMap((answer) -> Mono.error(new IllegalStateException("not wanted"))));
		EigiOperations operations = build(builder(CallSafetyTests::halfAnAnswer).webClientBuilder(throwing)
			.http((http) -> http.withMaxConnections(1)));
		for (int i = 1; i <= 3; i++) {
			assertThatExceptionOfType(EigiOutcomeUnknownException.class)
				.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE));
			assertThat(this.server.requests()).hasSize(i);
			assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		}
	}

	@Test
	void anAnswerThatAFilterHoldsIsClosedWhenTheCallerLeaves() throws InterruptedException {
		Sinks.Empty<Void> held = Sinks.empty();
		WebClient.Builder holding = WebClient.builder()
			.filter((request, next) -> next.exchange(request)
				.doOnNext((answer) -> held.tryEmitEmpty())
				.flatMap((answer) -> Mono.never()));
		EigiOperations operations = build(builder(CallSafetyTests::halfAnAnswer).webClientBuilder(holding));
		Disposable caller = operations.startCalls(CALL).subscribe();
		held.asMono().block(PATIENCE);
		caller.dispose();
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		assertThat(this.server.requests()).hasSize(1);
	}

	@Test
	void anAnswerThatAFilterReplacesIsClosed() throws InterruptedException {
		WebClient.Builder replacing = WebClient.builder()
			.filter((request, next) -> next.exchange(request)
				.map((answer) -> ClientResponse.create(HttpStatus.OK)
					.header("content-type", "application/json")
					.body(ACCEPTED)
					.build()));
		EigiOperations operations = build(builder(CallSafetyTests::halfAnAnswer).webClientBuilder(replacing)
			.http((http) -> http.withMaxConnections(1)));
		operations.startCalls(CALL).block(PATIENCE);
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		WebClient.Builder saying = WebClient.builder()
			.filter((request, next) -> next.exchange(request)
				.map((answer) -> ClientResponse.create(HttpStatus.OK)
					.header("content-type", "text/plain")
					.body("Hello")
					.build()));
		operations.startCalls(CALL).block(PATIENCE);
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		this.client.close();
		this.server.close();
		operations = build(builder(CallSafetyTests::halfAnAnswer).webClientBuilder(saying)
			.http((http) -> http.withMaxConnections(1)));
		for (int i = 0; i < 2; i++) {
			assertThat(operations.streamChat(ChatRequest.of("agent-1", "Hello")).collectList().block(PATIENCE))
				.containsExactly("Hello");
			assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
		}
	}

	@Test
	void aFilterMayRaceAnAnswerWithSomethingElse() {
		WebClient.Builder racing = WebClient.builder()
			.filter((request, next) -> Flux.merge(next.exchange(request), Mono.<ClientResponse>never()).next());
		EigiOperations operations = build(builder((exchange) -> {
			if (exchange.request().target().endsWith("/chat")) {
				exchange.streamHead().chunk("Hel").chunk("lo").lastChunk();
			}
			else {
				exchange.json(200, ACCEPTED);
			}
		}).webClientBuilder(racing));
		for (int i = 1; i <= 5; i++) {
			assertThat(operations.startCalls(CALL).block(PATIENCE)).isNotNull();
			assertThat(operations.streamChat(ChatRequest.of("agent-1", "Hello")).collectList().block(PATIENCE))
				.containsExactly("Hel", "lo");
		}
		assertThat(this.server.requests()).hasSize(10);
	}

	private static void arrived(RawServer server) {
		try {
			server.awaitExchange();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void halfAnAnswer(RawServer.Exchange exchange) throws IOException {
		exchange
			.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 80\r\n\r\n{\"status\":\"succ");
		exchange.stall();
	}

	@Test
	void anAnswerThatCannotBeReadTellsItsStatus() {
		EigiOperations operations = build(
				builder((exchange) -> exchange.respond(200, "text/html", "<html></html>", "x-request-id: r-1")));
		assertThatExceptionOfType(EigiOutcomeUnknownException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.satisfies((ex) -> {
				assertThat(ex.status()).isEqualTo(200);
				assertThat(ex.headers()).containsEntry("x-request-id", "r-1");
			});
	}

	@Test
	void aClientsOwnInstancesDoNotTightenTheNextOne() {
		RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
		RetryRegistry retries = RetryRegistry.ofDefaults();
		build(builder((exchange) -> exchange.json(500, "{}")).rateLimiterRegistry(limiters)
			.retryRegistry(retries)
			.rateLimit((limit) -> limit.withRequestsPerMinute(1))
			.retry((retry) -> retry.withMaxAttempts(1)));
		this.client.close();
		assertThat(limiters.find("eigi")).isEmpty();
		assertThat(retries.find("eigi")).isEmpty();
		this.server.close();
		EigiOperations operations = build(
				builder((exchange) -> exchange.json(500, "{}")).rateLimiterRegistry(limiters).retryRegistry(retries));
		operations.getConversation("c1").onErrorComplete().block(PATIENCE);
		assertThat(this.server.requests()).hasSize(3);
	}

	@Test
	void anUnknownHostIsCalledSo() {
		builder((exchange) -> exchange.json(200, ACCEPTED));
		EigiOperations operations = build(EigiClient.builder()
			.apiKey("vk_test")
			.baseUrl("https://no-such-host.invalid")
			.http((http) -> http.withConnectTimeout(Duration.ofMillis(300)))
			.retry((retry) -> retry.withEnabled(false)));
		// where no name server answers, the time limit comes first
		assertThatExceptionOfType(EigiTransportException.class)
			.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
			.withMessageMatching(".*(host name cannot be resolved|eigi.http.connect-timeout).*")
			.satisfies((ex) -> assertThat(ex.requestSent()).isFalse());
	}

	@Test
	void aFilterCannotTurnTheKeyToAnotherHost() {
		try (RawServer other = RawServer.start((exchange) -> exchange.json(200, ACCEPTED))) {
			WebClient.Builder turning = WebClient.builder()
				.filter((request, next) -> next
					.exchange(ClientRequest.from(request).url(URI.create(other.url() + "/elsewhere")).build()));
			EigiOperations operations = build(
					builder((exchange) -> exchange.json(200, ACCEPTED)).webClientBuilder(turning));
			assertThatExceptionOfType(EigiInvalidRequestException.class)
				.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
				.withMessageContaining("another host");
			assertThat(other.connections()).isZero();
			assertThat(this.server.connections()).isZero();
		}
	}

	@Test
	void dataThatCannotBeWrittenIsRefusedBeforeSending() {
		EigiOperations operations = build(builder((exchange) -> exchange.json(200, ACCEPTED)));
		Object unwritable = new Object() {

			@SuppressWarnings("unused")
			public String getTrouble() {
				throw new IllegalStateException("secret");
			}

		};
		assertThatExceptionOfType(EigiInvalidRequestException.class)
			.isThrownBy(() -> operations
				.chat(ChatRequest.of("agent-1", "Hello").withMetadata(Map.of("trouble", unwritable)))
				.block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("secret"));
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void fullConnectionsQueueAndAreUsedInTurn() {
		CountDownLatch twoAtOnce = new CountDownLatch(2);
		AtomicInteger open = new AtomicInteger();
		AtomicInteger mostOpen = new AtomicInteger();
		EigiOperations operations = build(builder((exchange) -> {
			mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
			twoAtOnce.countDown();
			twoAtOnce.await(10, TimeUnit.SECONDS);
			open.decrementAndGet();
			exchange.streamHead().chunk("x").lastChunk();
		}).http((http) -> http.withMaxConnections(2)));
		List<String> answers = Flux.range(0, 6)
			.flatMap((i) -> operations.streamChat(ChatRequest.of("agent-1", "m" + i)), 6)
			.collectList()
			.block(PATIENCE);
		assertThat(answers).hasSize(6);
		assertThat(mostOpen).hasValue(2);
		assertThat(this.server.requests()).hasSize(6);
	}

	@Test
	void whoFindsNoFreeConnectionInTimeIsToldAndSendsNothing() throws InterruptedException {
		EigiOperations operations = build(builder(RawServer.Exchange::stall)
			.http((http) -> http.withMaxConnections(1).withResponseTimeout(Duration.ofMillis(100)))
			.retry((retry) -> retry.withEnabled(false)));
		StepVerifier.create(operations.streamChat(ChatRequest.of("agent-1", "Hello"))).then(() -> {
			arrived(this.server);
			assertThatExceptionOfType(EigiTransportException.class)
				.isThrownBy(() -> operations.startCalls(CALL).block(PATIENCE))
				.withMessageContaining("eigi.http.max-connections")
				.satisfies((ex) -> assertThat(ex.requestSent()).isFalse());
		}).thenCancel().verify(PATIENCE);
		assertThat(this.server.requests()).hasSize(1);
	}

}
