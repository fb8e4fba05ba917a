package ai.eigi.client.contract;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationStatus;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Where null is not allowed, it is thrown at the caller at once.
 */
class NullArgumentTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@MethodSource("operationsOnNull")
	void operationOnNullThrowsAtOnce(Function<EigiOperations, Object> operation) {
		EigiOperations operations = server.operations();
		assertThatThrownBy(() -> operation.apply(operations))
			.isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
			.hasMessageContaining("null");
		assertThat(server.requestCount()).isZero();
	}

	static Stream<Named<Function<EigiOperations, Object>>> operationsOnNull() {
		return Stream.of(on("streamChat", (eigi) -> eigi.streamChat(null)),
				on("openChatStream", (eigi) -> eigi.openChatStream(null)), on("chat", (eigi) -> eigi.chat(null)),
				on("firstMessage", (eigi) -> eigi.firstMessage(null)),
				on("chatWith agent", (eigi) -> eigi.chatWith(null)),
				on("chatWith agent and session", (eigi) -> eigi.chatWith(null, "s-1")),
				on("chatWith session", (eigi) -> eigi.chatWith("agent-1", null)),
				on("send", (eigi) -> eigi.chatWith("agent-1").send(null)),
				on("stream", (eigi) -> eigi.chatWith("agent-1").stream(null)),
				on("getChatSession", (eigi) -> eigi.getChatSession(null)),
				on("listChatSessions", (eigi) -> eigi.listChatSessions(null)),
				on("allChatSessions", (eigi) -> eigi.allChatSessions(null)),
				on("getConversation", (eigi) -> eigi.getConversation(null)),
				on("listConversations", (eigi) -> eigi.listConversations(null)),
				on("allConversations", (eigi) -> eigi.allConversations(null)),
				on("awaitConversation", (eigi) -> eigi.awaitConversation(null)),
				on("awaitConversation atMost", (eigi) -> eigi.awaitConversation("c-1", null)),
				on("startCalls", (eigi) -> eigi.startCalls(null)));
	}

	private static Named<Function<EigiOperations, Object>> on(String name, Function<EigiOperations, Object> operation) {
		return Named.of(name, operation);
	}

	@ParameterizedTest
	@MethodSource("valuesOfNull")
	void valueOfNullThrowsAtOnce(ThrowingCallable value) {
		assertThatThrownBy(value).isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class);
	}

	static Stream<Named<ThrowingCallable>> valuesOfNull() {
		return Stream.of(Named.of("agent", () -> ChatRequest.of(null, "Hello")),
				Named.of("message", () -> ChatRequest.of("agent-1", null)),
				Named.of("session", () -> ChatRequest.of("agent-1", "Hello").withSessionId(null)),
				Named.of("metadata", () -> ChatRequest.of("agent-1", "Hello").withMetadata(null)),
				Named.of("agent of a call", () -> OutboundCallRequest.of(null, "+14155550123")),
				Named.of("number", () -> OutboundCallRequest.of("agent-1", null)),
				Named.of("recipient", () -> OutboundCallRequest.builder("agent-1").to((CallRecipient) null)),
				Named.of("provider", () -> OutboundCallRequest.builder("agent-1").provider(null)),
				Named.of("number of a recipient", () -> CallRecipient.of(null)),
				Named.of("metadata of a recipient",
						() -> new CallRecipient("+14155550123", (Map<String, Object>) null)),
				Named.of("status", () -> ConversationStatus.of(null)),
				Named.of("filter", () -> ConversationQuery.builder().search(null)),
				Named.of("time", () -> ConversationQuery.builder().createdFrom(null)),
				Named.of("agent of sessions", () -> ChatSessionQuery.builder().agentId(null)));
	}

}
