package ai.eigi.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import org.assertj.core.groups.Tuple;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SimulatorWebhooks}.
 */
class SimulatorWebhooksTests {

	private static final String AGENT = SimulatedAgent.APPOINTMENTS.id();

	private static final String NUMBER = "+14155550123";

	private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

	private final SimulatorClock clock = SimulatorClock.manual(START);

	private final WebhookReceiver receiver = new WebhookReceiver();

	private final EigiSimulator simulator = EigiSimulator.builder()
		.clock(this.clock)
		.webhooks(WebhookDestination.post(this.receiver.url("/hook")))
		.start();

	@AfterEach
	void close() {
		this.simulator.close();
		this.receiver.close();
	}

	@ParameterizedTest
	@EnumSource(WebhookMethod.class)
	void shouldSendEventAndPayload(WebhookMethod method) {
		this.simulator.webhooks().sendTo(WebhookDestination.of(method, this.receiver.url("/hook?secret=a%2Bb&empty=")));
		this.simulator.onCalls(CallOutcome.answered()
			.withTranscript(TranscriptLine.agent("Grüße 🙏 & \"quotes\" = +1%20\r\n--"),
					TranscriptLine.user("नमस्ते")));
		call(NUMBER);
		this.clock.advance(Duration.ofMinutes(1));
		WebhookReceiver.Received request = this.receiver.received().get(0);
		assertThat(this.receiver.received()).hasSize(1);
		assertThat(request.method()).isEqualTo(method.name());
		assertThat(request.uri().getRawPath()).isEqualTo("/hook");
		assertThat(request.uri().getRawQuery()).startsWith("secret=a%2Bb&empty=");
		if (method == WebhookMethod.GET) {
			assertThat(request.fields()).containsOnlyKeys("secret", "empty", "event", "payload");
			assertThat(request.uri().getRawQuery()).doesNotContain("+").contains("%20");
			assertThat(request.body()).isEmpty();
		}
		else {
			assertThat(request.contentType()).startsWith("multipart/form-data; boundary=");
			assertThat(request.fields()).containsOnlyKeys("event", "payload");
			assertThat(request.uri().getRawQuery()).isEqualTo("secret=a%2Bb&empty=");
		}
		assertThat(request.fields()).containsEntry("event", "conversation.completed");
		assertThat(request.payload().path("conversation_transcript").findValuesAsString("content"))
			.containsExactly("Grüße 🙏 & \"quotes\" = +1%20\r\n--", "नमस्ते");
	}

