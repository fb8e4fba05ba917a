package ai.eigi.client.contract;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentTools;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptUpdate;
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
	@MethodSource("managementOnNull")
	void managementOnNullThrowsAtOnce(Function<EigiManagementOperations, Object> operation) {
		EigiManagementOperations management = server.management();
		assertThatThrownBy(() -> operation.apply(management)).isInstanceOf(NullPointerException.class)
			.hasMessageContaining("null");
		assertThat(server.requestCount()).isZero();
	}

	static Stream<Named<Function<EigiManagementOperations, Object>>> managementOnNull() {
		return Stream.of(Named.of("listAgents", (eigi) -> eigi.listAgents(null)),
				Named.of("allAgents", (eigi) -> eigi.allAgents(null)),
				Named.of("getAgent", (eigi) -> eigi.getAgent(null)),
				Named.of("createAgent", (eigi) -> eigi.createAgent(null)),
				Named.of("updateAgent", (eigi) -> eigi.updateAgent("a-1", null)),
				Named.of("updateAgent id", (eigi) -> eigi.updateAgent(null, AgentUpdate.builder().build())),
				Named.of("deleteAgent", (eigi) -> eigi.deleteAgent(null)),
				Named.of("getDynamicVariables", (eigi) -> eigi.getDynamicVariables(null)),
				Named.of("listPrompts", (eigi) -> eigi.listPrompts(null)),
				Named.of("allPrompts", (eigi) -> eigi.allPrompts(null)),
				Named.of("getPrompt", (eigi) -> eigi.getPrompt(null)),
				Named.of("getPrompt version", (eigi) -> eigi.getPrompt(null, 1)),
				Named.of("createPrompt", (eigi) -> eigi.createPrompt(null)),
				Named.of("updatePrompt", (eigi) -> eigi.updatePrompt("p", null)),
				Named.of("updatePrompt name", (eigi) -> eigi.updatePrompt(null, PromptUpdate.of("x"))),
				Named.of("deletePrompt", (eigi) -> eigi.deletePrompt(null)),
				Named.of("listPromptVersions", (eigi) -> eigi.listPromptVersions(null)),
				Named.of("listVoices", (eigi) -> eigi.listVoices(null)),
				Named.of("allVoices", (eigi) -> eigi.allVoices(null)));
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
				Named.of("agent of sessions", () -> ChatSessionQuery.builder().agentId(null)),
				Named.of("name of an agent", () -> AgentDefinition.builder(null, AgentType.INBOUND)),
				Named.of("type of an agent", () -> AgentDefinition.builder("A", null)),
				Named.of("part of an agent", () -> AgentUpdate.builder().llm(null)),
				Named.of("field of an agent", () -> AgentUpdate.builder().with("field", null)),
				Named.of("model", () -> LanguageModel.of("P", null)),
				Named.of("key of a model", () -> LanguageModel.custom("m", "https://llm.example", null)),
				Named.of("field of a part", () -> LanguageModel.of("P", "m").with("field", null)),
				Named.of("name of a part's field", () -> LanguageModel.of("P", "m").with(null, "x")),
				Named.of("parameter", () -> LanguageModel.of("P", "m").withParam("p", null)),
				Named.of("settings of a tool", () -> AgentTools.none().withUserIdle(null)),
				Named.of("text of a prompt", () -> PromptUpdate.of(null)),
				Named.of("name of a prompt", () -> PromptDefinition.of(null, "x")),
				Named.of("type of a prompt", () -> PromptUpdate.of("x").withType(null)),
				Named.of("provider of voices", () -> VoiceQuery.of(null)));
	}

}
