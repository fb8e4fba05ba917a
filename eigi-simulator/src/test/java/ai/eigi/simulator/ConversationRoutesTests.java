package ai.eigi.simulator;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConversationRoutes}.
 */
class ConversationRoutesTests {

	private static final String CONVERSATIONS = "/v1/public/conversations";

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-10T12:00:00Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldListNothing() {
		assertThat(this.caller.getJson(CONVERSATIONS)).isEqualTo(Json.read("""
				{"status": "success", "message": "Retrieved 0 conversations", "data": [],
				 "pagination": {"total": 0, "page": 1, "page_size": 10, "total_pages": 0}}"""));
	}

	@Test
	void shouldListNewestFirst() {
		add("old", "created_at", Instant.parse("2026-03-01T00:00:00Z"));
		add("new", "created_at", Instant.parse("2026-03-03T00:00:00Z"));
		add("mid", "created_at", Instant.parse("2026-03-02T00:00:00Z"));
		add("mid2", "created_at", Instant.parse("2026-03-02T00:00:00Z"));
		assertThat(find("")).containsExactly("new", "mid2", "mid", "old");
	}

	@Test
	void shouldPage() {
		for (int i = 0; i < 12; i++) {
			this.simulator.addConversation(Map.of());
		}
		JsonNode page = this.caller.getJson(CONVERSATIONS + "?page=3&page_size=5");
		assertThat(page.path("message").stringValue()).isEqualTo("Retrieved 2 conversations");
		assertThat(page.path("data")).hasSize(2);
		assertThat(page.path("pagination"))
			.isEqualTo(Json.read("{\"total\":12,\"page\":3,\"page_size\":5,\"total_pages\":3}"));
		assertThat(this.caller.getJson(CONVERSATIONS + "?page=4&page_size=5").path("data")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "page_size=101, 1, 100", "page_size=0, 1, 10", "page_size=-3, 1, 10", "page=0, 1, 10",
			"page=-1, 1, 10", "page=2&page_size=100, 2, 100" })
	void shouldClampPaging(String query, int page, int size) {
		JsonNode pagination = this.caller.getJson(CONVERSATIONS + "?" + query).path("pagination");
		assertThat(pagination.path("page").intValue()).isEqualTo(page);
		assertThat(pagination.path("page_size").intValue()).isEqualTo(size);
	}

	@Test
	void shouldFilterByFields() {
		add("a", "conversation_type", "TELEPHONY", "conversation_status", "FAILED", "conversation_metadata",
				Map.of("calling_type", "INBOUND"));
		add("b", "conversation_type", "CHAT", "conversation_status", "IN_PROGRESS");
		add("c", "agent_id", SimulatedAgent.WEBSITE_GUIDE.id(), "conversation_metadata",
				Map.of("calling_type", "OUTBOUND"));
		assertThat(find("conversation_id=b")).containsExactly("b");
		assertThat(find("agent_id=" + SimulatedAgent.WEBSITE_GUIDE.id())).containsExactly("c");
		assertThat(find("conversation_type=TELEPHONY")).containsExactlyInAnyOrder("a", "c");
		assertThat(find("conversation_type=DAILY")).isEmpty();
		assertThat(find("conversation_status=IN_PROGRESS")).containsExactly("b");
		assertThat(find("calling_type=INBOUND")).containsExactly("a");
		assertThat(find("calling_type=OUTBOUND&conversation_status=COMPLETED")).containsExactly("c");
		assertThat(find("calling_type=OUTBOUND&conversation_status=FAILED")).isEmpty();
	}

	@Test
	void shouldSearchMetadataAndTranscript() {
		add("meta", "conversation_metadata", Map.of("dynamic_variables", Map.of("order", 4711, "name", "Zoë")));
		add("talk", "conversation_transcript", List.of(Map.of("role", "user", "content", "Where is my Parcel?")));
		assertThat(find("search=ZO%C3%8B")).containsExactly("meta");
		assertThat(find("search=4711")).containsExactly("meta");
		assertThat(find("search=parcel")).containsExactly("talk");
		assertThat(find("search=nothing")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "from_date=2026-03-02T10:00:00Z, b c", "from_date=2026-03-02T10:00:01Z, c",
			"to_date=2026-03-02T10:00:00Z, a b", "to_date=2026-03-02T09:59:59Z, a",
			"from_date=2026-03-02&to_date=2026-03-03, b", "from_date=2026-03-02T15:30:00%2B05:30, b c",
			"from_date=2026-03-02T10:00:00.5, c", "from_date=2026-03-02T10:00:00&to_date=2026-03-02T10:00:00, b" })
	void shouldFilterByDate(String query, String expected) {
		add("a", "created_at", Instant.parse("2026-03-01T10:00:00Z"));
		add("b", "created_at", Instant.parse("2026-03-02T10:00:00Z"));
		add("c", "created_at", Instant.parse("2026-03-03T10:00:00Z"));
		assertThat(find(query)).containsExactlyInAnyOrder(expected.split(" "));
	}

