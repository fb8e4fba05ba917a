package ai.eigi.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Fault}.
 */
class FaultTests {

	private static final String AGENTS = "/v1/public/agents";

	private static final String CHAT = "/v1/public/chat";

	private static final String OUTBOUND = "/v1/public/calls/outbound";

	private static final String NUMBER = "+14155550123";

	private static final String MESSAGE = "{\"agent_id\":\"" + SimulatedAgent.SUPPORT.id() + "\",\"message\":\"hi\"}";

	private static final String CALL = "{\"agent_id\":\"" + SimulatedAgent.SUPPORT.id()
			+ "\",\"params\":[{\"mobile_number\":\"" + NUMBER + "\"}]}";

	private final EigiSimulator simulator = EigiSimulator.start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldStrikeInOrderAndOnTheirRouteOnly() {
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(503), 2);
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(500));
		assertThat(this.caller.get("/v1/public/conversations").statusCode()).isEqualTo(200);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(503);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(503);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(500);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
	}

	@Test
	void shouldAnswerWithStatusHeadersAndBody() {
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(503).withHeader("Retry-After", "7"));
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS,
				Fault.status(502).withBody("text/html", "<html>Bad Gateway</html>"));
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(500).withBody("text/plain", ""));
		HttpResponse<String> unavailable = this.caller.get(AGENTS);
		assertThat(unavailable.headers().firstValue("retry-after")).hasValue("7");
		assertThat(unavailable.body()).isEqualTo("{\"detail\":\"Simulated failure\"}");
		HttpResponse<String> gateway = this.caller.get(AGENTS);
		assertThat(gateway.statusCode()).isEqualTo(502);
		assertThat(gateway.headers().allValues("content-type")).containsExactly("text/html");
		assertThat(gateway.body()).isEqualTo("<html>Bad Gateway</html>");
		HttpResponse<String> empty = this.caller.get(AGENTS);
		assertThat(empty.statusCode()).isEqualTo(500);
		assertThat(empty.body()).isEmpty();
	}

	@Test
	void shouldNotDialBeforeTheFault() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(503));
		assertThat(this.caller.post(OUTBOUND, CALL).statusCode()).isEqualTo(503);
		assertThat(this.simulator.rings(NUMBER)).isZero();
		assertThat(this.simulator.requests(SimulatorRoute.START_CALLS)).hasSize(1);
	}

	@Test
	void shouldDialBeforeTheFaultOnDemand() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(504).afterHandling());
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedConnection().afterHandling());
		assertThat(this.caller.post(OUTBOUND, CALL).statusCode()).isEqualTo(504);
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.post(OUTBOUND, CALL));
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(2);
	}

	@Test
	void shouldDropConnectionWithoutAnswer() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedConnection());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.post(OUTBOUND, CALL));
		assertThat(this.simulator.rings(NUMBER)).isZero();
	}

	@Test
	void shouldCutStreamAfterChunks() throws IOException {
		this.simulator.replyWith("one two three four");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
		try (Socket socket = send("POST", CHAT, MESSAGE)) {
			assertThat(socket.getInputStream().readAllBytes()).asString()
				.endsWith("\r\n\r\n4\r\none \r\n4\r\ntwo \r\n");
		}
		assertThat(this.caller.post(CHAT, MESSAGE).body()).isEqualTo("one two three four");
	}

	@Test
	void shouldCutStreamBehindItsHeaders() throws IOException {
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(0));
		try (Socket socket = send("POST", CHAT, MESSAGE)) {
			assertThat(socket.getInputStream().readAllBytes()).asString()
				.startsWith("HTTP/1.1 200 OK")
				.contains("x-session-id: ")
				.endsWith("\r\n\r\n");
		}
	}

	@Test
	void shouldCutWholeAnswer() {
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.cutAfterChunks(2));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.get(AGENTS));
	}

	@ParameterizedTest
	@ValueSource(ints = { 9, 1000 })
	void shouldCutBeforeTheLastPieceOfAWholeAnswer(int chunks) throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.cutAfterChunks(chunks));
		try (Socket socket = send("POST", OUTBOUND, CALL)) {
			assertThat(socket.getInputStream().readAllBytes()).asString()
				.contains("content-length: 70")
				.endsWith("\r\n\r\n{\"status\":\"success\",\"message\":\"Outbound calls initiated successf");
		}
	}

	@Test
	void shouldStallBeforeTheLastPieceOfAWholeAnswer() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.stalledAfterChunks(1000));
		try (Socket socket = send("POST", OUTBOUND, CALL)) {
			InputStream answer = socket.getInputStream();
			StringBuilder read = new StringBuilder();
			while (read.indexOf("initiated successf") < 0) {
				read.append((char) answer.read());
			}
			socket.setSoTimeout(200);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(answer::read);
		}
	}

	@Test
	void shouldGiveHalfOfALoneChunk() throws IOException {
		this.simulator.replyWith("Hello");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.halfAnswer());
		try (Socket socket = send("POST", CHAT, MESSAGE)) {
			assertThat(socket.getInputStream().readAllBytes()).asString().endsWith("\r\n\r\n2\r\nHe\r\n");
		}
	}

	@Test
	void shouldStallAfterChunks() throws IOException {
		this.simulator.replyWith("one two three");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(1));
		try (InputStream body = this.caller.open(CHAT, MESSAGE).body()) {
			assertThat(body.readNBytes(4)).asString().isEqualTo("one ");
			assertThat(body.available()).isZero();
			assertThat(this.simulator.openConnections()).isEqualTo(1);
		}
	}

	@Test
	void shouldDelay() {
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.delayed(Duration.ofMillis(60)));
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(500).withDelay(Duration.ofMillis(60)));
		long start = System.nanoTime();
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(200);
		assertThat(this.caller.get(AGENTS).statusCode()).isEqualTo(500);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(115));
	}

	@Test
	void shouldLoseTheAnswerToACall() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.lostAnswer());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.post(OUTBOUND, CALL));
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@Test
	void shouldDropRequestWithoutReadingIt() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedRequest());
		try (Socket socket = socket()) {
			// the body never comes: who waited for it would not close
			socket.getOutputStream().write(head("POST", OUTBOUND, CALL.length()));
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		assertThat(this.simulator.requests(SimulatorRoute.START_CALLS)).singleElement()
			.satisfies((request) -> assertThat(request.body()).isEmpty());
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedRequest().withReset());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.post(OUTBOUND, CALL));
		assertThat(this.simulator.rings()).isEmpty();
		assertThat(this.caller.post(OUTBOUND, CALL).statusCode()).isEqualTo(200);
		assertThat(this.simulator.requestCount(SimulatorRoute.START_CALLS)).isEqualTo(3);
	}

	@Test
	void shouldNotSpendEarlyFaultOnRefusedKey() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedRequest());
		assertThat(this.caller.send(this.caller.anonymous(OUTBOUND).POST(BodyPublishers.ofString(CALL))).statusCode())
			.isEqualTo(401);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.post(OUTBOUND, CALL));
	}

	@Test
	void shouldKeepOrderWithEarlyFaults() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(500));
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedRequest());
		assertThat(this.caller.post(OUTBOUND, CALL).statusCode()).isEqualTo(500);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.post(OUTBOUND, CALL));
		assertThat(this.caller.post(OUTBOUND, CALL).statusCode()).isEqualTo(200);
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@Test
	void shouldCloseProperlyOrReset() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.lostAnswer());
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.lostAnswer().withReset());
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.halfAnswer().withReset());
		try (Socket socket = send("POST", OUTBOUND, CALL)) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		try (Socket socket = send("POST", OUTBOUND, CALL)) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().read())
				.withMessageContaining("reset");
		}
		try (Socket socket = send("POST", OUTBOUND, CALL)) {
			assertThatExceptionOfType(SocketException.class).isThrownBy(() -> socket.getInputStream().readAllBytes())
				.withMessageContaining("reset");
		}
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(3);
	}

	@Test
	void shouldGiveHalfAnAnswer() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.halfAnswer());
		try (Socket socket = send("POST", OUTBOUND, CALL)) {
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(answer).startsWith("HTTP/1.1 200 OK")
				.contains("content-length: 70")
				.endsWith("\r\n\r\n{\"status\":\"success\",\"message\":\"O");
		}
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void shouldNeverAnswer(boolean handled) throws IOException {
		Fault fault = Fault.noAnswer();
		this.simulator.failNext(SimulatorRoute.START_CALLS, (handled) ? fault.afterHandling() : fault);
		try (Socket socket = send("POST", OUTBOUND, CALL)) {
			Awaitility.await().until(() -> this.simulator.requestCount(SimulatorRoute.START_CALLS) == 1);
			if (handled) {
				Awaitility.await().until(() -> this.simulator.rings(NUMBER) == 1);
			}
			socket.setSoTimeout(200);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> socket.getInputStream().read());
			assertThat(this.simulator.rings(NUMBER)).isEqualTo((handled) ? 1 : 0);
		}
		Awaitility.await().until(() -> this.simulator.openConnections() == 0);
	}

	@Test
	void shouldAnswerSlowly() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.slowBody(Duration.ofMillis(5)));
		this.simulator.replyWith("one two three");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.slowBody(Duration.ofMillis(5)));
		long start = System.nanoTime();
		assertThat(this.caller.post(OUTBOUND, CALL).body())
			.isEqualTo("{\"status\":\"success\",\"message\":\"Outbound calls initiated successfully\"}");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(40));
		assertThat(this.caller.postForChunks(CHAT, MESSAGE)).hasSize(3);
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@Test
	void shouldGiveUsualAnswersOfABadDay() {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.badGateway());
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(429).withRetryAfter(7));
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(429));
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(408));
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.unreadableAnswer().afterHandling());
		this.simulator.failNext(SimulatorRoute.START_CALLS,
				Fault.unreadableAnswer().withBody("application/json", "[]"));
		HttpResponse<String> gateway = this.caller.post(OUTBOUND, CALL);
		assertThat(gateway.statusCode()).isEqualTo(502);
		assertThat(gateway.headers().firstValue("content-type")).hasValue("text/html");
		assertThat(this.caller.post(OUTBOUND, CALL).headers().firstValue("retry-after")).hasValue("7");
		assertThat(this.caller.post(OUTBOUND, CALL).headers().firstValue("retry-after")).isEmpty();
		assertThat(this.caller.post(OUTBOUND, CALL).statusCode()).isEqualTo(408);
		assertThat(this.simulator.rings()).isEmpty();
		HttpResponse<String> unreadable = this.caller.post(OUTBOUND, CALL);
		assertThat(unreadable.statusCode()).isEqualTo(200);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Json.read(unreadable.body()));
		assertThat(this.caller.post(OUTBOUND, CALL).body()).isEqualTo("[]");
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@Test
	void shouldRefuseWhatMakesNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cutAfterChunks(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.stalledAfterChunks(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delayed(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.slowBody(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.status(429).withRetryAfter(-1));
		assertThatIllegalStateException().isThrownBy(() -> Fault.droppedRequest().afterHandling());
	}

	private Socket send(String method, String path, String body) throws IOException {
		Socket socket = socket();
		socket.getOutputStream().write(head(method, path, body.length()));
		socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private Socket socket() throws IOException {
		Socket socket = new Socket("127.0.0.1", this.simulator.port());
		socket.setSoTimeout(20_000);
		return socket;
	}

	private byte[] head(String method, String path, int length) {
		return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + this.simulator.apiKey()
				+ "\r\nContent-Length: " + length + "\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

}
