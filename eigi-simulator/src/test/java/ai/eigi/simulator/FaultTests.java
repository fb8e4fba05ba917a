package ai.eigi.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
		this.simulator.failNext(2, SimulatorRoute.LIST_AGENTS, Fault.status(503));
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
		try (InputStream body = this.caller.open(CHAT, MESSAGE).body()) {
			assertThat(new String(body.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("one two ");
			assertThatIOException().isThrownBy(body::read);
		}
		assertThat(this.caller.post(CHAT, MESSAGE).body()).isEqualTo("one two three four");
	}

	@Test
	void shouldCutStreamBehindItsHeaders() throws IOException {
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(0));
		HttpResponse<InputStream> response = this.caller.open(CHAT, MESSAGE);
		assertThat(response.headers().firstValue("x-session-id")).isPresent();
		assertThatIOException().isThrownBy(() -> response.body().read());
	}

	@Test
	void shouldCutWholeAnswer() {
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.cutAfterChunks(2));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.caller.get(AGENTS));
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
	void shouldRefuseNegativeChunks() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.cutAfterChunks(-1));
	}

}
