package ai.eigi.simulator;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CallRoutes} and for how calls settle.
 */
class CallRoutesTests {

	private static final String OUTBOUND = "/v1/public/calls/outbound";

	private static final String NUMBER = "+14155550123";

	private static final String AGENT = SimulatedAgent.APPOINTMENTS.id();

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldAcceptCall() {
		HttpResponse<String> response = this.caller.post(OUTBOUND, call(NUMBER));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body())
			.isEqualTo("{\"status\":\"success\",\"message\":\"Outbound calls initiated successfully\"}");
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
		assertThat(this.simulator.rings("+14155550199")).isZero();
	}

	@Test
	void shouldStartRinging() {
		this.caller.post(OUTBOUND, """
				{"agent_id": "%s", "telephony_provider": "TWILIO", "is_test_call": true,
				 "params": [{"mobile_number": "+14155550123", "metadata": {"order_id": "ORD-1"}}]}""".formatted(AGENT));
		JsonNode call = onlyCall();
		assertThat(call).isEqualTo(Json.read("""
				{"agent_id": "%s", "conversation_id": "%s", "conversation_type": "TELEPHONY",
				 "conversation_analysis": null, "conversation_status": "IN_PROGRESS", "notes": null,
				 "conversation_transcript": null, "created_by": "68ea1dc3a8f78b1cbdfed6f5",
				 "conversation_metadata": {
				  "dynamic_variables": {"agent_id": "%s", "order_id": "ORD-1"},
				  "to_mobile_number": "+14155550123", "from_mobile_number": "14155550101",
				  "calling_type": "OUTBOUND", "telephony_provider": "TWILIO",
				  "conversation_recording_url": null, "conversation_duration": null},
				 "created_at": "2026-03-02T10:00:00.000000", "updated_at": "2026-03-02T10:00:00.000000",
				 "id": "%s"}""".formatted(AGENT, call.path("conversation_id").stringValue(), AGENT,
				call.path("id").stringValue())));
	}

	@Test
	void shouldSettleByTheClock() {
		this.simulator.onCall(NUMBER,
				CallOutcome.answered()
					.withRinging(Duration.ofSeconds(5))
					.withDuration(Duration.ofSeconds(20))
					.withTranscript(TranscriptLine.agent("Hello"), TranscriptLine.user("Bye"))
					.withAnalysis(Duration.ofSeconds(3), Map.of("is_good", false)));
		this.caller.post(OUTBOUND, call(NUMBER));
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(onlyCall().path("conversation_transcript")).isEqualTo(Json.read(
				"[{\"role\":\"assistant\",\"content\":\"Hello\",\"timestamp\":\"2026-03-02T10:00:05.000000+00:00\"}]"));
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(onlyCall().path("conversation_transcript")).hasSize(2);
		assertThat(onlyCall().path("conversation_status").stringValue()).isEqualTo("IN_PROGRESS");
		this.clock.advance(Duration.ofSeconds(10));
		JsonNode ended = onlyCall();
		assertThat(ended.path("conversation_status").stringValue()).isEqualTo("COMPLETED");
		assertThat(ended.path("conversation_analysis").isNull()).isTrue();
		assertThat(ended.path("updated_at").stringValue()).isEqualTo("2026-03-02T10:00:25.000000");
		assertThat(ended.path("conversation_metadata").path("conversation_duration")).isEqualTo(Json.read("20"));
		assertThat(ended.path("conversation_metadata").path("conversation_recording_url").stringValue())
			.startsWith("https://recordings.example.com/");
		this.clock.advance(Duration.ofSeconds(3));
		JsonNode analysed = onlyCall();
		assertThat(analysed.path("conversation_analysis")).isEqualTo(Json.read("[{\"is_good\":false}]"));
		assertThat(analysed.path("updated_at").stringValue()).isEqualTo("2026-03-02T10:00:28.000000");
	}

	@Test
	void shouldTellPartsOfASecond() {
		this.simulator.onCalls(CallOutcome.answered().withDuration(Duration.ofMillis(2500)).withoutAnalysis());
		this.caller.post(OUTBOUND, call(NUMBER));
		this.clock.advance(Duration.ofHours(1));
		assertThat(onlyCall().path("conversation_metadata").path("conversation_duration")).isEqualTo(Json.read("2.5"));
		assertThat(onlyCall().path("conversation_analysis").isNull()).isTrue();
	}

	@Test
	void shouldEndUnansweredCalls() {
		this.simulator.onCall(NUMBER, CallOutcome.unanswered());
		this.simulator.onCalls(CallOutcome.failed());
		this.caller.post(OUTBOUND, call(NUMBER, "+14155550124"));
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(statusOf(NUMBER)).isEqualTo("IN_PROGRESS");
		assertThat(statusOf("+14155550124")).isEqualTo("FAILED");
		this.clock.advance(Duration.ofSeconds(4));
		assertThat(statusOf(NUMBER)).isEqualTo("DISCONNECTED");
		JsonNode call = find(NUMBER);
		assertThat(call.path("conversation_transcript").isNull()).isTrue();
		assertThat(call.path("conversation_metadata").path("conversation_recording_url").isNull()).isTrue();
		assertThat(call.path("conversation_metadata").path("conversation_duration")).isEqualTo(Json.read("0"));
	}

	@Test
	void shouldRunAlongTheDefaultScript() {
		this.caller.post(OUTBOUND, call(NUMBER));
		this.clock.advance(Duration.ofSeconds(6));
		assertThat(onlyCall().path("conversation_transcript")).hasSizeBetween(1, 4);
		this.clock.advance(Duration.ofSeconds(6));
		assertThat(onlyCall().path("conversation_transcript")).hasSize(5);
		assertThat(onlyCall().path("conversation_analysis")).isEqualTo(Json.read("[{\"is_good\":true}]"));
	}

	@Test
	void shouldCountEveryDial() {
		this.caller.post(OUTBOUND, call(NUMBER, NUMBER, "+14155550124"));
		this.caller.post(OUTBOUND, call(NUMBER));
		assertThat(this.simulator.rings()).containsOnly(Map.entry(NUMBER, 3), Map.entry("+14155550124", 1));
		assertThat(this.caller.getJson("/v1/public/conversations").path("pagination").path("total").intValue())
			.isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "9876543210", "+91 98765 43210", "+91-9876543210", "+0123", "", "+", "+1234567890123456" })
	void shouldAcceptRequestWithBadNumberAndNotDialIt(String number) {
		assertThat(this.caller.post(OUTBOUND, call(number, NUMBER)).statusCode()).isEqualTo(200);
		assertThat(this.simulator.rings()).containsOnlyKeys(NUMBER);
	}

	@Test
	void shouldTellResultPerNumberInLegacyShape() {
		this.simulator.callShape(WireShape.LEGACY);
		JsonNode body = this.caller.postJson(OUTBOUND, call(NUMBER, "12"));
		assertThat(Caller.names(body)).containsExactly("results", "total_calls", "successful_calls", "failed_calls");
		JsonNode good = body.path("results").path(0);
		assertThat(Caller.names(good)).containsExactly("conversation_id", "mobile_number", "status", "message",
				"call_id");
		assertThat(good.path("conversation_id")).isEqualTo(onlyCall().path("conversation_id"));
		assertThat(body.path("results").path(1)).isEqualTo(Json
			.read("{\"mobile_number\":\"12\",\"status\":\"failed\",\"message\":\"Invalid phone number format\"}"));
		assertThat(body.path("successful_calls").intValue()).isEqualTo(1);
		assertThat(body.path("failed_calls").intValue()).isEqualTo(1);
	}

	@Test
	void shouldRefuseCallsBeyondQuota() {
		this.simulator.callQuota(2);
		assertThat(this.caller.post(OUTBOUND, call(NUMBER)).statusCode()).isEqualTo(200);
		assertError(this.caller.post(OUTBOUND, call(NUMBER, NUMBER)), 403, "Call quota exceeded");
		assertThat(this.simulator.rings(NUMBER)).isEqualTo(1);
	}

	@Test
	void shouldRefuseAgents() {
		this.simulator
			.addAgent(SimulatedAgent.of("foreign", "Foreign").withMobileNumbers("+14155550109").ownedBySomebodyElse());
		this.simulator.addAgent(SimulatedAgent.of("mute", "Mute").withMobileNumbers("+14155550109").withoutLlm());
		assertError(this.caller.post(OUTBOUND, callBy("unknown")), 404, "Agent with id unknown not found");
		assertError(this.caller.post(OUTBOUND, callBy("foreign")), 403, "You are not authorized to access this agent");
		assertError(this.caller.post(OUTBOUND, callBy("mute")), 400, "Agent does not have LLM configuration");
		assertError(this.caller.post(OUTBOUND, callBy(SimulatedAgent.WEBSITE_GUIDE.id())), 400,
				"Agent has no mobile numbers configured for outbound calls");
		assertThat(this.simulator.rings()).isEmpty();
	}

	@Test
	void shouldRefuseIncompleteBodies() {
		assertError(this.caller.post(OUTBOUND, "{\"params\":[]}"), 400, "agent_id is required");
		assertError(this.caller.post(OUTBOUND, "{\"agent_id\":\"unknown\"}"), 400,
				"Parameters are required for the outbound call");
		assertError(this.caller.post(OUTBOUND, "{\"agent_id\":\"unknown\",\"params\":[]}"), 400,
				"Parameters are required for the outbound call");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"agent_id":"a","params":{}}                                                | list_type
			{"agent_id":"a","params":[{}]}                                              | missing
			{"agent_id":"a","params":[{"mobile_number":"+1","metadata":"x"}]}           | dict_type
			{"agent_id":"a","params":[{"mobile_number":"+1"}],"telephony_provider":"X"} | enum
			{"agent_id":"a","params":[{"mobile_number":"+1"}],"is_test_call":1}         | bool_type
			""")
	void shouldRefuseInvalidBodies(String body, String type) {
		HttpResponse<String> response = this.caller.post(OUTBOUND, body);
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(Caller.json(response).path("detail").path(0).path("type").stringValue()).isEqualTo(type);
	}

	@Test
	void outcomeShouldRefuseNegativeTimes() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> CallOutcome.answered().withDuration(Duration.ofSeconds(-1)));
	}

	private JsonNode onlyCall() {
		JsonNode calls = this.caller.getJson("/v1/public/conversations?calling_type=OUTBOUND").path("data");
		assertThat(calls).hasSize(1);
		String id = calls.path(0).path("conversation_id").stringValue();
		assertThat(this.caller.getJson("/v1/public/conversations/" + id)).isEqualTo(calls.path(0));
		return calls.path(0);
	}

	private JsonNode find(String number) {
		return this.caller.getJson("/v1/public/conversations?search=" + number.substring(1)).path("data").path(0);
	}

	private String statusOf(String number) {
		return find(number).path("conversation_status").stringValue();
	}

	private static String call(String... numbers) {
		return call(AGENT, numbers);
	}

	private static String callBy(String agent) {
		return call(agent, new String[] { NUMBER });
	}

	private static String call(String agent, String[] numbers) {
		var body = Json.object().put("agent_id", agent);
		var params = body.putArray("params");
		for (String number : numbers) {
			params.addObject().put("mobile_number", number);
		}
		return body.toString();
	}

	private static void assertError(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(Caller.json(response).path("detail").stringValue()).isEqualTo(detail);
	}

}
