package ai.eigi.client.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiInvalidRequestException.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Input that the client refuses itself: told by the publisher, by field and bound, and
 * without its value; nothing is sent.
 */
class LocalValidationTests {

	private static final String ASTRAL = "\ud83d\ude00";

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest(name = "{0}: {1} {2}")
	@MethodSource("wrongInput")
	void wrongInputIsToldByThePublisherAndNothingIsSent(String operation, String field, String bound,
			Function<EigiOperations, Publisher<?>> call) {
		Publisher<?> publisher = call.apply(server.operations());
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class, publisher);
		assertThat(failure.status()).isNull();
		assertThat(failure.detail()).isNull();
		assertThat(failure.retryAfter()).isNull();
		assertThat(failure.headers()).isEmpty();
		assertThat(failure.operation()).isEqualTo(operation);
		assertThat(failure.getMessage()).contains(field).contains(bound);
		assertThat(failure.fieldErrors()).singleElement().extracting(FieldError::field).isEqualTo(field);
		assertThat(server.requestCount()).isZero();
	}

	static Stream<Arguments> wrongInput() {
		return Stream.of(wrongChats(), wrongIds(), wrongPages(), wrongFilters(), wrongCalls())
			.flatMap(Function.identity());
	}

	private static Stream<Arguments> wrongChats() {
		ChatRequest blankAgent = ChatRequest.of(" ", "Hello");
		ChatRequest noMessage = ChatRequest.of("agent-1", "");
		ChatRequest longMessage = ChatRequest.of("agent-1", "x".repeat(4001));
		ChatRequest longAstralMessage = ChatRequest.of("agent-1", ASTRAL.repeat(4001));
		ChatRequest blankSession = ChatRequest.of("agent-1", "Hello").withSessionId("\t");
		return Stream.of(wrong("chat", "agentId", "blank", (eigi) -> eigi.chat(blankAgent)),
				wrong("chat", "message", "1", (eigi) -> eigi.chat(noMessage)),
				wrong("chat", "message", "4000", (eigi) -> eigi.chat(longMessage)),
				wrong("chat", "message", "4000", (eigi) -> eigi.chat(longAstralMessage)),
				wrong("chat", "sessionId", "blank", (eigi) -> eigi.chat(blankSession)),
				wrong("streamChat", "agentId", "blank", (eigi) -> eigi.streamChat(blankAgent)),
				wrong("streamChat", "message", "1", (eigi) -> eigi.streamChat(noMessage)),
				wrong("streamChat", "message", "4000", (eigi) -> eigi.streamChat(longMessage)),
				wrong("openChatStream", "message", "4000", (eigi) -> eigi.openChatStream(longMessage)),
				wrong("chat", "message", "1", (eigi) -> eigi.chatWith("agent-1").send("")),
				wrong("streamChat", "message", "1", (eigi) -> eigi.chatWith("agent-1").stream("")),
				wrong("chat", "agentId", "blank", (eigi) -> eigi.chatWith("").send("Hello")),
				wrong("chat", "sessionId", "blank", (eigi) -> eigi.chatWith("agent-1", "").send("Hello")));
	}

	private static Stream<Arguments> wrongIds() {
		return Stream.of(wrong("firstMessage", "agentId", "blank", (eigi) -> eigi.firstMessage("")),
				wrong("getChatSession", "sessionId", "blank", (eigi) -> eigi.getChatSession("  ")),
				wrong("getConversation", "conversationId", "blank", (eigi) -> eigi.getConversation("")),
				wrong("awaitConversation", "conversationId", "blank", (eigi) -> eigi.awaitConversation("")),
				wrong("awaitConversation", "atMost", "zero", (eigi) -> eigi.awaitConversation("c-1", Duration.ZERO)),
				wrong("awaitConversation", "atMost", "zero",
						(eigi) -> eigi.awaitConversation("c-1", Duration.ofSeconds(-1))));
	}

	private static Stream<Arguments> wrongPages() {
		ConversationQuery pageZero = ConversationQuery.builder().page(0).build();
		ConversationQuery sizeZero = ConversationQuery.builder().pageSize(0).build();
		ConversationQuery tooLarge = ConversationQuery.builder().pageSize(101).build();
		ChatSessionQuery sessionPage = ChatSessionQuery.builder().page(-1).build();
		ChatSessionQuery sessionSize = ChatSessionQuery.builder().pageSize(101).build();
		return Stream.of(wrong("listConversations", "page", "1", (eigi) -> eigi.listConversations(pageZero)),
				wrong("listConversations", "pageSize", "1", (eigi) -> eigi.listConversations(sizeZero)),
				wrong("listConversations", "pageSize", "100", (eigi) -> eigi.listConversations(tooLarge)),
				wrong("allConversations", "page", "1", (eigi) -> eigi.allConversations(pageZero)),
				wrong("allConversations", "pageSize", "100", (eigi) -> eigi.allConversations(tooLarge)),
				wrong("listChatSessions", "page", "1", (eigi) -> eigi.listChatSessions(sessionPage)),
				wrong("listChatSessions", "pageSize", "100", (eigi) -> eigi.listChatSessions(sessionSize)),
				wrong("allChatSessions", "page", "1", (eigi) -> eigi.allChatSessions(sessionPage)),
				wrong("allChatSessions", "pageSize", "100", (eigi) -> eigi.allChatSessions(sessionSize)));
	}

	private static Stream<Arguments> wrongFilters() {
		Instant noon = Instant.parse("2025-12-01T12:00:00Z");
		ConversationQuery backwards = ConversationQuery.builder()
			.createdFrom(noon.plusSeconds(1))
			.createdTo(noon)
			.build();
		ConversationQuery from = ConversationQuery.builder().fromTime(LocalTime.of(9, 0)).build();
		ConversationQuery to = ConversationQuery.builder().toTime(LocalTime.of(9, 0)).build();
		ConversationQuery blankAgent = ConversationQuery.builder().agentId("").build();
		ConversationQuery blankSearch = ConversationQuery.builder().search(" ").build();
		ConversationQuery blankId = ConversationQuery.builder().conversationId(" ").build();
		ChatSessionQuery blankSessionAgent = ChatSessionQuery.builder().agentId("").build();
		return Stream.of(
				wrong("listConversations", "createdFrom", "createdTo", (eigi) -> eigi.listConversations(backwards)),
				wrong("allConversations", "createdFrom", "createdTo", (eigi) -> eigi.allConversations(backwards)),
				wrong("listConversations", "zoneOffset", "fromTime", (eigi) -> eigi.listConversations(from)),
				wrong("allConversations", "zoneOffset", "toTime", (eigi) -> eigi.allConversations(to)),
				wrong("listConversations", "agentId", "blank", (eigi) -> eigi.listConversations(blankAgent)),
				wrong("listConversations", "search", "blank", (eigi) -> eigi.listConversations(blankSearch)),
				wrong("listConversations", "conversationId", "blank", (eigi) -> eigi.listConversations(blankId)),
				wrong("listChatSessions", "agentId", "blank", (eigi) -> eigi.listChatSessions(blankSessionAgent)));
	}

	private static Stream<Arguments> wrongCalls() {
		OutboundCallRequest blankAgent = OutboundCallRequest.of("", Sample.NUMBER);
		OutboundCallRequest nobody = OutboundCallRequest.builder("agent-1").build();
		OutboundCallRequest second = OutboundCallRequest.builder("agent-1").to(Sample.NUMBER).to("4155550124").build();
		return Stream.of(wrong("startCalls", "agentId", "blank", (eigi) -> eigi.startCalls(blankAgent)),
				wrong("startCalls", "recipients", "at least one", (eigi) -> eigi.startCalls(nobody)),
				wrong("startCalls", "recipients[1].number", "E.164", (eigi) -> eigi.startCalls(second)));
	}

	private static Arguments wrong(String operation, String field, String bound,
			Function<EigiOperations, Publisher<?>> call) {
		return arguments(operation, field, bound, call);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "9876543210", "+91 98765 43210", "+91-9876543210", "+1(415)5550123",
			"+0155550123", "+", "+1", "+1234567890123456", "++14155550123", "+14155550123 ", "+14155550123\n",
			"14155550123", "+1415555O123", "+\u0661\u0664\u0661\u0665\u0665\u0665\u0665", "tel:+14155550123",
			"+14155550123;ext=1" })
	void numberThatIsNotE164IsRefused(String number) {
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class,
				server.operations().startCalls(OutboundCallRequest.of("agent-1", number)));
		assertThat(failure.status()).isNull();
		assertThat(failure.getMessage()).contains("recipients[0].number").contains("E.164").contains("15");
		if (number.length() > 3) {
			Failures.assertKeepsSecrets(failure, number);
		}
		assertThat(server.requestCount()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "+14155550123", "+12", "+123456789012345" })
	void numberInE164IsSent(String number) {
		server.answersFixture("outbound-response");
		server.operations().startCalls(OutboundCallRequest.of("agent-1", number)).block();
		assertThat(server.onlyRequest().getBodyAsString()).contains("\"" + number + "\"");
	}

	@Test
	void messagesUpToTheBoundsAreSentAndAstralCharactersCountOnce() {
		server.answersFixture("chat-response");
		EigiOperations operations = server.operations();
		for (String message : new String[] { "x", " ", ASTRAL, "x".repeat(4000), ASTRAL.repeat(4000) }) {
			server.wireMock().resetRequests();
			operations.chat(ChatRequest.of("agent-1", message)).block();
			assertThat(Fixture.JSON.readTree(server.onlyRequest().getBody()).get("message").asString())
				.isEqualTo(message);
		}
	}

	@Test
	void boundsOfPagesAndTimesAreSent() {
		server.answersFixture("composed-conversations-list-empty");
		Instant noon = Instant.parse("2025-12-01T12:00:00Z");
		EigiOperations operations = server.operations();
		operations
			.listConversations(ConversationQuery.builder()
				.page(1)
				.pageSize(1)
				.createdFrom(noon)
				.createdTo(noon)
				.fromTime(LocalTime.MIDNIGHT)
				.toTime(LocalTime.MIDNIGHT)
				.zoneOffset(ZoneOffset.UTC)
				.build())
			.block();
		operations.listConversations(ConversationQuery.builder().page(Integer.MAX_VALUE).pageSize(100).build()).block();
		assertThat(server.requestCount()).isEqualTo(2);
	}

	@Test
	void metadataThatCannotBeWrittenIsWrongInput() {
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class, server.operations()
			.chat(ChatRequest.of("agent-1", Sample.MESSAGE).withMetadata(Map.of("self", new Unwritable()))));
		assertThat(failure.status()).isNull();
		assertThat(failure.getMessage()).contains("metadata");
		assertThat(server.requestCount()).isZero();
	}

	static class Unwritable {

		public String getNumber() {
			throw new IllegalStateException(Sample.NUMBER);
		}

	}

}
