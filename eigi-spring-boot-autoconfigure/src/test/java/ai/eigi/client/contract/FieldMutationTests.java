package ai.eigi.client.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.contract.Mutations.Mutation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every documented answer with each of its fields in turn set to null, left out, and of
 * another kind: reading never fails, and what was not touched is read as before. The seed
 * is fixed; another one is tried by changing it.
 */
class FieldMutationTests {

	private static final long SEED = 20_251_204;

	// what an answer must have to be of any use
	private static final Set<String> NEEDED = Set.of("chat-response/response", "first-message/session_id");

	private static final Map<String, Function<EigiOperations, Mono<?>>> OPERATIONS = Map.of("conversation-get-chat",
			(eigi) -> eigi.getConversation("c-1"), "composed-conversation-get-telephony",
			(eigi) -> eigi.getConversation("c-1"), "legacy-conversation-get", (eigi) -> eigi.getConversation("c-1"),
			"conversations-list", (eigi) -> eigi.listConversations(ConversationQuery.all()),
			"legacy-conversations-list", (eigi) -> eigi.listConversations(ConversationQuery.all()),
			"chat-sessions-list", (eigi) -> eigi.listChatSessions(ChatSessionQuery.all()), "chat-session-get",
			(eigi) -> eigi.getChatSession("s-1"), "chat-response", (eigi) -> eigi.chat(ChatRequest.of("a", "b")),
			"first-message", (eigi) -> eigi.firstMessage("a"), "legacy-outbound-response-mixed",
			(eigi) -> eigi.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
				.map((result) -> new OutboundCallResult(result.message(), result.recipients())));

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@ValueSource(strings = { "conversation-get-chat", "composed-conversation-get-telephony", "legacy-conversation-get",
			"conversations-list", "legacy-conversations-list", "chat-sessions-list", "chat-session-get",
			"chat-response", "first-message", "legacy-outbound-response-mixed" })
	void everyFieldMayBeAnything(String fixture) {
		JsonNode document = Fixture.tree(fixture);
		EigiOperations operations = server.operations();
		Object whole = read(operations, fixture, document.toString());
		assertThat(read(operations, fixture, document.toString())).isEqualTo(whole).hasSameHashCodeAs(whole);
		Map<String, Object> expected = accessors(whole);
		for (Mutation mutation : Mutations.of(document, SEED)) {
			String situation = "%s with another %s: %s".formatted(fixture, mutation.path(), mutation.document());
			Object result;
			try {
				result = read(operations, fixture, mutation.document());
			}
			catch (EigiOutcomeUnknownException ex) {
				assertThat(NEEDED).as(situation).contains(fixture + mutation.path());
				continue;
			}
			catch (RuntimeException ex) {
				throw new AssertionError("Cannot read " + situation, ex);
			}
			assertThat(result.toString()).as(situation).isNotBlank();
			Map<String, Object> actual = accessors(result);
			if (mutation.leaf() && !fixture.contains("list") && !mutation.root().contains("metadata")) {
				actual.values().removeAll(expected.values());
				assertThat(actual).as(situation).hasSizeLessThanOrEqualTo(1);
			}
		}
	}

	private static Object read(EigiOperations operations, String fixture, String json) {
		server.wireMock().resetAll();
		server.answersJson(json);
		return OPERATIONS.get(fixture).apply(operations).block();
	}

	/**
	 * What every accessor tells, those of the parts included.
	 */
	private static Map<String, Object> accessors(Object model) {
		Map<String, Object> values = new TreeMap<>();
		for (Method method : model.getClass().getDeclaredMethods()) {
			if (Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
					&& method.getParameterCount() == 0
					&& !Set.of("hashCode", "toString", "raw").contains(method.getName())) {
				Object value = call(method, model);
				values.put(method.getName(), (value != null) ? value : "null of " + method.getName());
				if (value instanceof List<?> parts) {
					assertThat(parts).doesNotContainNull();
					parts.stream()
						.filter((part) -> part.getClass().getName().startsWith("ai.eigi"))
						.forEach(FieldMutationTests::accessors);
				}
			}
		}
		return values;
	}

	private static Object call(Method method, Object model) {
		try {
			return method.invoke(model);
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError(method + " failed", ex.getCause());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
