package ai.eigi.client.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import ai.eigi.client.conversation.CallingType;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.conversation.Message;
import ai.eigi.client.conversation.MessageRole;
import ai.eigi.client.conversation.TelephonyProvider;
import ai.eigi.client.error.EigiAwaitTimeoutException;
import ai.eigi.client.paging.Page;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations against the documented JSON: what is sent, and what is read.
 */
class ConversationContractTests {

	private static final String PHONE_CALL = "35d33a43-176c-405c-92bf-db972035df28";

	private static final String CHAT = "a28e7071-508e-4d45-8887-085531aafaba";

	private static final String PATH = "/v1/public/conversations";

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@Test
	void getConversationReadsEveryFieldOfAChat() {
		server.answersFixture("conversation-get-chat");
		Conversation chat = server.operations().getConversation(CHAT).block();
		assertThat(chat.id()).isEqualTo(CHAT);
		assertThat(chat.agentId()).isEqualTo("68ea2517dbb84c09bae1ba0a");
		assertThat(chat.type()).isEqualTo(ConversationType.CHAT);
		assertThat(chat.status()).isEqualTo(ConversationStatus.IN_PROGRESS);
		assertThat(chat.status().isFinal()).isFalse();
		assertThat(chat.analysis()).isEmpty();
		assertThat(chat.notes()).isNull();
		assertThat(chat.createdBy()).isNull();
		assertThat(chat.documentId()).isEqualTo("69316c7d6519e8d49433e40b");
		assertThat(chat.createdAt()).as("a time without zone is UTC")
			.isEqualTo(Instant.parse("2025-12-03T14:14:22.719Z"));
		assertThat(chat.updatedAt()).isEqualTo(Instant.parse("2025-12-03T14:15:20.985Z"));
		assertThat(chat.metadata())
			.isEqualTo(Map.of("last_activity", "2025-12-03T14:15:20.985321+00:00", "session_status", "active"));
		assertThat(chat.transcript()).hasSize(4)
			.first()
			.isEqualTo(new Message(MessageRole.USER, "hi", Instant.parse("2025-12-03T14:14:23.735228Z")));
		assertThat(chat.transcript().get(3)).isEqualTo(new Message(MessageRole.ASSISTANT,
				"I am a large language model, trained by Google.", Instant.parse("2025-12-03T14:14:46.610178Z")));
		assertThat(chat.callingType()).isNull();
		assertThat(chat.telephonyProvider()).isNull();
		assertThat(chat.toNumber()).isNull();
		assertThat(chat.fromNumber()).isNull();
		assertThat(chat.duration()).isNull();
		assertThat(chat.recordingUrl()).isNull();
		assertGot(PATH + "/" + CHAT);
	}

	@Test
	void getConversationReadsEveryFieldOfAPhoneCall() {
		server.answersFixture("composed-conversation-get-telephony");
		assertIsThePhoneCall(server.operations().getConversation(PHONE_CALL).block());
		assertGot(PATH + "/" + PHONE_CALL);
	}

	private static void assertIsThePhoneCall(Conversation call) {
		assertThat(call.id()).isEqualTo(PHONE_CALL);
		assertThat(call.type()).isEqualTo(ConversationType.TELEPHONY);
		assertThat(call.status()).isEqualTo(ConversationStatus.COMPLETED);
		assertThat(call.status().isFinal()).isTrue();
		assertThat(call.transcript()).isEmpty();
		assertThat(call.analysis()).containsExactly(Map.of("is_good", true));
		assertThat(call.notes()).isEqualTo("Re-analysis completed successfully");
		assertThat(call.createdBy()).isEqualTo("68ea1dc3a8f78b1cbdfed6f5");
		assertThat(call.documentId()).isEqualTo("69316c7d6519e8d49433e40f");
		assertThat(call.callingType()).isEqualTo(CallingType.OUTBOUND);
		assertThat(call.telephonyProvider()).isEqualTo(TelephonyProvider.PLIVO);
		assertThat(call.toNumber()).isEqualTo("+14155550123");
		assertThat(call.fromNumber()).isEqualTo("14155550199");
		assertThat(call.duration()).isEqualTo(Duration.ofSeconds(14));
		assertThat(call.recordingUrl()).isEqualTo("https://aps1.media.plivo.com/v1/Account/.../Recording/xxx.mp3");
		assertThat(call.metadata()).containsEntry("dynamic_variables", Map.of("agent_id", "68ea2517dbb84c09bae1ba0a"))
			.containsEntry("conversation_duration", 14)
			.hasSize(7);
		assertThat(call.createdAt()).isEqualTo(Instant.parse("2025-11-29T10:20:31.364Z"));
		assertThat(call.updatedAt()).isEqualTo(Instant.parse("2025-11-29T13:56:06.618Z"));
	}

	@Test
	void getConversationEncodesTheIdAsOnePathSegment() {
		server.answersFixture("conversation-get-chat");
		server.operations().getConversation("../agents?x=1&y={z}%41é").block();
		assertGot(PATH + "/..%2Fagents%3Fx%3D1%26y%3D%7Bz%7D%2541%C3%A9");
	}