	@Test
	void shouldSendJsonBodyOnDemand() {
		this.simulator.webhooks().sendTo(WebhookDestination.put(this.receiver.url("/hook")).withJsonBody());
		call(NUMBER);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.receiver.received()).singleElement().satisfies((request) -> {
			assertThat(request.contentType()).isEqualTo("application/json");
			assertThat(Json.read(request.text()).path("event").stringValue()).isEqualTo("conversation.completed");
		});
	}

	@Test
	void shouldHaveTheDocumentedFieldsAndNoOther() throws IOException {
		this.simulator.onCalls(CallOutcome.answered().withDuration(Duration.ofSeconds(142)).withTranscript());
		new Caller(this.simulator).post("/v1/public/calls/outbound", """
				{"agent_id": "%s", "telephony_provider": "TWILIO", "is_test_call": true,
				 "params": [{"mobile_number": "%s", "metadata": {"order_id": "o-1"}}]}""".formatted(AGENT, NUMBER));
		this.clock.advance(Duration.ofMinutes(5));
		JsonNode payload = this.receiver.received().get(0).payload();
		assertThat(Caller.names(payload)).isEqualTo(Caller.names(fixture("webhook-payload-completed")));
		JsonNode call = conversation(payload.path("conversation_id").stringValue());
		assertThat(payload).isEqualTo(Json.read("""
				{"event": "conversation.completed", "id": "%s", "conversation_id": "%s", "agent_id": "%s",
				 "conversation_type": "TELEPHONY", "conversation_status": "COMPLETED", "notes": null,
				 "conversation_duration": 142, "conversation_recording_url": "%s", "calling_type": "OUTBOUND",
				 "telephony_provider": "TWILIO", "to_mobile_number": "+14155550123",
				 "from_mobile_number": "+14155550101", "is_test_call": true, "conversation_transcript": [],
				 "conversation_analysis": []}""".formatted(call.path("id").stringValue(),
				call.path("conversation_id").stringValue(), AGENT,
				call.path("conversation_metadata").path("conversation_recording_url").stringValue())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "disconnected", "failed" })
	void shouldHaveNullsForCallsWithoutTalk(String outcome) throws IOException {
		this.simulator.onCalls(outcome.equals("failed") ? CallOutcome.failed() : CallOutcome.unanswered());
		call(NUMBER);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.receiver.events()).containsExactly("conversation." + outcome);
		JsonNode payload = this.receiver.received().get(0).payload();
		ObjectNode expected = (ObjectNode) fixture("composed-webhook-payload-" + outcome);
		for (String own : List.of("id", "conversation_id", "agent_id", "telephony_provider", "from_mobile_number")) {
			expected.set(own, payload.path(own));
		}
		assertThat(payload).isEqualTo(expected);
		assertThat(Caller.names(payload)).isEqualTo(Caller.names(expected));
	}

	@Test
	void shouldTellOfCallsInBrowsersAndOfIncomingOnesButNotOfChats() {
		String incoming = this.simulator.receiveCall(AGENT, NUMBER, CallOutcome.answered());
		this.clock.advance(Duration.ofSeconds(1));
		String daily = this.simulator.startDailySession(AGENT, CallOutcome.brokenOff());
		new Caller(this.simulator).post("/v1/public/chat", "{\"agent_id\":\"" + AGENT + "\",\"message\":\"hi\"}");
		this.clock.advance(Duration.ofHours(2));
		assertThat(this.receiver.events()).containsExactly("conversation.disconnected", "conversation.completed");
		JsonNode browser = this.receiver.received().get(0).payload();
		assertThat(browser.path("conversation_id").stringValue()).isEqualTo(daily);
		assertThat(browser.path("conversation_type").stringValue()).isEqualTo("DAILY");
		assertThat(browser.path("to_mobile_number").isNull()).isTrue();
		JsonNode call = this.receiver.received().get(1).payload();
		assertThat(call.path("conversation_id").stringValue()).isEqualTo(incoming);
		assertThat(call.path("from_mobile_number").stringValue()).isEqualTo(NUMBER);
	}

	@Test
	void shouldStopTheClockAtTheEndOfEachCall() {
		List<String> seen = new ArrayList<>();
		this.receiver.onReceive((request) -> {
			JsonNode call = conversation(request.payload().path("conversation_id").stringValue());
			seen.add(this.clock.instant() + " " + call.path("conversation_status").stringValue() + " "
					+ call.path("conversation_analysis").isNull());
		});
		this.simulator.onCall("+14155550124", CallOutcome.unanswered());
		call(NUMBER, "+14155550124");
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(seen).containsExactly("2026-03-02T10:00:05Z DISCONNECTED true",
				"2026-03-02T10:00:10Z COMPLETED true");
		assertThat(this.clock.instant()).isEqualTo(START.plusSeconds(60));
	}

	@Test
	void shouldWaitForTheEnd() {
		call(NUMBER);
		this.clock.advance(Duration.ofMillis(9999));
		assertThat(this.receiver.received()).isEmpty();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.receiver.received()).hasSize(1);
	}

	@Test
	void shouldTryFourTimesTenSecondsApart() {
		this.receiver.answer(500, 302, 404, 503);
		this.simulator.onCalls(CallOutcome.failed());
		call(NUMBER);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.receiver.received()).hasSize(1);
		this.clock.advance(Duration.ofSeconds(9));
		assertThat(this.receiver.received()).hasSize(1);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.simulator.webhooks().deliveries())
			.extracting(RecordedDelivery::attempt, RecordedDelivery::status, RecordedDelivery::delivered,
					(delivery) -> Duration.between(START, delivery.at()).toSeconds())
			.containsExactly(tuple(1, 500, 1), tuple(2, 302, 11), tuple(3, 404, 21), tuple(4, 503, 31));
		assertThat(this.receiver.received()).hasSize(4);
		assertThat(Set.copyOf(this.receiver.received().stream().map((request) -> request.fields()).toList()))
			.hasSize(1);
	}

	private static Tuple tuple(int attempt, int status, long seconds) {
		return Tuple.tuple(attempt, status, false, seconds);
	}

	@Test
	void shouldStopAtTheFirstSuccess() {
		this.receiver.answer(500, 204);
		call(NUMBER);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.simulator.webhooks().deliveries()).extracting(RecordedDelivery::delivered)
			.containsExactly(false, true);
		assertThat(this.receiver.received()).hasSize(2);
	}

	@Test
	void shouldRetryAsConfigured() {
		this.simulator.webhooks().retry(2, Duration.ofMinutes(1));
		this.receiver.answer(500, 500, 500);
		call(NUMBER);
		this.clock.advance(Duration.ofSeconds(69));
		assertThat(this.receiver.received()).hasSize(1);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.receiver.received()).hasSize(2);
	}

	@Test
	void shouldTakeRefusedConnectionForAFailure() {
		int port = this.receiver.port();
		this.receiver.close();
		call(NUMBER);
		this.clock.advance(Duration.ofSeconds(15));
		assertThat(this.simulator.webhooks().deliveries()).singleElement().satisfies((delivery) -> {
			assertThat(delivery.status()).isNull();
			assertThat(delivery.failure()).contains("Connection refused").doesNotContain("hook");
			assertThat(delivery.delivered()).isFalse();
		});
		try (WebhookReceiver restarted = new WebhookReceiver(port)) {
			this.clock.advance(Duration.ofSeconds(10));
			assertThat(restarted.events()).containsExactly("conversation.completed");
		}
	}

	@Test
	void shouldTakeMissingAnswerForAFailure() {
		CountDownLatch over = new CountDownLatch(1);
		this.receiver.onReceive((request) -> await(over));
		this.simulator.webhooks().answerTimeout(Duration.ofMillis(50));
		this.simulator.webhooks().retry(1, Duration.ZERO);
		call(NUMBER);
		this.clock.advance(Duration.ofMinutes(1));
		over.countDown();
		assertThat(this.simulator.webhooks().deliveries()).singleElement()
			.satisfies((delivery) -> assertThat(delivery.failure()).contains("No answer within PT0.05S"));
	}

	@Test
	void shouldSendOneRequestPerAttempt() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			AtomicInteger requests = new AtomicInteger();
			Thread hangUp = new Thread(() -> {
				try {
					while (true) {
						try (Socket socket = server.accept()) {
							requests.incrementAndGet();
							socket.setSoLinger(true, 0);
						}
					}
				}
				catch (IOException ex) {
					// the end of the test
				}
			});
			hangUp.start();
			this.simulator.webhooks()
				.sendTo(WebhookDestination.get("http://127.0.0.1:" + server.getLocalPort() + "/hook"));
			this.simulator.webhooks().retry(2, Duration.ofSeconds(10));
			call(NUMBER);
			this.clock.advance(Duration.ofHours(1));
			assertThat(requests).hasValue(2);
			assertThat(this.simulator.webhooks().deliveries()).hasSize(2)
				.allSatisfy((delivery) -> assertThat(delivery.failure()).isNotNull().doesNotContain("hook"));
		}
	}

	@Test
	void shouldTellEveryDestination() {
		try (WebhookReceiver second = new WebhookReceiver()) {
			this.simulator.webhooks().add(WebhookDestination.get(second.url("/other")));
			this.receiver.answer(500);
			call(NUMBER);
			this.clock.advance(Duration.ofMinutes(1));
			assertThat(this.receiver.received()).hasSize(2);
			assertThat(second.received()).hasSize(1);
			assertThat(this.simulator.webhooks().deliveries()).extracting(RecordedDelivery::destination)
				.containsExactly(WebhookDestination.post(this.receiver.url("/hook")),
						WebhookDestination.get(second.url("/other")),
						WebhookDestination.post(this.receiver.url("/hook")));
			this.simulator.webhooks().sendTo();
			call(NUMBER);
			this.clock.advance(Duration.ofMinutes(1));
			assertThat(second.received()).hasSize(1);
		}
	}

	@Test
	void shouldDropLoseRepeatAndDelay() {
		call(NUMBER);
		call("+14155550124");
		List<String> ids = ids();
		List<DeliveryAttempt> asked = new ArrayList<>();
		this.simulator.webhooks().deliveryPolicy((attempt) -> {
			asked.add(attempt);
			if (attempt.conversationId().equals(ids.get(0))) {
				return (attempt.number() == 1) ? DeliveryFate.dropped()
						: DeliveryFate.repeated(3).withDelay(Duration.ofMinutes(2));
			}
			return DeliveryFate.lost();
		});
		this.clock.advance(Duration.ofSeconds(139));
		assertThat(this.receiver.received()).isEmpty();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.receiver.received()).hasSize(3);
		assertThat(this.simulator.webhooks().deliveries())
			.extracting(RecordedDelivery::conversationId, RecordedDelivery::attempt, RecordedDelivery::failure,
					(delivery) -> Duration.between(START, delivery.at()).toSeconds())
			.containsExactlyInAnyOrder(Tuple.tuple(ids.get(0), 1, "Dropped", 10L),
					Tuple.tuple(ids.get(1), 1, "Lost", 10L), Tuple.tuple(ids.get(0), 2, null, 140L),
					Tuple.tuple(ids.get(0), 2, null, 140L), Tuple.tuple(ids.get(0), 2, null, 140L));
		assertThat(asked).hasSize(3);
	}

	@Test
	void shouldTakeRepeatedAttemptForDeliveredWhenOneArrives() {
		this.simulator.webhooks().deliveryPolicy((attempt) -> DeliveryFate.repeated(2));
		this.receiver.answer(500, 200);
		call(NUMBER);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.receiver.received()).hasSize(2);
	}

	@Test
	void shouldTakePolicyWithoutFateForAFailure() {
		this.simulator.webhooks().deliveryPolicy((attempt) -> null);
		call(NUMBER);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(this.simulator.webhooks().deliveries()).singleElement()
			.satisfies((delivery) -> assertThat(delivery.failure()).contains("no fate"));
	}

	@Test
	void shouldTakeThrowingPolicyForAFailure() {
		this.simulator.webhooks().deliveryPolicy((attempt) -> {
			throw new IllegalStateException("scripted");
		});
		call(NUMBER);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.simulator.webhooks().deliveries()).hasSize(4)
			.allSatisfy((delivery) -> assertThat(delivery.failure()).contains("scripted"));
		assertThat(this.receiver.received()).isEmpty();
	}

	@Test
	void shouldTakeFailedAssertionOfAPolicyForAFailure() {
		this.simulator.webhooks().deliveryPolicy((attempt) -> {
			throw new AssertionError("asserted");
		});
		call(NUMBER);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.simulator.webhooks().deliveries()).hasSize(4)
			.allSatisfy((delivery) -> assertThat(delivery.failure())
				.isEqualTo("The delivery policy threw java.lang.AssertionError: asserted"));
		assertThat(this.receiver.received()).isEmpty();
	}

	@Test
	void shouldSendOnAfterManyFailuresOfThePolicy() {
		try (EigiSimulator running = EigiSimulator.builder()
			.webhooks(WebhookDestination.post(this.receiver.url("/hook")))
			.start()) {
			AtomicInteger asked = new AtomicInteger();
			running.webhooks().retry(1, Duration.ZERO);
			running.webhooks().deliveryPolicy((attempt) -> {
				int number = asked.incrementAndGet();
				if (number <= 33) {
					throw new AssertionError("asserted");
				}
				if (number <= 66) {
					throw new StackOverflowError("scripted");
				}
				return DeliveryFate.sent();
			});
			running.onCalls(CallOutcome.failed().withRinging(Duration.ZERO));
			String[] numbers = new String[67];
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = "+1415555%06d".formatted(i);
			}
			call(running, numbers);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.receiver.received().size() == 1);
			assertThat(running.webhooks().deliveries()).filteredOn((delivery) -> delivery.failure() != null)
				.hasSize(33);
		}
	}

	@Test
	void shouldBeTheSameLossyWorldEachTime() {
		List<String> first = lossyHours(42);
		this.simulator.reset();
		this.receiver.received().clear();
		assertThat(lossyHours(42)).isEqualTo(first);
		assertThat(new HashSet<>(first).size()).isLessThan(first.size());
		assertThat(first).isNotEqualTo(first.stream().sorted().toList());
	}

	private List<String> lossyHours(long seed) {
		Random random = new Random(seed);
		this.simulator.onCalls(CallOutcome.answered().withTranscript());
		this.simulator.webhooks().deliveryPolicy((attempt) -> switch (random.nextInt(5)) {
			case 0 -> DeliveryFate.dropped();
			case 1 -> DeliveryFate.lost();
			case 2 -> DeliveryFate.repeated(2);
			case 3 -> DeliveryFate.delayed(Duration.ofMinutes(random.nextInt(90)));
			default -> DeliveryFate.sent();
		});
		for (int i = 0; i < 100; i++) {
			call("+14155551%03d".formatted(i));
			this.clock.advance(Duration.ofMinutes(5));
		}
		this.clock.advance(Duration.ofHours(3));
		return this.receiver.received()
			.stream()
			.map((request) -> request.payload().path("to_mobile_number").stringValue())
			.toList();
	}

	@Test
	void shouldSendEventsOnDemand() {
		String id = this.simulator.addConversation(Map.of("conversation_type", "WHATSAPP"));
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.receiver.received()).isEmpty();
		this.simulator.webhooks().sendEvent("conversation.started", id);
		assertThat(this.receiver.events()).containsExactly("conversation.started");
		assertThat(this.receiver.received().get(0).payload().path("conversation_type").stringValue())
			.isEqualTo("WHATSAPP");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.simulator.webhooks().sendEvent("conversation.started", "nowhere"));
	}

	@Test
	void shouldLetReceiversMoveTheClock() {
		this.receiver.onReceive((request) -> this.clock.advance(Duration.ofMinutes(1)));
		call(NUMBER);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(this.receiver.received()).hasSize(1);
		assertThat(this.clock.instant()).isEqualTo(START.plusSeconds(70));
	}

	@Test
	void shouldForgetOnReset() {
		this.receiver.answer(500);
		call(NUMBER);
		this.clock.advance(Duration.ofSeconds(10));
		call(NUMBER);
		this.simulator.webhooks().deliveryPolicy((attempt) -> DeliveryFate.lost());
		this.simulator.reset();
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.simulator.webhooks().deliveries()).isEmpty();
		assertThat(this.receiver.received()).hasSize(1);
		call(NUMBER);
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.receiver.received()).hasSize(2);
	}

	@Test
	void shouldSendByItselfWhenTheClockRuns() {
		this.receiver.answer(500);
		Set<Thread> before = threads();
		try (EigiSimulator running = EigiSimulator.start()) {
			running.onCalls(CallOutcome.answered().withRinging(Duration.ZERO).withDuration(Duration.ofMillis(20)));
			running.webhooks().retry(4, Duration.ofMillis(20));
			running.receiveCall(AGENT, NUMBER, CallOutcome.failed().withRinging(Duration.ZERO));
			assertThat(before).containsAll(threads());
			running.webhooks().add(WebhookDestination.post(this.receiver.url("/hook")));
			call(running, NUMBER);
			Awaitility.await()
				.untilAsserted(() -> assertThat(running.webhooks().deliveries()).extracting(RecordedDelivery::status)
					.containsExactly(500, 200));
			running.onCalls(CallOutcome.slow());
			call(running, NUMBER);
			running.clock().advance(Duration.ofHours(1));
			Awaitility.await().until(() -> running.webhooks().deliveries().size() == 3);
		}
		assertThat(this.receiver.received()).hasSize(3);
	}

	@Test
	void shouldSendManyAtOnceWhenTheClockRuns() {
		try (EigiSimulator running = EigiSimulator.builder()
			.webhooks(WebhookDestination.post(this.receiver.url("/hook")))
			.start()) {
			CountDownLatch together = new CountDownLatch(8);
			this.receiver.onReceive((request) -> {
				together.countDown();
				await(together);
			});
			String[] numbers = new String[200];
			for (int i = 0; i < numbers.length; i++) {
				numbers[i] = "+1415555%06d".formatted(i);
			}
			running.onCalls(CallOutcome.failed().withRinging(Duration.ofMillis(10)));
			call(running, numbers);
			Awaitility.await()
				.untilAsserted(() -> assertThat(running.webhooks().deliveries()).hasSize(200)
					.allMatch(RecordedDelivery::delivered));
		}
	}

	@Test
	void shouldLeaveNoThreadsBehind() {
		Set<Thread> before = threads();
		try (EigiSimulator running = EigiSimulator.builder()
			.webhooks(WebhookDestination.post(this.receiver.url("/hook")))
			.start()) {
			running.onCalls(CallOutcome.failed().withRinging(Duration.ZERO));
			call(running, NUMBER);
			Awaitility.await().until(() -> running.webhooks().deliveries().size() == 1);
		}
		Awaitility.await().untilAsserted(() -> assertThat(before).containsAll(threads()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com/secret", "ftp://127.0.0.1/secret", "/secret", "http://", "not a url",
			"https://user:secret@example.com/", "https://example.com/#secret", "http://127.0.0.1.example.com/secret" })
	void shouldRefuseAddresses(String url) {
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookDestination.post(url))
			.withMessageNotContaining("secret")
			.withNoCause();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.com/secret?a=b", "http://localhost:1/secret", "http://127.0.0.1/secret",
			"http://[::1]:8080/secret" })
	void shouldNotShowSecretsOfAddresses(String url) {
		WebhookDestination destination = WebhookDestination.post(url);
		assertThat(destination.url()).hasToString(url);
		assertThat(destination.toString()).doesNotContain("secret").startsWith("POST http");
		assertThat(destination).isEqualTo(WebhookDestination.post(url))
			.isNotEqualTo(destination.withJsonBody())
			.isNotEqualTo(WebhookDestination.get(url));
	}

	@Test
	void shouldRefuseWrongSettings() {
		SimulatorWebhooks webhooks = this.simulator.webhooks();
		assertThatIllegalArgumentException().isThrownBy(() -> webhooks.retry(0, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> webhooks.retry(1, Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> webhooks.answerTimeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> DeliveryFate.repeated(0));
		assertThatIllegalArgumentException().isThrownBy(() -> DeliveryFate.delayed(Duration.ofSeconds(-1)));
		assertThatExceptionOfType(NullPointerException.class).isThrownBy(() -> webhooks.deliveryPolicy(null));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("eigi-simulator-webhook"))
			.collect(Collectors.toSet());
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static JsonNode fixture(String name) throws IOException {
		return Json
			.read(new ClassPathResource("contract/" + name + ".json").getContentAsString(StandardCharsets.UTF_8));
	}

	private JsonNode conversation(String id) {
		return new Caller(this.simulator).getJson("/v1/public/conversations/" + id);
	}

	/**
	 * Ids of all conversations, the oldest first.
	 */
	private List<String> ids() {
		List<String> ids = new ArrayList<>(new Caller(this.simulator).getJson("/v1/public/conversations")
			.path("data")
			.findValuesAsString("conversation_id"));
		Collections.reverse(ids);
		return ids;
	}

	private void call(String... numbers) {
		call(this.simulator, numbers);
	}

	private static void call(EigiSimulator simulator, String... numbers) {
		ObjectNode body = Json.object().put("agent_id", AGENT);
		ArrayNode params = body.putArray("params");
		for (String number : numbers) {
			params.addObject().put("mobile_number", number);
		}
		assertThat(new Caller(simulator).post("/v1/public/calls/outbound", body.toString()).statusCode())
			.isEqualTo(200);
	}

}
