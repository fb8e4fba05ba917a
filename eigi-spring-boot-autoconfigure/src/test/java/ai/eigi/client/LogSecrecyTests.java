package ai.eigi.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.testsupport.RawServer;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With every logger at TRACE, no line holds the key, a number or what was said.
 */
class LogSecrecyTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final Level level = this.root.getLevel();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.root.addAppender(this.lines);
		this.root.setLevel(Level.TRACE);
	}

	@AfterEach
	void stop() {
		this.root.setLevel(this.level);
		this.root.detachAppender(this.lines);
	}

	@Test
	void nothingSecretOrPersonalIsLogged() {
		RawServer.Handler handler = (exchange) -> {
			String target = exchange.request().target();
			if (exchange.request().body().contains("\"streaming\":true")) {
				exchange.streamHead().chunk("agentsecret").lastChunk();
			}
			else if (target.contains("outbound")) {
				exchange.json(403, "{\"detail\":\"no call to +14155550123 for usersecret\"}");
			}
			else if (target.contains("chat")) {
				exchange.json(200, "{\"response\":\"agentsecret\",\"session_id\":\"s1\"}");
			}
			else {
				exchange.json(200, "{\"data\":[{\"conversation_id\":\"c1\",\"notes\":\"agentsecret\"}]}");
			}
		};
		try (RawServer server = RawServer.start(handler);
				EigiClient client = EigiClient.builder().apiKey("vk_keysecret").baseUrl(server.url()).build()) {
			EigiOperations operations = client.operations();
			operations.streamChat(ChatRequest.of("agent-1", "usersecret")).blockLast(PATIENCE);
			operations.chat(ChatRequest.of("agent-1", "usersecret").withMetadata(Map.of("k", "usersecret")))
				.block(PATIENCE);
			operations.listConversations(ConversationQuery.builder().search("usersecret").build()).block(PATIENCE);
			operations
				.startCalls(OutboundCallRequest.builder("agent-1")
					.to(CallRecipient.of("+14155550123").withMetadata(Map.of("name", "usersecret")))
					.build())
				.onErrorComplete()
				.block(PATIENCE);
		}
		assertThat(this.lines.list).isNotEmpty().allSatisfy((event) -> {
			String text = event.getFormattedMessage();
			assertThat(text).doesNotContain("keysecret", "4155550123", "agentsecret");
			// what is searched for stands in the address, which the transport names at
			// DEBUG
			if (!text.contains("?") || !text.contains("search=")) {
				assertThat(text).doesNotContain("usersecret");
			}
		});
	}

	@Test
	void nothingSecretOfAnAgentIsLogged() {
		RawServer.Handler handler = (exchange) -> {
			if (exchange.request().method().equals("POST")) {
				exchange.json(400, "{\"detail\":\"bad key modelsecret for +14155550123 in usersecret\"}");
			}
			else {
				exchange.json(200,
						"{\"id\":\"a1\",\"prompt_access_token\":\"agentsecret\",\"prompt_content\":\"agentsecret\","
								+ "\"llm\":{\"params\":{\"api_key\":\"agentsecret\"}}}");
			}
		};
		LanguageModel model = LanguageModel.custom("m", "https://llm.example", "modelsecret");
		try (RawServer server = RawServer.start(handler);
				EigiClient client = EigiClient.builder().apiKey("vk_keysecret").baseUrl(server.url()).build()) {
			EigiManagementOperations management = client.management();
			management.getAgent("a1").log("agents").block(PATIENCE);
			management.updateAgent("a1", AgentUpdate.builder().llm(model).promptContent("usersecret").build())
				.log("updates")
				.block(PATIENCE);
			management
				.createAgent(AgentDefinition.builder("A", AgentType.INBOUND)
					.stt(SpeechToText.of("P", "m", "en"))
					.llm(model)
					.tts(TextToSpeech.of("P", "m", "en", "v"))
					.promptContent("usersecret")
					.mobileNumbers(List.of("+14155550123"))
					.build())
				.log("creations")
				.onErrorComplete()
				.block(PATIENCE);
			management.updatePrompt("p", PromptUpdate.of("usersecret")).log("prompts").block(PATIENCE);
		}
		assertThat(this.lines.list).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.getFormattedMessage() + throwable(event))
				.doesNotContain("keysecret", "modelsecret", "4155550123", "agentsecret", "usersecret"));
	}

	private static String throwable(ILoggingEvent event) {
		return (event.getThrowableProxy() != null) ? event.getThrowableProxy().getMessage() : "";
	}

}
