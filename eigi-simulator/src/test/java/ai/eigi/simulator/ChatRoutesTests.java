package ai.eigi.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatRoutes}.
 */
class ChatRoutesTests {

	private static final String CHAT = "/v1/public/chat";

	private static final String SESSIONS = "/v1/public/chat/sessions";

	private static final String AGENT = SimulatedAgent.SUPPORT.id();

	private static final SimulatedAgent FOREIGN = SimulatedAgent.of("68ea2517dbb84c09bae1ff01", "Foreign")
		.ownedBySomebodyElse();

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00.123456Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldStreamByDefault() {
		this.simulator.replyWith("Hello there, what can I do?");
		HttpResponse<String> response = this.caller.post(CHAT, "{\"agent_id\":\"" + AGENT + "\",\"message\":\"hi\"}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
		assertThat(response.headers().firstValue("X-Session-ID")).isPresent();
		assertThat(response.body()).isEqualTo("Hello there, what can I do?");
	}

	@Test
	void shouldSendAChunkPerWord() throws IOException {
		this.simulator.replyWith("One  two\nthree ");
		assertThat(chunks()).containsExactly("One  ", "two\n", "three ");
	}

	@Test
	void shouldSendChunkPerCodePoint() throws IOException {
		this.simulator.replyWith("👍🏽é");
		this.simulator.chunkBy(ChunkStyle.CODE_POINT);
		assertThat(chunks()).containsExactly("👍", "🏽", "é");
	}

	@Test
	void shouldDivideCharacters() throws IOException {
		this.simulator.replyWith("न🙏");
		this.simulator.chunkBy(ChunkStyle.BYTE);
		List<byte[]> chunks = this.caller.postForChunks(CHAT, message("hi", true));
		assertThat(chunks).hasSize(7).allSatisfy((chunk) -> assertThat(chunk).hasSize(1));
	}

	@ParameterizedTest
	@EnumSource
	void shouldSendTheSameTextInAnyStyle(ChunkStyle style) {
		this.simulator.chunkBy(style);
		String streamed = this.caller.post(CHAT, message("grüß dich", true)).body();
		assertThat(streamed).contains("grüß dich", "नमस्ते", "🙏", "👍🏽");
		assertThat(this.caller.postJson(CHAT, message("grüß dich", false)).path("response").stringValue())
			.isEqualTo(streamed);
	}

	@ParameterizedTest
	@EnumSource
	void shouldEndAnEmptyStreamAtOnce(ChunkStyle style) {
		this.simulator.chunkBy(style);
		this.simulator.replyWith("");
		HttpResponse<String> response = this.caller.post(CHAT, message("hi", true));
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().firstValue("x-session-id")).isPresent();
	}

	@Test
	void shouldFlushHeadersBeforeTheFirstChunk() throws IOException {
		this.simulator.chunkDelay(Duration.ofHours(1));
		HttpResponse<InputStream> response = this.caller.open(CHAT, message("hi", true));
		assertThat(response.headers().firstValue("x-session-id")).isPresent();
		response.body().close();
	}

	@Test
	void shouldNoticeThatTheReaderLeft() throws IOException {
		this.simulator.chunkDelay(Duration.ofHours(1));
		this.caller.open(CHAT, message("hi", true)).body().close();
		long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		while (this.simulator.openConnections() > 0 && System.nanoTime() < deadline) {
			Thread.onSpinWait();
		}
		assertThat(this.simulator.openConnections()).isZero();
	}

