package ai.eigi.client.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import ai.eigi.client.EigiClient;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.contract.Mutations.Mutation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.transport.WireValue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every documented answer with each of its fields in turn set to null, left out, and of
 * another kind: reading never fails, and what was not touched is read as before. The seed
 * is fixed; another one is tried by changing it.
 */
@Tag("same-on-any-jdk")
class FieldMutationTests {

	private static final long SEED = 20_251_204;

	// what an answer must have to be of any use
	private static final Set<String> NEEDED = Set.of("chat-response/response", "first-message/session_id");

	private static final Map<String, Function<EigiClient, Mono<?>>> OPERATIONS = operations();

	private static Map<String, Function<EigiClient, Mono<?>>> operations() {
		Map<String, Function<EigiClient, Mono<?>>> operations = new LinkedHashMap<>();
		for (String name : List.of("conversation-get-chat", "composed-conversation-get-telephony",
				"legacy-conversation-get")) {
			operations.put(name, (eigi) -> eigi.operations().getConversation("c-1"));
		}
		for (String name : List.of("conversations-list", "legacy-conversations-list")) {
			operations.put(name, (eigi) -> eigi.operations().listConversations(ConversationQuery.all()));
		}
		operations.put("chat-sessions-list", (eigi) -> eigi.operations().listChatSessions(ChatSessionQuery.all()));
		operations.put("chat-session-get", (eigi) -> eigi.operations().getChatSession("s-1"));
		operations.put("chat-response", (eigi) -> eigi.operations().chat(ChatRequest.of("a", "b")));
		operations.put("first-message", (eigi) -> eigi.operations().firstMessage("a"));
		operations.put("legacy-outbound-response-mixed",
				(eigi) -> eigi.operations()
					.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
					.map((result) -> new OutboundCallResult(result.message(), result.recipients())));
		for (ManagementSample sample : ManagementSample.values()) {
			operations.put(sample.fixture(), (eigi) -> Flux.from(sample.send(eigi.management())).next());
		}
		operations.put("composed-agents-list", (eigi) -> eigi.management().listAgents(AgentQuery.all()));
		operations.put("composed-prompts-list", (eigi) -> eigi.management().listPrompts(PromptQuery.all()));
		operations.put("composed-voices-list", (eigi) -> eigi.management().listVoices(VoiceQuery.of("HUME")));
		return operations;
	}

	static Set<String> fixtures() {
		return OPERATIONS.keySet();
	}

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@MethodSource("fixtures")
	void everyFieldMayBeAnything(String fixture) {
		JsonNode document = Fixture.tree(fixture);
		EigiClient client = server.client();
		Object whole = read(client, fixture, document.toString());
		assertThat(read(client, fixture, document.toString())).isEqualTo(whole).hasSameHashCodeAs(whole);
		Map<String, Object> expected = accessors(whole);
		for (Mutation mutation : Mutations.of(document, SEED)) {
			String situation = "%s with another %s: %s".formatted(fixture, mutation.path(), mutation.document());
			Object result;
			try {
				result = read(client, fixture, mutation.document());
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

	private static Object read(EigiClient client, String fixture, String json) {
		server.wireMock().resetAll();
		server.answersJson(json);
		return OPERATIONS.get(fixture).apply(client).block();
	}

	/**
	 * What every accessor tells, those of the parts included.
	 */
	private static Map<String, Object> accessors(Object model) {
		Map<String, Object> values = new TreeMap<>();
		for (Method method : model.getClass().getMethods()) {
			if (method.getDeclaringClass().getName().startsWith("ai.eigi") && !Modifier.isStatic(method.getModifiers())
					&& method.getParameterCount() == 0
					&& !Set.of("hashCode", "toString", "raw").contains(method.getName())) {
				Object value = call(method, model);
				values.put(method.getName(), (value != null) ? value : "null of " + method.getName());
				if (value instanceof List<?> parts) {
					assertThat(parts).doesNotContainNull();
					parts.stream().filter(FieldMutationTests::isModel).forEach(FieldMutationTests::accessors);
				}
				else if (value != null && isModel(value)) {
					assertThat(value.toString()).isNotBlank();
					accessors(value);
				}
			}
		}
		return values;
	}

	private static boolean isModel(Object value) {
		return value.getClass().getName().startsWith("ai.eigi.client") && !(value instanceof WireValue)
				&& !(value instanceof Map<?, ?>);
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