	@ParameterizedTest
	@CsvSource({ "from_time=09:00&timezone_offset=0, nine noon night", "to_time=09:00&timezone_offset=0, nine dawn",
			"from_time=09:00&to_time=17:00&timezone_offset=0, nine noon",
			"from_time=23:00&to_time=04:00&timezone_offset=0, night dawn", "from_time=14:30&to_time=14:30, nine",
			"from_time=04:00&to_time=04:00&timezone_offset=-300, nine", "timezone_offset=600, nine noon night dawn" })
	void shouldFilterByTimeOfDay(String query, String expected) {
		add("dawn", "created_at", Instant.parse("2026-03-01T03:10:00Z"));
		add("nine", "created_at", Instant.parse("2026-03-02T09:00:00Z"));
		add("noon", "created_at", Instant.parse("2026-03-03T12:00:00Z"));
		add("night", "created_at", Instant.parse("2026-03-04T23:30:00Z"));
		assertThat(find(query)).containsExactlyInAnyOrder(expected.split(" "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "page=x", "from_time=9:00", "to_time=24:00", "timezone_offset=IST", "from_date=yesterday",
			"to_date=2026-13-01", "conversation_type=PIGEON", "conversation_status=completed", "calling_type=BOTH" })
	void shouldRefuseInvalidQuery(String query) {
		HttpResponse<String> response = this.caller.get(CONVERSATIONS + "?" + query);
		assertThat(response.statusCode()).isEqualTo(422);
		JsonNode problem = Caller.json(response).path("detail").path(0);
		assertThat(problem.path("loc").path(0).stringValue()).isEqualTo("query");
		assertThat(problem.path("loc").path(1).stringValue()).isEqualTo(query.substring(0, query.indexOf('=')));
		assertThat(problem.path("input").stringValue()).isEqualTo(query.substring(query.indexOf('=') + 1));
	}

	@Test
	void shouldKeepWhatTheClientDoesNotKnow() {
		String id = this.simulator.addConversation(Map.of("conversation_type", "HOLOGRAM", "mood", Map.of("happy", 1)));
		JsonNode conversation = this.caller.getJson(CONVERSATIONS + "/" + id);
		assertThat(conversation.path("conversation_type").stringValue()).isEqualTo("HOLOGRAM");
		assertThat(conversation.path("mood")).isEqualTo(Json.read("{\"happy\":1}"));
		assertThat(conversation.path("conversation_status").stringValue()).isEqualTo("COMPLETED");
		assertThat(conversation.path("conversation_transcript").isNull()).isTrue();
		assertThat(conversation.path("created_at").stringValue()).isEqualTo("2026-03-10T12:00:00.000000");
	}

	@Test
	void shouldHideForeignConversations() {
		this.simulator.addAgent(SimulatedAgent.of("foreign", "Foreign").ownedBySomebodyElse());
		add("a", "agent_id", "foreign");
		assertThat(find("")).isEmpty();
		HttpResponse<String> response = this.caller.get(CONVERSATIONS + "/a");
		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.body())
			.isEqualTo("{\"detail\":\"API key owner doesn't have access to this conversation\"}");
	}

	@Test
	void shouldNotFindUnknownConversation() {
		HttpResponse<String> response = this.caller.get(CONVERSATIONS + "/unknown");
		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(response.body()).isEqualTo("{\"detail\":\"Conversation not found\"}");
	}

	@Test
	void shouldDecodeId() {
		add("a/b+c ü");
		assertThat(this.caller.get(CONVERSATIONS + "/a%2Fb+c%20%C3%BC").statusCode()).isEqualTo(200);
	}

	@Test
	void shouldShowLegacyShape() {
		this.simulator.conversationShape(WireShape.LEGACY);
		add("a", "conversation_metadata", Map.of("calling_type", "INBOUND", "from_mobile_number", "14155550123",
				"conversation_duration", 245.8, "dynamic_variables", Map.of("customer_name", "Asha")),
				"conversation_transcript",
				List.of(Map.of("role", "assistant", "content", "Hello!", "timestamp",
						"2026-03-10T12:00:05.500000+00:00")),
				"conversation_analysis", List.of(Map.of("sentiment", "positive")));
		assertThat(this.caller.getJson(CONVERSATIONS + "/a")).isEqualTo(Json.read("""
				{"conversation_id": "a", "agent_id": "%s", "conversation_type": "TELEPHONY",
				 "conversation_status": "COMPLETED", "calling_type": "INBOUND", "mobile_number": "14155550123",
				 "transcript": [{"speaker": "agent", "text": "Hello!", "timestamp": "2026-03-10T12:00:05.500Z"}],
				 "analysis": {"sentiment": "positive"}, "duration": 245.8,
				 "created_at": "2026-03-10T12:00:00.000Z", "updated_at": "2026-03-10T12:00:00.000Z",
				 "metadata": {"customer_name": "Asha"}}""".formatted(SimulatedAgent.SUPPORT.id())));
		JsonNode page = this.caller.getJson(CONVERSATIONS + "?page_size=1");
		assertThat(Caller.names(page)).containsExactly("conversations", "total", "page", "page_size", "total_pages",
				"has_next", "has_previous");
		JsonNode item = page.path("conversations").path(0);
		assertThat(item.path("agent_name").stringValue()).isEqualTo("Support Agent");
		assertThat(item.has("transcript")).isFalse();
		assertThat(page.path("has_next").booleanValue()).isFalse();
	}

	@Test
	void shouldFlagNeighboursInLegacyShape() {
		this.simulator.conversationShape(WireShape.LEGACY);
		add("a");
		add("b");
		add("c");
		JsonNode page = this.caller.getJson(CONVERSATIONS + "?page_size=1&page=2");
		assertThat(page.path("has_next").booleanValue()).isTrue();
		assertThat(page.path("has_previous").booleanValue()).isTrue();
	}

	private void add(String id, Object... fields) {
		Map<String, Object> all = new LinkedHashMap<>();
		all.put("conversation_id", id);
		for (int i = 0; i < fields.length; i += 2) {
			all.put((String) fields[i], fields[i + 1]);
		}
		this.simulator.addConversation(all);
	}

	private List<String> find(String query) {
		List<String> ids = new ArrayList<>();
		this.caller.getJson(CONVERSATIONS + "?page_size=100&" + query)
			.path("data")
			.forEach((conversation) -> ids.add(conversation.path("conversation_id").stringValue()));
		return ids;
	}

}