	@Test
	void shouldWaitBeforeEachChunk() {
		this.simulator.chunkDelay(Duration.ofMillis(30));
		this.simulator.replyWith("one two three");
		long start = System.nanoTime();
		assertThat(this.caller.post(CHAT, message("hi", true)).body()).isEqualTo("one two three");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(85));
	}

	@Test
	void shouldAnswerWhole() {
		this.simulator.replyWith((turn) -> turn.agentId() + "|" + turn.message() + "|" + turn.metadata());
		JsonNode body = this.caller.postJson(CHAT, "{\"agent_id\":\"" + AGENT
				+ "\",\"message\":\"hi\",\"streaming\":false,\"metadata\":{\"user_id\":\"u1\",\"plan\":null}}");
		assertThat(Caller.names(body)).containsExactly("response", "session_id");
		assertThat(body.path("response").stringValue()).isEqualTo(AGENT + "|hi|{user_id=u1, plan=null}");
	}

	@Test
	void shouldEchoLongMessageInPart() {
		JsonNode body = this.caller.postJson(CHAT, message("🙏".repeat(4000), false));
		assertThat(body.path("response").stringValue()).contains("🙏".repeat(200) + "…");
	}

	@Test
	void shouldGoOnWithSession() {
		String session = this.caller.postJson(CHAT, message("one", false)).path("session_id").stringValue();
		this.clock.advance(Duration.ofMinutes(1));
		this.simulator.replyWith((turn) -> turn.sessionId());
		assertThat(continued(session, AGENT).body()).isEqualTo(session);
		JsonNode messages = this.caller.getJson(SESSIONS + "/" + session).path("messages");
		assertThat(messages).hasSize(4);
	}

	@Test
	void shouldRefuseSessionsThatCannotGoOn() {
		String call = this.simulator.addConversation(Map.of("agent_id", AGENT));
		String foreign = foreignChat();
		assertError(continued("unknown", AGENT), 404, "Session not found");
		assertError(continued(call, AGENT), 400, "Session is not a chat session");
		assertError(continued(foreign, AGENT), 403, "Access denied to this session");
		String other = this.caller.postJson(CHAT, message("one", false)).path("session_id").stringValue();
		assertError(continued(other, SimulatedAgent.WEBSITE_GUIDE.id()), 403, "Access denied to this session");
	}

	@Test
	void shouldRefuseAgents() {
		this.simulator.addAgent(FOREIGN);
		this.simulator.addAgent(SimulatedAgent.of("68ea2517dbb84c09bae1ff02", "Mute").withoutLlm());
		assertError(this.caller.post(CHAT, message("unknown", "hi", true)), 404, "Agent not found");
		assertError(this.caller.post(CHAT, message(FOREIGN.id(), "hi", true)), 403, "Access denied to this agent");
		assertError(this.caller.post(CHAT, message("68ea2517dbb84c09bae1ff02", "hi", true)), 400,
				"Agent does not have LLM configuration");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			not json                                                | json_invalid          | ["body",0]
			''                                                      | missing               | ["body"]
			[]                                                      | model_attributes_type | ["body"]
			{"message":"hi"}                                        | missing               | ["body","agent_id"]
			{"agent_id":"a"}                                        | missing               | ["body","message"]
			{"agent_id":"a","message":""}                           | string_too_short      | ["body","message"]
			{"agent_id":"a","message":5}                            | string_type           | ["body","message"]
			{"agent_id":"a","message":"b","streaming":"yes"}        | bool_type             | ["body","streaming"]
			{"agent_id":"a","message":"b","metadata":[]}            | dict_type             | ["body","metadata"]
			{"agent_id":"a","message":"b","session_id":1}           | string_type           | ["body","session_id"]
			""")
	void shouldRefuseInvalidBodies(String body, String type, String location) {
		HttpResponse<String> response = this.caller.post(CHAT, body);
		assertThat(response.statusCode()).isEqualTo(422);
		JsonNode problem = Caller.json(response).path("detail").path(0);
		assertThat(problem.path("type").stringValue()).isEqualTo(type);
		assertThat(problem.path("loc")).isEqualTo(Json.read(location));
		assertThat(problem.path("msg").stringValue()).isNotEmpty();
	}

	@Test
	void shouldCountCodePointsOfMessage() {
		assertThat(this.caller.post(CHAT, message("🙏".repeat(4000), true)).statusCode()).isEqualTo(200);
		HttpResponse<String> response = this.caller.post(CHAT, message("a".repeat(4001), true));
		assertThat(response.statusCode()).isEqualTo(422);
		JsonNode problem = Caller.json(response).path("detail").path(0);
		assertThat(problem.path("type").stringValue()).isEqualTo("string_too_long");
		assertThat(problem.path("ctx")).isEqualTo(Json.read("{\"max_length\":4000}"));
	}

	@Test
	void shouldAnswer500IfTheScriptThrows() {
		this.simulator.replyWith((turn) -> {
			throw new IllegalStateException("broken");
		});
		HttpResponse<String> response = this.caller.post(CHAT, message("hi", true));
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("Internal Server Error: ", "broken");
	}

	@Test
	void shouldAnswer500IfAnAssertionInTheScriptFails() {
		this.simulator.replyWith((turn) -> {
			throw new AssertionError("asserted");
		});
		HttpResponse<String> response = this.caller.post(CHAT, message("hi", true));
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(response.body()).contains("Internal Server Error: java.lang.AssertionError: asserted");
	}

	@Test
	void shouldShowSession() {
		this.simulator.replyWith("hello");
		String session = this.caller
			.postJson(CHAT,
					"{\"agent_id\":\"" + AGENT
							+ "\",\"message\":\"hi\",\"streaming\":false,\"metadata\":{\"user_id\":\"u1\"}}")
			.path("session_id")
			.stringValue();
		assertThat(this.caller.getJson(SESSIONS + "/" + session)).isEqualTo(Json.read("""
				{"session_id": "%s", "agent_id": "%s", "status": "IN_PROGRESS",
				 "messages": [
				  {"role": "user", "content": "hi", "timestamp": "2026-03-02T10:00:00.123Z"},
				  {"role": "assistant", "content": "hello", "timestamp": "2026-03-02T10:00:00.123Z"}],
				 "message_count": 2,
				 "created_at": "2026-03-02T10:00:00.123Z", "updated_at": "2026-03-02T10:00:00.123Z",
				 "metadata": {"user_id": "u1"}}""".formatted(session, AGENT)));
	}

	@Test
	void shouldRefuseSession() {
		String call = this.simulator.addConversation(Map.of());
		assertError(this.caller.get(SESSIONS + "/unknown"), 404, "Session not found");
		assertError(this.caller.get(SESSIONS + "/" + call), 400, "Session is not a chat session");
		assertError(this.caller.get(SESSIONS + "/" + foreignChat()), 403, "Access denied to this session");
	}

	@Test
	void shouldKeepChatAsConversation() {
		this.simulator.replyWith("hello");
		String session = this.caller.postJson(CHAT, message("hi", false)).path("session_id").stringValue();
		JsonNode conversation = this.caller.getJson("/v1/public/conversations/" + session);
		assertThat(conversation.path("id").stringValue()).matches("[0-9a-f]{24}");
		assertThat(conversation).isEqualTo(Json.read("""
				{"agent_id": "%s", "conversation_id": "%s", "conversation_type": "CHAT",
				 "conversation_analysis": null, "conversation_status": "IN_PROGRESS", "notes": null,
				 "conversation_transcript": [
				  {"role": "user", "content": "hi", "timestamp": "2026-03-02T10:00:00.123456+00:00"},
				  {"role": "assistant", "content": "hello", "timestamp": "2026-03-02T10:00:00.123456+00:00"}],
				 "created_by": null,
				 "conversation_metadata": {
				  "last_activity": "2026-03-02T10:00:00.123456+00:00", "session_status": "active"},
				 "created_at": "2026-03-02T10:00:00.123000", "updated_at": "2026-03-02T10:00:00.123000",
				 "id": "%s"}""".formatted(AGENT, session, conversation.path("id").stringValue())));
	}

	@Test
	void shouldEndIdleSessionAndReopenIt() {
		String session = this.caller.postJson(CHAT, message("hi", false)).path("session_id").stringValue();
		this.clock.advance(ChatConversation.IDLE_END);
		assertThat(status(session)).isEqualTo("COMPLETED");
		continued(session, AGENT);
		assertThat(status(session)).isEqualTo("IN_PROGRESS");
	}

	@Test
	void shouldListSessionsNewestFirst() {
		foreignChat();
		this.simulator.addConversation(Map.of());
		String first = this.caller.postJson(CHAT, message("one", false)).path("session_id").stringValue();
		this.clock.advance(Duration.ofSeconds(100));
		String second = this.caller.postJson(CHAT, message(SimulatedAgent.WEBSITE_GUIDE.id(), "two", false))
			.path("session_id")
			.stringValue();
		JsonNode page = this.caller.getJson(SESSIONS);
		assertThat(Caller.names(page)).containsExactly("object", "data", "has_more", "total", "page", "page_size",
				"total_pages");
		assertThat(page.path("data").valueStream().map((item) -> item.path("id").stringValue())).containsExactly(second,
				first);
		assertThat(page.path("data").path(1)).isEqualTo(Json.read("""
				{"id": "%s", "object": "chat.session", "created_at": 1772445600, "updated_at": 1772445600,
				 "agent_id": "%s", "conversation_name": "Support Agent chat", "message_count": 2,
				 "metadata": {}}""".formatted(first, AGENT)));
		assertThat(this.caller.getJson(SESSIONS + "?agent_id=" + AGENT).path("total").intValue()).isEqualTo(1);
		assertThat(this.caller.getJson(SESSIONS + "?agent_id=unknown").path("data")).isEmpty();
		assertError(this.caller.get(SESSIONS + "?agent_id=" + FOREIGN.id()), 403, "Access denied to this agent");
	}

	@Test
	void shouldPageSessions() {
		for (int i = 0; i < 3; i++) {
			this.caller.post(CHAT, message("hi", false));
		}
		JsonNode first = this.caller.getJson(SESSIONS + "?page_size=2");
		assertThat(first.path("data")).hasSize(2);
		assertThat(first.path("has_more").booleanValue()).isTrue();
		assertThat(first.path("total_pages").intValue()).isEqualTo(2);
		JsonNode second = this.caller.getJson(SESSIONS + "?page_size=2&page=2");
		assertThat(second.path("data")).hasSize(1);
		assertThat(second.path("has_more").booleanValue()).isFalse();
		assertThat(this.caller.getJson(SESSIONS + "?page=3").path("data")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "page=0, greater_than_equal", "page_size=0, greater_than_equal", "page_size=101, less_than_equal",
			"page=x, int_parsing" })
	void shouldRefusePagesOutOfBounds(String query, String type) {
		HttpResponse<String> response = this.caller.get(SESSIONS + "?" + query);
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(Caller.json(response).path("detail").path(0).path("type").stringValue()).isEqualTo(type);
	}

	private List<String> chunks() throws IOException {
		return this.caller.postForChunks(CHAT, message("hi", true))
			.stream()
			.map((chunk) -> new String(chunk, StandardCharsets.UTF_8))
			.toList();
	}

	private String foreignChat() {
		this.simulator.addAgent(FOREIGN);
		return this.simulator.addConversation(Map.of("agent_id", FOREIGN.id(), "conversation_type", "CHAT"));
	}

	private String status(String session) {
		return this.caller.getJson(SESSIONS + "/" + session).path("status").stringValue();
	}

	private HttpResponse<String> continued(String session, String agent) {
		return this.caller.post(CHAT,
				Json.object().put("agent_id", agent).put("message", "more").put("session_id", session).toString());
	}

	private static String message(String message, boolean streaming) {
		return message(AGENT, message, streaming);
	}

	private static String message(String agent, String message, boolean streaming) {
		return Json.object().put("agent_id", agent).put("message", message).put("streaming", streaming).toString();
	}

	private static void assertError(HttpResponse<String> response, int status, String detail) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(Caller.json(response).path("detail").stringValue()).isEqualTo(detail);
	}

}
