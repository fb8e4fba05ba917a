package ai.eigi.simulator;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EigiSimulator}: what all routes have in common.
 */
class EigiSimulatorTests {

	private static final String AGENTS = "/v1/public/agents";

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldServeOnLoopbackWithItsKey() {
		assertThat(this.simulator.baseUrl()).isEqualTo("http://127.0.0.1:" + this.simulator.port());
		assertThat(this.simulator.apiKey()).startsWith("vk_");
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
	}

	@Test
	void shouldFreePortAndConnectionsOnClose() throws IOException {
		int port = this.simulator.port();
		this.caller.get(AGENTS);
		assertThat(this.simulator.openConnections()).isEqualTo(1);
		this.simulator.close();
		assertThat(this.simulator.openConnections()).isZero();
		new ServerSocket(port).close();
	}

	@Test
	void shouldLeaveNoThreadsBehindOnClose() throws InterruptedException {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		List<Thread> threads;
		try (EigiSimulator another = EigiSimulator.start()) {
			new Caller(another).get(AGENTS);
			threads = Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> !before.contains(thread) && thread.getName().startsWith("eigi-simulator"))
				.toList();
		}
		assertThat(threads).isNotEmpty();
		for (Thread thread : threads) {
			thread.join(5000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	@Test
	void shouldCloseOnAnInterruptedThread() throws IOException {
		Set<Thread> before = threads();
		EigiSimulator another = EigiSimulator.builder().webhooks(WebhookDestination.post("http://127.0.0.1:1")).start();
		new Caller(another).get(AGENTS);
		another.receiveCall(SimulatedAgent.APPOINTMENTS.id(), "+14155550123",
				CallOutcome.failed().withRinging(Duration.ZERO));
		Awaitility.await().until(() -> !another.webhooks().deliveries().isEmpty());
		boolean interrupted;
		Thread.currentThread().interrupt();
		try {
			another.close();
		}
		finally {
			interrupted = Thread.interrupted();
		}
		assertThat(interrupted).isTrue();
		new ServerSocket(another.port()).close();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(before).containsAll(threads()));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("eigi-simulator"))
			.collect(Collectors.toSet());
	}

	@Test
	void shouldServeManyAtOnce() {
		String message = "{\"agent_id\":\"" + SimulatedAgent.SUPPORT.id() + "\",\"message\":\"hi\"}";
		List<Integer> statuses = IntStream.range(0, 200)
			.parallel()
			.mapToObj((i) -> this.caller.post("/v1/public/chat", message).statusCode())
			.toList();
		assertThat(statuses).hasSize(200).containsOnly(200);
		assertThat(this.simulator.requests(SimulatorRoute.CHAT)).hasSize(200);
		assertThat(this.caller.getJson("/v1/public/chat/sessions").path("total").intValue()).isEqualTo(200);
	}

