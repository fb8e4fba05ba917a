package ai.eigi.client;

import java.time.Duration;
import java.util.List;

import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
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
 * With every logger at TRACE, and values that log themselves, no line holds what an agent
 * is told or paid with.
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
		// nothing of another thread may join them while they are read
		stop();
		assertThat(this.lines.list).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.getFormattedMessage() + throwable(event))
				.doesNotContain("keysecret", "modelsecret", "4155550123", "agentsecret", "usersecret"));
	}

	private static String throwable(ILoggingEvent event) {
		return (event.getThrowableProxy() != null) ? event.getThrowableProxy().getMessage() : "";
	}

}
