package ai.eigi.simulator.assertj;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.DeliveryFate;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorClock;
import ai.eigi.simulator.SimulatorRoute;
import ai.eigi.simulator.WebhookDestination;
import com.sun.net.httpserver.HttpServer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static ai.eigi.simulator.assertj.EigiSimulatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EigiSimulatorAssert}.
 */
class EigiSimulatorAssertTests {

	private static final String NUMBER = "+14155550123";

	private static final String OTHER = "+14155550124";

	private final EigiSimulator simulator = EigiSimulator.builder().clock(SimulatorClock.manual()).start();

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldTellWhoRang() throws Exception {
		assertThat(this.simulator).nobodyRang().nobodyRangTwice().rang(NUMBER, 0);
		call(NUMBER);
		assertThat(this.simulator).rangOnce(NUMBER).rangOnce("1 (415) 555-0123").nobodyRangTwice();
		call(NUMBER);
		call(OTHER);
		assertThat(this.simulator).rang(NUMBER, 2).rangOnce(OTHER);
		assertFails(() -> assertThat(this.simulator).rangOnce(NUMBER), "Expected +14155550123 to ring once, "
				+ "but it rang 2 times. Rang:\n  +14155550123 2 times\n  +14155550124 once");
		assertFails(() -> assertThat(this.simulator).rang("+14155550125", 3), "+14155550125 to ring 3 times", "never");
		assertFails(() -> assertThat(this.simulator).nobodyRang(), NUMBER, OTHER);
		assertFails(() -> assertThat(this.simulator).nobodyRangTwice(), NUMBER + " 2 times");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> assertThat(this.simulator).nobodyRangTwice())
			.withMessageNotContaining(OTHER);
		assertFails(() -> assertThat(this.simulator).as("no redial").nobodyRangTwice(), "[no redial]");
	}

	@Test
	void shouldShortenLongLists() throws Exception {
		for (int i = 0; i < 25; i++) {
			call("+141555502" + (10 + i));
		}
		assertFails(() -> assertThat(this.simulator).nobodyRang(), "+14155550229 once\n  and 5 more");
	}

	@Test
	void shouldTellWhatWasRequested() throws Exception {
		call(NUMBER);
		assertThat(this.simulator).receivedRequests(SimulatorRoute.START_CALLS, 1)
			.receivedRequests(SimulatorRoute.CHAT, 0);
		assertFails(() -> assertThat(this.simulator).receivedRequests(SimulatorRoute.CHAT, 2),
				"Expected CHAT to be requested 2 times, but it was never. Requested were:\n  START_CALLS once");
	}

	@Test
	void shouldTellWhichFaultsAreStillToStrike() {
		assertThat(this.simulator).hasNoPendingFaults();
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(500));
		assertFails(() -> assertThat(this.simulator).hasNoPendingFaults(),
				"Expected all faults to have struck. Still to strike:\n  START_CALLS once");
	}

	@Test
	void shouldTellWhatWasDelivered() {
		try (EigiSimulator other = EigiSimulator.start()) {
			// it refuses what comes without a key
			this.simulator.webhooks().sendTo(WebhookDestination.post(other.baseUrl() + "/secret"));
			this.simulator.webhooks().retry(1, Duration.ZERO);
			String id = this.simulator.receiveCall(SimulatedAgent.SUPPORT.id(), NUMBER, CallOutcome.failed());
			this.simulator.clock().advance(Duration.ofMinutes(1));
			assertThat(this.simulator).hasDeliveredNothing();
			assertFails(() -> assertThat(this.simulator).hasDelivered("conversation.failed"),
					"Expected conversation.failed to be delivered. Deliveries:\n  conversation.failed of " + id
							+ " to POST http://127.0.0.1:" + other.port() + ", attempt 1: 401");
			this.simulator.webhooks().deliveryPolicy((attempt) -> DeliveryFate.dropped());
			this.simulator.webhooks().sendEvent("conversation.started", id);
			assertFails(() -> assertThat(this.simulator).hasDeliveredFor(id, "conversation.started"), "Dropped");
		}
	}

	@Test
	void shouldTellWhatWasDeliveredWithSuccess() throws Exception {
		HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		receiver.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		receiver.start();
		try {
			this.simulator.webhooks()
				.sendTo(WebhookDestination.get("http://127.0.0.1:" + receiver.getAddress().getPort()));
			String id = this.simulator.receiveCall(SimulatedAgent.SUPPORT.id(), NUMBER, CallOutcome.failed());
			this.simulator.clock().advance(Duration.ofMinutes(1));
			assertThat(this.simulator).hasDelivered("conversation.failed").hasDeliveredFor(id, "conversation.failed");
			assertFails(() -> assertThat(this.simulator).hasDelivered("conversation.failed", "conversation.x"),
					"Expected conversation.x to be delivered");
			assertFails(() -> assertThat(this.simulator).hasDeliveredFor("nobody", "conversation.failed"),
					"of conversation nobody");
			assertFails(() -> assertThat(this.simulator).hasDeliveredNothing(), id);
		}
		finally {
			receiver.stop(0);
		}
	}

	@Test
	void shouldWaitForWhatIsUnderWay() throws Exception {
		HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		receiver.createContext("/", (exchange) -> {
			LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		receiver.start();
		try (EigiSimulator running = EigiSimulator.builder()
			.webhooks(WebhookDestination.get("http://127.0.0.1:" + receiver.getAddress().getPort()))
			.start()) {
			String first = callAndAdvance(running);
			assertFails(() -> assertThat(running).hasDeliveredNothing(), first);
			String second = callAndAdvance(running);
			assertThat(running).hasDeliveredFor(second, "conversation.failed");
			running.reset();
			callAndAdvance(running);
			assertThat(running).hasDelivered("conversation.failed");
		}
		finally {
			receiver.stop(0);
		}
	}

	@Test
	void shouldTellWhatIsStillPending() throws Exception {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				EigiSimulator running = EigiSimulator.builder()
					.webhooks(WebhookDestination.get("http://127.0.0.1:" + silent.getLocalPort()))
					.start()) {
			running.webhooks().answerTimeout(Duration.ofHours(1));
			String id = callAndAdvance(running);
			Duration patience = Duration.ofMillis(100);
			String pending = "Still pending:\n  conversation.failed of " + id;
			assertFails(() -> new EigiSimulatorAssert(running, patience).hasDeliveredNothing(), pending);
			assertFails(() -> new EigiSimulatorAssert(running, patience).hasDelivered("conversation.failed"), pending);
			assertFails(() -> new EigiSimulatorAssert(running, patience).hasDeliveredFor(id, "conversation.failed"),
					pending);
			running.reset();
			assertThat(running).hasDeliveredNothing();
		}
	}

	private static String callAndAdvance(EigiSimulator running) {
		String id = running.receiveCall(SimulatedAgent.SUPPORT.id(), NUMBER, CallOutcome.failed());
		running.clock().advance(Duration.ofMinutes(1));
		return id;
	}

	@Test
	void shouldRefuseNull() {
		assertFails(() -> assertThat((EigiSimulator) null).nobodyRang(), "not to be null");
	}

	@Test
	void simulatorShouldNotNeedAssertJ() throws IOException {
		Path classes = Path.of("target/classes/ai/eigi/simulator");
		try (Stream<Path> files = Files.list(classes)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".class"))).hasSizeGreaterThan(30)
				.allSatisfy((file) -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
					.doesNotContain("assertj"));
		}
	}

	private static void assertFails(ThrowingCallable assertion, String... parts) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion)
			.satisfies((error) -> assertThat(error.getMessage()).contains(parts));
	}

	private void call(String number) throws Exception {
		String body = "{\"agent_id\":\"" + SimulatedAgent.SUPPORT.id() + "\",\"params\":[{\"mobile_number\":\"" + number
				+ "\"}]}";
		HttpRequest request = HttpRequest
			.newBuilder(URI.create(this.simulator.baseUrl() + SimulatorRoute.START_CALLS.template()))
			.header("X-API-Key", this.simulator.apiKey())
			.POST(BodyPublishers.ofString(body))
			.build();
		assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
	}

}
