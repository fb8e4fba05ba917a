package ai.eigi.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the ways to decide how calls go and for what tells them apart.
 */
class CallScriptTests {

	private static final String OUTBOUND = "/v1/public/calls/outbound";

	private static final String CONVERSATIONS = "/v1/public/conversations";

	private static final String NUMBER = "+14155550123";

	private static final String OTHER = "+14155550124";

	private static final String AGENT = SimulatedAgent.APPOINTMENTS.id();

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldPlayOneOutcomeAfterTheOther() {
		this.simulator.onCall("+1 (415) 555-0123", CallOutcome.unanswered(), CallOutcome.failed(),
				CallOutcome.answered());
		call(NUMBER, NUMBER);
		call(NUMBER, OTHER);
		call(NUMBER);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(statuses(NUMBER)).containsExactly("COMPLETED", "COMPLETED", "FAILED", "DISCONNECTED");
		assertThat(statuses(OTHER)).containsExactly("COMPLETED");
	}

	@Test
	void shouldPlayByScript() {
		List<SimulatedCall> seen = new ArrayList<>();
		this.simulator.onCalls((call) -> {
			seen.add(call);
			return (call.ring() == 1) ? CallOutcome.unanswered() : CallOutcome.answered();
		});
		this.simulator.onCall(OTHER, CallOutcome.failed());
		this.caller.post(OUTBOUND, """
				{"agent_id": "%s", "params": [{"mobile_number": "%s", "metadata": {"order_id": "o-1"}},
				 {"mobile_number": "%s"}, {"mobile_number": "%s"}]}""".formatted(AGENT, NUMBER, OTHER, NUMBER));
		assertThat(seen).containsExactly(new SimulatedCall(AGENT, NUMBER, 1, Map.of("order_id", "o-1")),
				new SimulatedCall(AGENT, NUMBER, 2, Map.of()));
		assertThat(seen.get(0).toString()).doesNotContain(NUMBER, "o-1");
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(statuses(NUMBER)).containsExactly("COMPLETED", "DISCONNECTED");
		assertThat(statuses(OTHER)).containsExactly("FAILED");
	}

	@Test
	void shouldCallNobodyWhenTheScriptThrows() {
		this.simulator.onCalls((call) -> {
			if (call.number().equals(OTHER)) {
				throw new IllegalStateException("scripted");
			}
			return CallOutcome.answered();
		});
		assertThat(this.caller.post(OUTBOUND, body(NUMBER, NUMBER, OTHER)).statusCode()).isEqualTo(500);
		assertThat(this.simulator.rings()).isEmpty();
		assertThat(list("")).isEmpty();
		this.simulator.callQuota(1);
		assertThat(this.caller.post(OUTBOUND, body(NUMBER)).statusCode()).isEqualTo(200);
	}

	@Test
	void shouldCallNobodyWhenAnAssertionInTheScriptFails() {
		this.simulator.onCalls((call) -> {
			throw new AssertionError("asserted");
		});
		HttpResponse<String> response = this.caller.post(OUTBOUND, body(NUMBER));
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("Internal Server Error: java.lang.AssertionError: asserted");
		assertThat(this.simulator.rings()).isEmpty();
	}

	@Test
	void shouldAppearLate() {
		this.simulator.onCalls(CallOutcome.failed().withListedAfter(Duration.ofSeconds(30)));
		this.simulator.callShape(WireShape.LEGACY);
		String id = this.caller.postJson(OUTBOUND, body(NUMBER))
			.path("results")
			.path(0)
			.path("conversation_id")
			.stringValue();
		this.clock.advance(Duration.ofSeconds(29));
		assertThat(list("")).isEmpty();
		assertThat(this.caller.get(CONVERSATIONS + "/" + id).statusCode()).isEqualTo(404);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(list("")).singleElement().satisfies((call) -> {
			assertThat(call.path("created_at").stringValue()).isEqualTo("2026-03-02T10:00:00.000000");
			assertThat(call.path("conversation_status").stringValue()).isEqualTo("FAILED");
		});
		assertThat(this.caller.get(CONVERSATIONS + "/" + id).statusCode()).isEqualTo(200);
	}

	@Test
	void shouldTakeItsTime() {
		this.simulator.onCalls(CallOutcome.slow());
		call(NUMBER);
		assertThat(list("")).isEmpty();
		this.clock.advance(Duration.ofSeconds(40).plusMinutes(5).minusMillis(1));
		assertThat(statuses(NUMBER)).containsExactly("IN_PROGRESS");
		this.clock.advance(Duration.ofMillis(1));
		assertThat(statuses(NUMBER)).containsExactly("COMPLETED");
		assertThat(list("").get(0).path("conversation_analysis").isNull()).isTrue();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(list("").get(0).path("conversation_analysis")).hasSize(1);
	}

