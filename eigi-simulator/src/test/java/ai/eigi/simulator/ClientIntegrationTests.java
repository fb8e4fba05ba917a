package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import ai.eigi.boot.autoconfigure.EigiAutoConfiguration;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.AgentChat;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.conversation.CallingType;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.conversation.MessageRole;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.simulator.autoconfigure.EigiSimulatorAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The client and the embedded server together, wired as in an application: with one
 * property and nothing else.
 */
class ClientIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EigiSimulatorAutoConfiguration.class, EigiAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				CodecsAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withPropertyValues("eigi.simulator.enabled=true", "eigi.retry.initial-backoff=10ms",
				"eigi.retry.max-backoff=10ms", "eigi.rate-limit.enabled=false");

	private void run(Scenario scenario) {
		run(this.runner, scenario);
	}

	private void run(ApplicationContextRunner runner, Scenario scenario) {
		runner.run((context) -> scenario.play(context.getBean(EigiOperations.class),
				context.getBean(EigiSimulator.class)));
	}

	private static String agent(EigiSimulator simulator) {
		return SimulatedAgent.SUPPORT.id();
	}

	@Test
	void aChatStreamsAndItsSessionGoesOn() {
		run((operations, simulator) -> {
			simulator.chunkBy(ChunkStyle.BYTE);
			simulator
				.replyWith((turn) -> "n\u00e9 \ud83d\ude42 \u0928\u092e\u0938\u094d\u0924\u0947: " + turn.message());
			AgentChat chat = operations.chatWith(agent(simulator));
			String answer = String.join("", chat.stream("one\n two ").collectList().block(PATIENCE));
			assertThat(answer).isEqualTo("n\u00e9 \ud83d\ude42 \u0928\u092e\u0938\u094d\u0924\u0947: one\n two ");
			assertThat(chat.send("three").block(PATIENCE).response()).endsWith(": three");
			assertThat(operations.getChatSession(chat.sessionId()).block(PATIENCE).messages())
				.extracting((message) -> message.role())
				.containsExactly(MessageRole.USER, MessageRole.ASSISTANT, MessageRole.USER, MessageRole.ASSISTANT);
			assertThat(operations.listChatSessions(ChatSessionQuery.all()).block(PATIENCE).items()).hasSize(1);
			assertThat(operations.getConversation(chat.sessionId()).block(PATIENCE).type())
				.isEqualTo(ConversationType.CHAT);
		});
	}

	@Test
	void aGreetingOpensASessionThatTheChatGoesOnWith() {
		run((operations, simulator) -> {
			String session = operations.firstMessage(agent(simulator)).block(PATIENCE).sessionId();
			operations.chatWith(agent(simulator), session).send("Hello").block(PATIENCE);
			assertThat(operations.getChatSession(session).block(PATIENCE).messages()).hasSize(3);
		});
	}

	@Test
	void aCallGoesItsWayAndIsAwaited() {
		run(this.runner.withUserConfiguration(ManualTime.class), (operations, simulator) -> {
			Instant before = simulator.clock().instant();
			operations
				.startCalls(OutboundCallRequest.builder(agent(simulator))
					.to(CallRecipient.of("+14155550123").withMetadata(Map.of("order_id", "o-1")))
					.to("+14155550124")
					.build())
				.block(PATIENCE);
			assertThat(simulator.rings()).containsOnly(Map.entry("+14155550123", 1), Map.entry("+14155550124", 1));
			ConversationQuery calls = ConversationQuery.builder()
				.agentId(agent(simulator))
				.type(ConversationType.TELEPHONY)
				.callingType(CallingType.OUTBOUND)
				.createdFrom(before)
				.build();
			List<Conversation> placed = operations.listConversations(calls).block(PATIENCE).items();
			assertThat(placed).hasSize(2)
				.allMatch((conversation) -> conversation.status().equals(ConversationStatus.IN_PROGRESS));
			simulator.clock().advance(Duration.ofMinutes(5));
			Conversation ended = operations.awaitConversation(placed.get(0).id()).block(PATIENCE);
			assertThat(ended.status().isFinal()).isTrue();
			assertThat(ended.duration()).isPositive();
			assertThat(ended.transcript()).isNotEmpty();
		});
	}

	@Test
	void allConversationsArriveOnceThoughNewOnesAreAddedInFront() {
		run(this.runner.withUserConfiguration(ManualTime.class), (operations, simulator) -> {
			IntStream.range(0, 250).forEach((i) -> {
				simulator.clock().advance(Duration.ofSeconds(1));
				simulator
					.addConversation(Map.of("conversation_id", "old-" + i, "created_at", simulator.clock().instant()));
			});
			Set<String> seen = new HashSet<>();
			List<String> ids = operations.allConversations(ConversationQuery.builder().pageSize(20).build())
				.map(Conversation::id)
				.doOnNext((id) -> {
					if (seen.add(id) && seen.size() % 10 == 0) {
						simulator.clock().advance(Duration.ofSeconds(1));
						for (int i = 0; i < 7; i++) {
							simulator.addConversation(Map.of("conversation_id", "new-" + seen.size() + "-" + i,
									"created_at", simulator.clock().instant()));
						}
					}
				})
				.collectList()
				.block(PATIENCE);
			assertThat(ids).doesNotHaveDuplicates()
				.containsAll(IntStream.range(0, 250).mapToObj((i) -> "old-" + i).toList());
		});
	}

	@Test
	void aLostAnswerToACallIsUnknownAndThePhoneRangOnce() {
		run((operations, simulator) -> {
			simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedConnection().afterHandling());
			assertThatExceptionOfType(EigiOutcomeUnknownException.class)
				.isThrownBy(() -> operations.startCalls(OutboundCallRequest.of(agent(simulator), "+14155550123"))
					.block(PATIENCE));
			assertThat(simulator.rings("+14155550123")).isEqualTo(1);
		});
	}

	@Test
	void aStreamThatIsCutKeepsWhatWasSaid() {
		run((operations, simulator) -> {
			simulator.replyWith("one two three four");
			simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
			assertThatExceptionOfType(EigiStreamInterruptedException.class)
				.isThrownBy(() -> operations.streamChat(ChatRequest.of(agent(simulator), "Hello")).blockLast(PATIENCE))
				.satisfies((ex) -> {
					assertThat(ex.deliveredText()).isEqualTo("one two ");
					assertThat(ex.sessionId()).isNotBlank();
				});
			assertThat(simulator.requests(SimulatorRoute.CHAT)).hasSize(1);
		});
	}

	@Test
	void aLimitOfTheServerIsKeptByWaiting() {
		run((operations, simulator) -> {
			simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(429).withHeader("Retry-After-Ms", "20"));
			assertThat(operations.listConversations(ConversationQuery.all()).block(PATIENCE).items()).isEmpty();
			assertThat(simulator.requests(SimulatorRoute.LIST_CONVERSATIONS)).hasSize(2);
			simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(429).withHeader("Retry-After", "900"));
			assertThatExceptionOfType(EigiRateLimitedException.class)
				.isThrownBy(() -> operations.listConversations(ConversationQuery.all()).block(PATIENCE));
		});
	}

	@Test
	void everyRefusalHasItsOwnType() {
		run((operations, simulator) -> {
			SimulatedAgent foreign = SimulatedAgent.of("aaaaaaaaaaaaaaaaaaaaaaaa", "Foreign").ownedBySomebodyElse();
			SimulatedAgent withoutModel = SimulatedAgent.of("bbbbbbbbbbbbbbbbbbbbbbbb", "Silent").withoutLlm();
			simulator.addAgent(foreign);
			simulator.addAgent(withoutModel);
			assertThatExceptionOfType(EigiAccessDeniedException.class)
				.isThrownBy(() -> operations.chat(ChatRequest.of(foreign.id(), "Hello")).block(PATIENCE));
			assertThatExceptionOfType(EigiInvalidRequestException.class)
				.isThrownBy(() -> operations.chat(ChatRequest.of(withoutModel.id(), "Hello")).block(PATIENCE))
				.satisfies((ex) -> assertThat(ex.detail()).contains("LLM"));
			assertThatExceptionOfType(EigiNotFoundException.class)
				.isThrownBy(() -> operations.getConversation("nowhere").block(PATIENCE));
			simulator.expireKey(simulator.apiKey());
			assertThatExceptionOfType(EigiAuthenticationException.class)
				.isThrownBy(() -> operations.getConversation("nowhere").block(PATIENCE));
		});
	}

	@Test
	void theShapesOfTheOlderDocumentationAreReadAlike() {
		Consumer<EigiSimulator> older = (simulator) -> {
			simulator.conversationShape(WireShape.LEGACY);
			simulator.callShape(WireShape.LEGACY);
		};
		run(this.runner.withUserConfiguration(ManualTime.class), (operations, simulator) -> {
			older.accept(simulator);
			var result = operations.startCalls(OutboundCallRequest.of(agent(simulator), "+14155550123"))
				.block(PATIENCE);
			assertThat(result.recipients()).singleElement().satisfies((recipient) -> {
				assertThat(recipient.accepted()).isTrue();
				assertThat(recipient.number()).isEqualTo("+14155550123");
			});
			simulator.clock().advance(Duration.ofMinutes(5));
			Conversation conversation = operations.getConversation(result.recipients().get(0).conversationId())
				.block(PATIENCE);
			assertThat(conversation.callingType()).isEqualTo(CallingType.OUTBOUND);
			assertThat(conversation.toNumber()).isEqualTo("+14155550123");
			assertThat(conversation.transcript()).extracting((message) -> message.role())
				.contains(MessageRole.ASSISTANT);
			assertThat(operations.listConversations(ConversationQuery.all()).block(PATIENCE).total()).isEqualTo(1);
		});
	}

	private interface Scenario {

		void play(EigiOperations operations, EigiSimulator simulator);

	}

	@Configuration(proxyBeanMethods = false)
	static class ManualTime {

		@Bean
		EigiSimulator eigiSimulator() {
			return EigiSimulator.builder().clock(SimulatorClock.manual()).start();
		}

	}

}
