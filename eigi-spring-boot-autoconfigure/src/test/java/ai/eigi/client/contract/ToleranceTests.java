package ai.eigi.client.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.chat.ChatReply;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSession;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatSessionSummary;
import ai.eigi.client.chat.FirstMessage;
import ai.eigi.client.conversation.CallingType;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.conversation.Message;
import ai.eigi.client.conversation.MessageRole;
import ai.eigi.client.conversation.TelephonyProvider;
import ai.eigi.client.paging.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers in every shape that the service, its older pages or its command line client
 * know.
 */
class ToleranceTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	private Conversation conversation(String json) {
		server.answersJson(json);
		return server.operations().getConversation("c-1").block();
	}

	private Page<Conversation> conversations(String json) {
		server.answersJson(json);
		return server.operations().listConversations(ConversationQuery.builder().page(2).pageSize(2).build()).block();
	}

	private Page<ChatSessionSummary> sessions(String json) {
		server.answersJson(json);
		return server.operations().listChatSessions(ChatSessionQuery.all()).block();
	}

	@Test
	void olderShapeOfAConversationIsReadAlike() {
		Conversation conversation = conversation(Fixture.read("legacy-conversation-get"));
		assertThat(conversation.id()).isEqualTo("35d33a43-176c-405c-92bf-db972035df28");
		assertThat(conversation.type()).isEqualTo(ConversationType.TELEPHONY);
		assertThat(conversation.status()).isEqualTo(ConversationStatus.COMPLETED);
		assertThat(conversation.callingType()).isEqualTo(CallingType.OUTBOUND);
		assertThat(conversation.toNumber()).isEqualTo("+919876543210");
		assertThat(conversation.fromNumber()).isNull();
		assertThat(conversation.duration()).isEqualTo(Duration.ofMillis(245_800));
		assertThat(conversation.createdAt()).isEqualTo(Instant.parse("2025-12-04T10:30:00Z"));
		assertThat(conversation.updatedAt()).isEqualTo(Instant.parse("2025-12-04T10:34:05Z"));
		assertThat(conversation.metadata())
			.isEqualTo(Map.of("customer_name", "John Doe", "campaign", "Q4_Outreach", "priority", "high"));
		assertThat(conversation.analysis()).singleElement()
			.satisfies((analysis) -> assertThat(analysis).containsEntry("sentiment", "positive")
				.containsEntry("outcome", "success")
				.hasSize(4));
		assertThat(conversation.transcript()).extracting(Message::role)
			.containsExactly(MessageRole.ASSISTANT, MessageRole.USER, MessageRole.ASSISTANT);
		assertThat(conversation.transcript().get(1)).isEqualTo(new Message(MessageRole.USER,
				"Hi, I'd like to schedule an appointment.", Instant.parse("2025-12-04T10:30:22Z")));
	}

	@Test
	void olderEnvelopeOfAListIsReadAlike() {
		Page<Conversation> page = conversations(Fixture.read("legacy-conversations-list"));
		assertThat(page.total()).isEqualTo(47);
		assertThat(page.number()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(10);
		assertThat(page.totalPages()).isEqualTo(5);
		assertThat(page.hasNext()).isTrue();
		assertThat(page.hasPrevious()).isFalse();
		assertThat(page.items()).extracting(Conversation::duration)
			.containsExactly(Duration.ofMillis(245_800), Duration.ofMillis(182_300));
		assertThat(page.items().get(1).callingType()).isEqualTo(CallingType.INBOUND);
	}

	@Test
	void currentNamesWinOverOlderOnes() {
		Conversation conversation = conversation("""
				{"conversation_id":"c-1","conversation_transcript":[{"role":"user","speaker":"agent",
				  "content":"new","text":"old"}],"transcript":[],"conversation_analysis":[{"a":1}],"analysis":{"b":2},
				 "conversation_metadata":{"calling_type":"INBOUND","to_mobile_number":"1","conversation_duration":1.5},
				 "metadata":{"x":1},"calling_type":"OUTBOUND","mobile_number":"2","duration":2}""");
		assertThat(conversation.transcript()).containsExactly(new Message(MessageRole.USER, "new", null));
		assertThat(conversation.analysis()).containsExactly(Map.of("a", 1));
		assertThat(conversation.callingType()).isEqualTo(CallingType.INBOUND);
		assertThat(conversation.toNumber()).isEqualTo("1");
		assertThat(conversation.duration()).isEqualTo(Duration.ofMillis(1500));
	}

	@Test
	void olderNamesStandInForCurrentOnesThatAreNull() {
		Conversation conversation = conversation(
				"""
						{"conversation_transcript":null,"transcript":[{"role":null,"speaker":"agent","content":null,"text":"old"}],
						 "conversation_analysis":null,"analysis":{"b":2},
						 "conversation_metadata":{"calling_type":null,"to_mobile_number":null,"conversation_duration":null},
						 "calling_type":"OUTBOUND","mobile_number":"2","duration":2}""");
		assertThat(conversation.transcript()).containsExactly(new Message(MessageRole.ASSISTANT, "old", null));
		assertThat(conversation.analysis()).containsExactly(Map.of("b", 2));
		assertThat(conversation.callingType()).isEqualTo(CallingType.OUTBOUND);
		assertThat(conversation.toNumber()).isEqualTo("2");
		assertThat(conversation.duration()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void textOfATurnMayBeCalledMessage() {
		assertThat(conversation("{\"conversation_transcript\":[{\"role\":\"user\",\"message\":\"hi\"}]}").transcript())
			.containsExactly(new Message(MessageRole.USER, "hi", null));
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			"2025-12-03T14:14:23.735228+00:00" | 2025-12-03T14:14:23.735228Z
			"2025-12-03T19:44:23.735228+05:30" | 2025-12-03T14:14:23.735228Z
			"2025-12-03T14:14:22.719000"       | 2025-12-03T14:14:22.719Z
			"2025-12-03T14:14:22"              | 2025-12-03T14:14:22Z
			"2025-12-05T10:00:00.000Z"         | 2025-12-05T10:00:00Z
			"2025-12-04T10:30:15Z"             | 2025-12-04T10:30:15Z
			1701792000                         | 2023-12-05T16:00:00Z
			1701792000.5                       | 2023-12-05T16:00:00.500Z
			"yesterday"                        |
			""                                 |
			true                               |
			{}                                 |
			""", delimiter = '|', quoteCharacter = '\'')
	void everyEncodingOfTimeIsRead(String json, Instant expected) {
		Conversation conversation = conversation("""
				{"created_at":%1$s,"updated_at":%1$s,"conversation_transcript":[{"timestamp":%1$s}]}"""
			.formatted(json));
		assertThat(conversation.createdAt()).isEqualTo(expected);
		assertThat(conversation.updatedAt()).isEqualTo(expected);
		assertThat(conversation.transcript().get(0).timestamp()).isEqualTo(expected);
	}

	@Test
	void valuesAndFieldsThatTheClientDoesNotKnowSurvive() {
		Conversation conversation = conversation(
				"""
						{"conversation_type":"FAX","conversation_status":"ON_HOLD","sparkles":{"deep":[1,null]},
						 "conversation_transcript":[{"role":"tool","content":"x","audio":"y"}],
						 "conversation_metadata":{"calling_type":"SIDEWAYS","telephony_provider":"VONAGE","new":{"a":[null]}}}""");
		assertThat(conversation.type()).isEqualTo(ConversationType.of("FAX")).hasToString("FAX");
		assertThat(conversation.status()).isEqualTo(ConversationStatus.of("ON_HOLD"));
		assertThat(conversation.status().isFinal()).isFalse();
		assertThat(conversation.callingType()).isEqualTo(CallingType.of("SIDEWAYS"));
		assertThat(conversation.telephonyProvider()).isEqualTo(TelephonyProvider.of("VONAGE"));
		assertThat(conversation.transcript().get(0).role()).isEqualTo(MessageRole.of("tool"));
		assertThat(conversation.metadata()).containsKey("new");
	}

	@Test
	void emptyObjectIsAConversationWithoutAnything() {
		Conversation conversation = conversation("{}");
		assertThat(conversation.id()).isNull();
		assertThat(conversation.status()).isNull();
		assertThat(conversation.createdAt()).isNull();
		assertThat(conversation.transcript()).isEmpty();
		assertThat(conversation.analysis()).isEmpty();
		assertThat(conversation.metadata()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(
			textBlock = """
					{"data":[{},{}]}                                                       | 4  | 2 | 2 | true
					{"data":[{}]}                                                          | 3  | 2 | 2 | false
					{"data":[{},{}],"pagination":null}                                     | 4  | 2 | 2 | true
					{"data":[{},{}],"pagination":{"total":null,"page":null}}               | 4  | 2 | 2 | true
					{"data":[{},{}],"pagination":{"total":9,"page":2,"page_size":2}}       | 9  | 2 | 5 | true
					{"data":[{},{}],"pagination":{"total":4,"page":2,"page_size":2}}       | 4  | 2 | 2 | false
					{"data":[{},{}],"total":9,"page":2,"page_size":2,"total_pages":5}      | 9  | 2 | 5 | true
					{"conversations":[{},{}],"pagination":{"total":9,"page":2,"page_size":2,"total_pages":5}} | 9 | 2 | 5 | true
					{"conversations":[{},{}],"total":9,"page":2,"page_size":2,"total_pages":5,"has_next":false} | 9 | 2 | 5 | false
					""",
			delimiter = '|', quoteCharacter = '\'')
	void whatAnEnvelopeDoesNotSayIsComputed(String json, long total, int number, int pages, boolean hasNext) {
		Page<Conversation> page = conversations(json);
		assertThat(page.total()).isEqualTo(total);
		assertThat(page.number()).isEqualTo(number);
		assertThat(page.size()).isEqualTo(2);
		assertThat(page.totalPages()).isEqualTo(pages);
		assertThat(page.hasNext()).isEqualTo(hasNext);
		assertThat(page.hasPrevious()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{}", "{\"data\":null}", "{\"data\":[]}", "{\"data\":{}}", "{\"conversations\":\"none\"}" })
	void listWithoutItemsIsAnEmptyPage(String json) {
		Page<Conversation> page = conversations(json);
		assertThat(page.items()).isEmpty();
		assertThat(page.hasNext()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "sessions", "chat_sessions" })
	void sessionsMayGoByTheNamesOfTheCommandLineClient(String name) {
		Page<ChatSessionSummary> page = sessions("""
				{"%s":[{"session_id":"s-1","agent_id":"a-1"}],"total":1,"page":1}""".formatted(name));
		assertThat(page.items()).singleElement().extracting(ChatSessionSummary::id).isEqualTo("s-1");
	}

	@Test
	void documentedNamesOfSessionsWin() {
		assertThat(sessions("{\"data\":[{\"id\":\"s-1\",\"session_id\":\"s-2\"}],\"sessions\":[]}").items())
			.extracting(ChatSessionSummary::id)
			.containsExactly("s-1");
	}

	@Test
	void sessionOfNothingButNullsIsRead() {
		server.answersJson("""
				{"session_id":null,"agent_id":null,"status":null,"messages":[null,{"role":null}],"metadata":null}""");
		ChatSession session = server.operations().getChatSession("s-1").block();
		assertThat(session.id()).isNull();
		assertThat(session.status()).isNull();
		assertThat(session.messages()).containsExactly(new Message(null, null, null));
		assertThat(session.metadata()).isEmpty();
	}

	@Test
	void replyAndGreetingMayGoByTheNameOfTheCommandLineClient() {
		server.answersJson("{\"message\":\"Hi\",\"session_id\":\"s-1\"}");
		assertThat(server.operations().chat(ChatRequest.of("a", "b")).block()).isEqualTo(new ChatReply("Hi", "s-1"));
		assertThat(server.operations().firstMessage("a").block()).isEqualTo(new FirstMessage("s-1", "Hi"));
	}

	@Test
	void documentedNamesOfReplyAndGreetingWin() {
		server.answersJson("{\"response\":\"R\",\"first_message\":\"F\",\"message\":\"M\",\"session_id\":\"s-1\"}");
		assertThat(server.operations().chat(ChatRequest.of("a", "b")).block().response()).isEqualTo("R");
		assertThat(server.operations().firstMessage("a").block().text()).isEqualTo("F");
	}

	@Test
	void agentMayHaveNoGreetingAndAReplyNoSession() {
		server.answersJson("{\"session_id\":\"s-1\",\"first_message\":null}");
		assertThat(server.operations().firstMessage("a").block()).isEqualTo(new FirstMessage("s-1", null));
		server.answersJson("{\"response\":\"\"}");
		assertThat(server.operations().chat(ChatRequest.of("a", "b")).block()).isEqualTo(new ChatReply("", null));
	}

	@Test
	void callsThatWereCreatedAreAccepted() {
		server.answers(EigiServer.json(201, "{\"status\":\"success\"}"));
		OutboundCallResult result = server.operations()
			.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
			.block();
		assertThat(result.message()).isNull();
		assertThat(result.recipients()).isEmpty();
	}

	@Test
	void answerWithoutAContentTypeIsRead() {
		server.answers(aResponse().withBody("{\"conversation_id\":\"c-1\"}"));
		assertThat(server.operations().getConversation("c-1").block().id()).isEqualTo("c-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json; charset=utf-8", "application/problem+json", "APPLICATION/JSON" })
	void answerOfAnyKindOfJsonIsRead(String contentType) {
		server.answers(aResponse().withHeader("Content-Type", contentType).withBody("{\"conversation_id\":\"Grüße\"}"));
		assertThat(server.operations().getConversation("c-1").block().id()).isEqualTo("Grüße");
	}

}