	@Test
	void shouldBreakOff() {
		this.simulator.onCalls(CallOutcome.brokenOff());
		call(NUMBER);
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(list("")).singleElement().satisfies((call) -> {
			assertThat(call.path("conversation_status").stringValue()).isEqualTo("DISCONNECTED");
			assertThat(call.path("conversation_transcript")).hasSize(2);
			assertThat(call.path("conversation_metadata").path("conversation_duration").intValue()).isEqualTo(3);
		});
	}

	@ParameterizedTest
	@CsvSource({ "AT_ONCE, o-1, o-1", "AT_END, '', o-1", "NEVER, '', ''" })
	void shouldEchoMetadata(MetadataEcho echo, String running, String ended) {
		this.simulator.metadataEcho(echo);
		this.caller.post(OUTBOUND, """
				{"agent_id": "%s", "params": [{"mobile_number": "%s", "metadata": {"order_id": "o-1"}}]}"""
			.formatted(AGENT, NUMBER));
		this.simulator.metadataEcho(MetadataEcho.AT_ONCE);
		assertThat(variables().path("order_id").asString("")).isEqualTo(running);
		assertThat(variables().path("agent_id").stringValue()).isEqualTo(AGENT);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(variables().path("order_id").asString("")).isEqualTo(ended);
	}

	@Test
	void shouldReceiveCalls() {
		String id = this.simulator.receiveCall(AGENT, NUMBER, CallOutcome.answered());
		assertThat(list("&calling_type=INBOUND&conversation_type=TELEPHONY")).singleElement().satisfies((call) -> {
			assertThat(call.path("conversation_id").stringValue()).isEqualTo(id);
			assertThat(call.path("conversation_metadata").path("from_mobile_number").stringValue())
				.isEqualTo(NUMBER.substring(1));
		});
		assertThat(this.simulator.rings()).isEmpty();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.simulator.receiveCall("nobody", NUMBER, CallOutcome.answered()));
		assertThatIllegalArgumentException().isThrownBy(
				() -> this.simulator.receiveCall(SimulatedAgent.WEBSITE_GUIDE.id(), NUMBER, CallOutcome.answered()));
	}

	@Test
	void shouldTalkInABrowser() {
		String id = this.simulator.startDailySession(SimulatedAgent.WEBSITE_GUIDE.id(), CallOutcome.answered());
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(list("&conversation_type=DAILY&conversation_status=COMPLETED")).singleElement().satisfies((call) -> {
			assertThat(call.path("conversation_id").stringValue()).isEqualTo(id);
			assertThat(Caller.names(call.path("conversation_metadata"))).containsExactly("dynamic_variables",
					"conversation_recording_url", "conversation_duration");
		});
	}

	@Test
	void shouldCountRingsByDigits() {
		call(NUMBER, NUMBER, OTHER);
		assertThat(this.simulator.rings("1 415 555-0123")).isEqualTo(2);
		assertThat(this.simulator.rings()).containsOnly(Map.entry(NUMBER, 2), Map.entry(OTHER, 1));
	}

	@Test
	void shouldServeManyCalls() {
		for (int i = 0; i < 200; i++) {
			String[] numbers = new String[100];
			for (int j = 0; j < numbers.length; j++) {
				numbers[j] = "+1415555%06d".formatted(i * 100 + j);
			}
			call(numbers);
			this.clock.advance(Duration.ofSeconds(1));
			JsonNode page = this.caller.getJson(CONVERSATIONS + "?agent_id=" + AGENT
					+ "&calling_type=OUTBOUND&from_date=" + this.clock.instant().minusSeconds(1));
			assertThat(page.path("pagination").path("total").intValue()).isEqualTo(100);
			assertThat(this.caller.getJson(CONVERSATIONS + "?conversation_status=COMPLETED&page=2").path("data"))
				.hasSizeLessThanOrEqualTo(10);
		}
		assertThat(this.simulator.rings()).hasSize(20_000).allSatisfy((number, rings) -> assertThat(rings).isOne());
		assertThat(this.simulator.rings("+1415555019999")).isOne();
	}

	private void call(String... numbers) {
		assertThat(this.caller.post(OUTBOUND, body(numbers)).statusCode()).isEqualTo(200);
	}

	private static String body(String... numbers) {
		ObjectNode body = Json.object().put("agent_id", AGENT);
		ArrayNode params = body.putArray("params");
		for (String number : numbers) {
			params.addObject().put("mobile_number", number);
		}
		return body.toString();
	}

	private JsonNode variables() {
		return list("").get(0).path("conversation_metadata").path("dynamic_variables");
	}

	private List<String> statuses(String number) {
		return list("&search=" + number.substring(1)).stream()
			.map((call) -> call.path("conversation_status").stringValue())
			.toList();
	}

	private List<JsonNode> list(String filters) {
		return this.caller.getJson(CONVERSATIONS + "?page_size=100" + filters).path("data").values().stream().toList();
	}

}