	@Test
	void shouldLetScriptsBlock() {
		CountDownLatch second = new CountDownLatch(1);
		this.simulator.replyWith((turn) -> {
			if (turn.message().equals("2")) {
				second.countDown();
			}
			try {
				return Boolean.toString(second.await(10, TimeUnit.SECONDS));
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		String message = "{\"agent_id\":\"" + SimulatedAgent.SUPPORT.id() + "\",\"message\":\"%d\"}";
		assertThat(IntStream.rangeClosed(1, 2)
			.mapToObj((i) -> CompletableFuture
				.supplyAsync(() -> this.caller.post("/v1/public/chat", message.formatted(i)).body()))
			.toList()).allSatisfy((reply) -> assertThat(reply.join()).isEqualTo("true"));
	}

	@Test
	void shouldIgnoreQueryThatCannotBeDecoded() throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.simulator.port())) {
			socket.getOutputStream()
				.write(("GET " + AGENTS + "?page=%zz HTTP/1.1\r\nHost: a\r\nX-API-Key: vk_1\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
		}
	}

	@Test
	void shouldBeClosableTwice() {
		this.simulator.close();
		this.simulator.close();
	}

	@Test
	void shouldStartAgainOnTheSamePort() {
		int port = this.simulator.port();
		this.caller.get(AGENTS);
		this.simulator.close();
		try (EigiSimulator next = EigiSimulator.builder().port(port).start()) {
			assertThat(next.port()).isEqualTo(port);
			assertThat(new Caller(next).get(AGENTS).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void shouldFailOnPortInUse() {
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> EigiSimulator.builder().port(this.simulator.port()).start());
	}

	@Test
	void shouldRefuseKeyThatNoRequestCouldUse() {
		assertThatIllegalArgumentException().isThrownBy(() -> EigiSimulator.builder().apiKey("sk_1"));
	}

	@Test
	void shouldRefuseMissingInvalidInactiveAndExpiredKeys() {
		assertRefused(this.caller.send(this.caller.anonymous(AGENTS)), "Missing API key");
		assertRefused(withKey("sk_1"), "Invalid API key");
		assertThat(withKey("vk_any").statusCode()).isEqualTo(200);
		this.simulator.deactivateKey("vk_any");
		assertRefused(withKey("vk_any"), "Inactive API key");
		this.simulator.expireKey("vk_any");
		assertRefused(withKey("vk_any"), "Expired API key");
		this.simulator.activateKey("vk_any");
		assertThat(withKey("vk_any").statusCode()).isEqualTo(200);
	}

	@Test
	void shouldAcceptOwnKeyOnlyOnDemand() {
		try (EigiSimulator strict = EigiSimulator.builder().apiKey("vk_own").onlyApiKey().start()) {
			Caller strictCaller = new Caller(strict);
			assertThat(strictCaller.get(AGENTS).statusCode()).isEqualTo(200);
			assertRefused(strictCaller.send(strictCaller.anonymous(AGENTS).header("X-API-Key", "vk_other")),
					"Invalid API key");
		}
	}

	@Test
	void shouldCheckKeyBeforeRouteAndRouteBeforeBody() {
		assertThat(this.caller.send(this.caller.anonymous("/nowhere")).statusCode()).isEqualTo(401);
		HttpResponse<String> unknown = this.caller.post("/v1/public/nowhere", "not json");
		assertThat(unknown.statusCode()).isEqualTo(404);
		assertThat(unknown.body()).isEqualTo("{\"detail\":\"Not Found\"}");
		assertThat(this.caller.get("/v1/public/agents/").statusCode()).isEqualTo(404);
		assertThat(this.caller.get("/v1/public/chat/sessions/").statusCode()).isEqualTo(404);
	}

	@Test
	void shouldRefuseWrongMethod() {
		HttpResponse<String> response = this.caller.get("/v1/public/chat");
		assertThat(response.statusCode()).isEqualTo(405);
		assertThat(response.headers().firstValue("allow")).hasValue("POST");
		assertThat(response.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
	}

	@Test
	void shouldRecordWhatArrived() {
		this.caller.get(AGENTS + "?page=1&note=a%20b&note=c");
		this.caller.post("/v1/public/chat", "{\"agent_id\":\"नमस्ते\"}");
		this.caller.send(this.caller.anonymous("/nowhere"));
		assertThat(this.simulator.requests()).hasSize(3)
			.extracting(RecordedRequest::path)
			.containsExactly(AGENTS, "/v1/public/chat", "/nowhere");
		RecordedRequest first = this.simulator.requests().get(0);
		assertThat(first.method()).isEqualTo("GET");
		assertThat(first.query()).containsEntry("note", List.of("a b", "c"));
		assertThat(first.queryParameter("page")).isEqualTo("1");
		assertThat(first.queryParameter("absent")).isNull();
		assertThat(first.headers()).containsKey("x-api-key");
		assertThat(first.header("X-API-Key")).isEqualTo(this.simulator.apiKey());
		assertThat(first.receivedAt()).isEqualTo(this.clock.instant());
		assertThat(first).hasToString("GET " + AGENTS);
		RecordedRequest chat = this.simulator.requests(SimulatorRoute.CHAT).get(0);
		assertThat(chat.json().path("agent_id").stringValue()).isEqualTo("नमस्ते");
	}

	@Test
	void shouldForgetTheOldestRequestsBeyondTheBound() {
		Recorder recorder = new Recorder();
		IntStream.rangeClosed(0, Recorder.BOUND)
			.forEach((i) -> recorder
				.add(new RecordedRequest("GET", "/" + i, Map.of(), Map.of(), "", this.clock.instant())));
		assertThat(recorder.all()).hasSize(Recorder.BOUND).first().extracting(RecordedRequest::path).isEqualTo("/1");
	}

	@Test
	void shouldLimitRequestsPerKeyAndMinute() {
		this.simulator.requestsPerMinute(2);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
		this.clock.advance(Duration.ofMillis(20_500));
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
		HttpResponse<String> refused = this.caller.get(AGENTS);
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(refused.headers().firstValue("retry-after")).hasValue("40");
		assertThat(refused.body()).isEqualTo("{\"detail\":\"Rate limit exceeded\"}");
		assertThat(withKey("vk_other").statusCode()).isEqualTo(200);
		this.clock.advance(Duration.ofMillis(39_500));
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(429);
	}

	@Test
	void shouldTellTheWaitAsHttpDate() {
		this.simulator.requestsPerMinute(1);
		this.simulator.retryAfter(RetryAfterFormat.HTTP_DATE);
		this.clock.advance(Duration.ofMillis(1));
		this.caller.get(AGENTS);
		String date = this.caller.get(AGENTS).headers().firstValue("retry-after").orElseThrow();
		assertThat(date).isEqualTo("Mon, 02 Mar 2026 10:01:01 GMT");
		assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
			.isEqualTo(Instant.parse("2026-03-02T10:01:01Z"));
	}

	@Test
	void shouldTakeLimitFromBuilder() {
		try (EigiSimulator limited = EigiSimulator.builder().requestsPerMinute(1).start()) {
			Caller limitedCaller = new Caller(limited);
			assertThat(limitedCaller.get(AGENTS).statusCode()).isEqualTo(200);
			assertThat(limitedCaller.get(AGENTS).statusCode()).isEqualTo(429);
			limited.reset();
			assertThat(limitedCaller.get(AGENTS).statusCode()).isEqualTo(200);
			assertThat(limitedCaller.get(AGENTS).statusCode()).isEqualTo(429);
		}
	}

	@Test
	void shouldForgetEverythingOnReset() {
		this.simulator.addConversation(Map.of());
		this.simulator.addAgent(SimulatedAgent.of("another", "Another"));
		this.simulator.deactivateKey(this.simulator.apiKey());
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(500));
		this.simulator.requestsPerMinute(1);
		this.caller.get(AGENTS);
		this.simulator.reset();
		assertThat(this.simulator.requests()).isEmpty();
		assertThat(this.simulator.agents()).containsExactly(SimulatedAgent.SUPPORT, SimulatedAgent.APPOINTMENTS,
				SimulatedAgent.WEBSITE_GUIDE);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
		assertThat(this.caller.getJson("/v1/public/conversations").path("data")).isEmpty();
	}

	@Test
	void shouldBreakOffStreamsOnResetAndKeepIdleConnections() throws Exception {
		this.caller.get(AGENTS);
		int idle = this.simulator.openConnections();
		this.simulator.chunkDelay(Duration.ofMinutes(1));
		try (Socket socket = new Socket("127.0.0.1", this.simulator.port())) {
			String body = "{\"agent_id\":\"" + SimulatedAgent.SUPPORT.id()
					+ "\",\"message\":\"Hi\",\"streaming\":true}";
			socket.getOutputStream()
				.write(("POST /v1/public/chat HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + this.simulator.apiKey()
						+ "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
					.getBytes(StandardCharsets.UTF_8));
			assertThat(socket.getInputStream().read()).isEqualTo('H');
			this.simulator.reset();
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("TTP/1.1 200");
		}
		assertThat(this.simulator.requests()).isEmpty();
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
		Awaitility.await().until(() -> this.simulator.openConnections() == idle);
	}

	@Test
	void shouldTellFaultsThatWait() {
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(500), 2);
		this.caller.get(AGENTS);
		assertThat(this.simulator.pendingFaults()).containsExactly(Map.entry(SimulatorRoute.LIST_AGENTS, 1));
		this.caller.get(AGENTS);
		assertThat(this.simulator.pendingFaults()).isEmpty();
	}

	@Test
	void clockShouldRewind() {
		this.clock.advance(Duration.ofDays(1));
		this.clock.rewind();
		assertThat(this.clock.instant()).isEqualTo("2026-03-02T10:00:00Z");
	}

	@Test
	void clockShouldRunStandAndAdvance() {
		SimulatorClock system = SimulatorClock.system();
		system.advance(Duration.ofDays(1));
		assertThat(system.instant()).isAfter(Instant.now().plus(Duration.ofHours(23)));
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(this.clock.instant()).isEqualTo("2026-03-02T10:00:05Z");
		assertThat(this.simulator.clock()).isSameAs(this.clock);
		assertThatIllegalArgumentException().isThrownBy(() -> this.clock.advance(Duration.ofSeconds(-1)));
	}

	private HttpResponse<String> withKey(String key) {
		return this.caller.send(this.caller.anonymous(AGENTS).header("X-API-Key", key));
	}

	private static void assertRefused(HttpResponse<String> response, String detail) {
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.body()).isEqualTo("{\"detail\":\"" + detail + "\"}");
	}

}
