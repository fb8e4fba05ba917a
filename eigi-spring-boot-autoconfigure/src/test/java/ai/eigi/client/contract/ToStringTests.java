package ai.eigi.client.contract;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallMode;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.CallSettings;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.call.OutboundCallResult.RecipientResult;
import ai.eigi.client.chat.ChatReply;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSession;
import ai.eigi.client.chat.ChatSessionSummary;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.chat.FirstMessage;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.Message;
import ai.eigi.client.paging.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a program may log without thinking: no text, no number, no metadata, no key.
 */
class ToStringTests {

	private static final String SECRET = "purple elephant";

	private static final String CONVERSATION = """
			{"conversation_id":"c-1","agent_id":"a-1","conversation_status":"COMPLETED","notes":"%1$s",
			 "conversation_transcript":[{"role":"user","content":"%1$s"}],"conversation_analysis":[{"note":"%1$s"}],
			 "mobile_number":"+14155550123","unknown":"%1$s","%1$s":1,
			 "conversation_metadata":{"to_mobile_number":"+14155550123","from_mobile_number":"14155550123",
			   "note":"%1$s","conversation_recording_url":"https://host/%1$s"}}""".formatted(SECRET);

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	static Stream<Object> values() {
		Message message = new Message(null, SECRET, null);
		Map<String, Object> metadata = Map.of("note", SECRET, "number", Sample.NUMBER);
		ChatSessionSummary summary = new ChatSessionSummary("s-1", "a-1", SECRET, 1, metadata, null, null);
		RecipientResult result = new RecipientResult(Sample.NUMBER, true, "c-1", "call-1", SECRET);
		CallRecipient recipient = CallRecipient.of(Sample.NUMBER).withMetadata(metadata);
		return Stream.of(message, summary, result, recipient,
				ChatRequest.of("a-1", SECRET).withSessionId("s-1").withMetadata(metadata), new ChatReply(SECRET, "s-1"),
				new FirstMessage("s-1", SECRET),
				new ChatSession("s-1", "a-1", null, List.of(message), metadata, null, null),
				new Page<>(List.of(message), 1, 1, 10, 1, false), new Page<>(List.of(SECRET), 1, 1, 10, 1, false),
				new OutboundCallResult("Calling " + Sample.NUMBER, List.of(result)),
				OutboundCallRequest.builder("a-1").to(recipient).to("14155550123").build(),
				new CallSettings(CallMode.ALLOW_LIST, Set.of(Sample.NUMBER)),
				ConversationQuery.builder().search(SECRET).build(), ConversationQuery.builder().search(Sample.NUMBER));
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueShowsNothingPersonal(Object value) {
		assertShowsNothing(value);
		assertShowsNothing(List.of(value));
		assertThat(value.toString()).isNotBlank();
	}

	@Test
	void conversationShowsItsIdsAndNothingPersonal() {
		server.answersJson(CONVERSATION);
		Conversation conversation = server.operations().getConversation("c-1").block();
		assertShowsNothing(conversation);
		assertShowsNothing(conversation.transcript());
		assertThat(conversation).asString().contains("c-1").contains("a-1").contains("COMPLETED");
		assertThat(conversation.toNumber()).isEqualTo(Sample.NUMBER);
	}

	@Test
	void pageOfConversationsShowsNothingPersonal() {
		server.answersJson("{\"status\":\"success\",\"message\":\"%s\",\"data\":[%s]}".formatted(SECRET, CONVERSATION));
		assertShowsNothing(server.operations().listConversations(ConversationQuery.all()).block());
	}

	@Test
	void streamShowsItsSessionAndNothingPersonal() {
		server.answers(aResponse().withHeader("X-Session-ID", "s-1").withBody(SECRET));
		ChatStream stream = server.operations().openChatStream(ChatRequest.of("a-1", SECRET)).block();
		assertShowsNothing(stream);
		assertThat(stream).asString().contains("s-1");
		stream.cancel();
	}

	@Test
	void publishersAndDialoguesShowNothingPersonal() {
		EigiOperations operations = server.operations();
		assertShowsNothing(operations);
		assertShowsNothing(operations.chat(ChatRequest.of("a-1", SECRET)));
		assertShowsNothing(operations.streamChat(ChatRequest.of("a-1", SECRET)));
		assertShowsNothing(operations.startCalls(OutboundCallRequest.of("a-1", Sample.NUMBER)));
		assertShowsNothing(operations.chatWith("a-1"));
		assertShowsNothing(operations.chatWith("a-1").send(SECRET));
	}

	private static void assertShowsNothing(Object value) {
		assertThat(value.toString()).doesNotContain(SECRET)
			.doesNotContain("4155550123")
			.doesNotContain(EigiServer.API_KEY);
	}

}