	@Test
	void listConversationsReadsTheEnvelopeAndEveryItem() {
		server.answersFixture("conversations-list");
		Page<Conversation> page = server.operations().listConversations(ConversationQuery.all()).block();
		assertThat(page.total()).isEqualTo(53);
		assertThat(page.number()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(5);
		assertThat(page.totalPages()).isEqualTo(11);
		assertThat(page.hasNext()).isTrue();
		assertThat(page.hasPrevious()).isFalse();
		assertThat(page.items()).extracting(Conversation::id).containsExactly(CHAT, PHONE_CALL);
		assertThat(page.items().get(0).transcript()).hasSize(2);
		assertIsThePhoneCall(page.items().get(1));
		assertGot(PATH + "?page=1&page_size=10");
	}

	@Test
	void listConversationsReadsAnEmptyPage() {
		server.answersFixture("composed-conversations-list-empty");
		Page<Conversation> page = server.operations().listConversations(ConversationQuery.all()).block();
		assertThat(page).isEqualTo(new Page<Conversation>(List.of(), 0, 1, 10, 0, false));
	}

	@Test
	void listConversationsSendsEveryFilterEncoded() {
		server.answersFixture("composed-conversations-list-empty");
		server.operations()
			.listConversations(ConversationQuery.builder()
				.agentId("agent/1")
				.status(ConversationStatus.COMPLETED)
				.type(ConversationType.TELEPHONY)
				.callingType(CallingType.OUTBOUND)
				.createdFrom(Instant.parse("2025-12-01T00:00:00Z"))
				.createdTo(Instant.parse("2025-12-31T23:59:59.999Z"))
				.fromTime(LocalTime.of(9, 0, 59))
				.toTime(LocalTime.of(17, 5))
				.zoneOffset(ZoneOffset.ofHours(-5))
				.conversationId("c 1")
				.search("50% off & more+tax #1 = {ü}")
				.page(2)
				.pageSize(50)
				.build())
			.block();
		assertThat(server.onlyRequest().getUrl().split("[?&]")).containsExactlyInAnyOrder(PATH, "page=2",
				"page_size=50", "agent_id=agent%2F1", "conversation_status=COMPLETED", "conversation_type=TELEPHONY",
				"calling_type=OUTBOUND", "from_date=2025-12-01T00%3A00%3A00Z", "to_date=2025-12-31T23%3A59%3A59.999Z",
				"from_time=09%3A00", "to_time=17%3A05", "timezone_offset=-300", "conversation_id=c%201",
				"search=50%25%20off%20%26%20more%2Btax%20%231%20%3D%20%7B%C3%BC%7D");
	}

	@Test
	void listConversationsSendsAnOffsetOfZeroSinceTheServerWouldAssumeIndia() {
		server.answersFixture("composed-conversations-list-empty");
		server.operations()
			.listConversations(
					ConversationQuery.builder().fromTime(LocalTime.of(9, 0)).zoneOffset(ZoneOffset.UTC).build())
			.block();
		assertThat(server.onlyRequest().getUrl()).contains("from_time=09%3A00")
			.contains("timezone_offset=0")
			.doesNotContain("to_time");
	}

	@Test
	void listConversationsSendsAValueTheClientDoesNotKnow() {
		server.answersFixture("composed-conversations-list-empty");
		server.operations()
			.listConversations(ConversationQuery.builder().type(ConversationType.of("FAX&X")).build())
			.block();
		assertThat(server.onlyRequest().getUrl()).endsWith("&conversation_type=FAX%26X");
	}

	@Test
	void allConversationsReadsEveryPageAndNothingTwice() {
		page(1, "a", "b");
		page(2, "b", "c");
		page(3, "d", "e");
		List<String> ids = server.operations()
			.allConversations(ConversationQuery.builder().agentId("agent-1").build())
			.map(Conversation::id)
			.collectList()
			.block();
		assertThat(ids).containsExactly("a", "b", "c", "d", "e");
		assertThat(server.requests()).hasSize(3).allSatisfy((request) -> {
			assertThat(request.queryParameter("page_size").firstValue()).isEqualTo("100");
			assertThat(request.queryParameter("agent_id").firstValue()).isEqualTo("agent-1");
		});
	}

	private static void page(int number, String one, String other) {
		server.wireMock()
			.stubFor(any(anyUrl()).withQueryParam("page", equalTo(String.valueOf(number)))
				.willReturn(okJson("""
						{"status":"success","data":[
						  {"conversation_id":"%s","created_at":"2025-12-01T10:00:00"},{"conversation_id":"%s"}],
						 "pagination":{"total":5,"page":%d,"page_size":100,"total_pages":3}}""".formatted(one, other,
						number))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "COMPLETED", "DISCONNECTED", "FAILED" })
	void awaitConversationEndsWithEveryFinalStatus(String status) {
		server.answersJson("{\"conversation_id\":\"c-1\",\"conversation_status\":\"%s\"}".formatted(status));
		Conversation conversation = server.operations().awaitConversation("c-1").block();
		assertThat(conversation.status().value()).isEqualTo(status);
		assertGot(PATH + "/c-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "IN_PROGRESS", "SOMETHING_NEW" })
	void awaitConversationGivesUpWhenItGoesOn(String status) {
		server.answersJson("{\"conversation_id\":\"c-1\",\"conversation_status\":\"%s\"}".formatted(status));
		EigiAwaitTimeoutException failure = Failures.of(EigiAwaitTimeoutException.class,
				server.operations().awaitConversation("c-1", Duration.ofSeconds(3)));
		assertThat(failure.conversationId()).isEqualTo("c-1");
		assertThat(failure.lastStatus()).isEqualTo(status);
	}

	private static void assertGot(String url) {
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(RequestMethod.GET);
		assertThat(request.getUrl()).isEqualTo(url);
		assertThat(request.getBody()).isEmpty();
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.getHeaders().getHeader("X-API-Key").values()).containsExactly(EigiServer.API_KEY);
	}

}
