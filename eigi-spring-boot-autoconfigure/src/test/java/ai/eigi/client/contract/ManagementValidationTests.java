package ai.eigi.client.contract;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.agent.AgentCategory;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentPrompt;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentTools;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.AnalysisFieldType;
import ai.eigi.client.agent.BackgroundAudio;
import ai.eigi.client.agent.CallAnalysisPrompt;
import ai.eigi.client.agent.CallAnalysisSchema;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.SetLanguage;
import ai.eigi.client.agent.SpeechToSpeech;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.agent.TransferCall;
import ai.eigi.client.agent.UserIdle;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiInvalidRequestException.FieldError;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Input that the client refuses itself: told by the publisher, by field and bound, and
 * without its value; nothing is sent. What is on the bound is sent.
 */
class ManagementValidationTests {

	private static final String ASTRAL = "\ud83d\ude00";

	private static final SpeechToText STT = SpeechToText.of("DEEPGRAM", "nova-2", "en");

	private static final LanguageModel LLM = LanguageModel.of("OPENAI", "gpt-4o");

	private static final TextToSpeech TTS = TextToSpeech.of("CARTESIA", "sonic-2", "en", "voice-1");

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest(name = "{0}: {1} {2}")
	@MethodSource("wrongInput")
	void wrongInputIsToldByThePublisherAndNothingIsSent(String operation, String field, String bound,
			Function<EigiManagementOperations, Publisher<?>> call) {
		Publisher<?> publisher = call.apply(server.management());
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class, publisher);
		assertThat(failure.status()).isNull();
		assertThat(failure.operation()).isEqualTo(operation);
		assertThat(failure.getMessage()).contains(field).contains(bound);
		assertThat(failure.fieldErrors()).singleElement().extracting(FieldError::field).isEqualTo(field);
		assertThat(server.requestCount()).isZero();
	}

	static Stream<Arguments> wrongInput() {
		return Stream.of(wrongIds(), wrongQueries(), wrongDefinitions(), wrongParts(), wrongTools(), wrongPrompts())
			.flatMap(Function.identity());
	}

	private static Stream<Arguments> wrongIds() {
		AgentUpdate update = AgentUpdate.builder().name("A").build();
		return Stream.of(wrong("getAgent", "agentId", "blank", (eigi) -> eigi.getAgent("")),
				wrong("updateAgent", "agentId", "blank", (eigi) -> eigi.updateAgent(" ", update)),
				wrong("deleteAgent", "agentId", "blank", (eigi) -> eigi.deleteAgent("\t")),
				wrong("getDynamicVariables", "agentId", "blank", (eigi) -> eigi.getDynamicVariables("")));
	}

	private static Stream<Arguments> wrongQueries() {
		AgentQuery agentSize = AgentQuery.builder().pageSize(101).build();
		AgentQuery agentPage = AgentQuery.builder().page(0).build();
		PromptQuery promptSize = PromptQuery.builder().pageSize(0).build();
		VoiceQuery voiceSize = VoiceQuery.builder("HUME").pageSize(101).build();
		return Stream.of(wrong("listAgents", "pageSize", "100", (eigi) -> eigi.listAgents(agentSize)),
				wrong("allAgents", "page", "1", (eigi) -> eigi.allAgents(agentPage)),
				wrong("listAgents", "search", "blank",
						(eigi) -> eigi.listAgents(AgentQuery.builder().search(" ").build())),
				wrong("allAgents", "type", "blank",
						(eigi) -> eigi.allAgents(AgentQuery.builder().type(AgentType.of("")).build())),
				wrong("listAgents", "category", "blank",
						(eigi) -> eigi.listAgents(AgentQuery.builder().category(AgentCategory.of(" ")).build())),
				wrong("listPrompts", "pageSize", "1", (eigi) -> eigi.listPrompts(promptSize)),
				wrong("allPrompts", "pageSize", "1", (eigi) -> eigi.allPrompts(promptSize)),
				wrong("allPrompts", "search", "blank",
						(eigi) -> eigi.allPrompts(PromptQuery.builder().search("").build())),
				wrong("listVoices", "provider", "blank", (eigi) -> eigi.listVoices(VoiceQuery.of(""))),
				wrong("listVoices", "pageSize", "100", (eigi) -> eigi.listVoices(voiceSize)),
				wrong("allVoices", "pageSize", "100", (eigi) -> eigi.allVoices(voiceSize)),
				wrong("allVoices", "language", "blank",
						(eigi) -> eigi.allVoices(VoiceQuery.builder("HUME").language("").build())),
				wrong("listVoices", "search", "blank",
						(eigi) -> eigi.listVoices(VoiceQuery.builder("HUME").search(" ").build())),
				wrong("listVoices", "model", "blank",
						(eigi) -> eigi.listVoices(VoiceQuery.builder("HUME").model("").build())));
	}

	private static Stream<Arguments> wrongDefinitions() {
		return Stream.of(wrongDefinition("name", "1 to 100", whole("x".repeat(101))),
				wrongDefinition("name", "1 to 100", whole(ASTRAL.repeat(101))),
				wrongDefinition("name", "blank", whole("")),
				wrongDefinition("type", "blank", whole("A").type(AgentType.of(" "))),
				wrongDefinition("category", "blank", whole("A").category(AgentCategory.of(""))),
				wrongDefinition("description", "500", whole("A").description("x".repeat(501))),
				wrongDefinition("stt", "set", AgentDefinition.builder("A", AgentType.INBOUND).llm(LLM).tts(TTS)),
				wrongDefinition("llm", "set", AgentDefinition.builder("A", AgentType.INBOUND).stt(STT).tts(TTS)),
				wrongDefinition("tts", "set", AgentDefinition.builder("A", AgentType.INBOUND).stt(STT).llm(LLM)),
				wrongDefinition("callAnalysisPrompt", "set with callAnalysisEnabled",
						whole("A").callAnalysisEnabled(true)),
				wrongDefinition("llm.temperature", "0 to 2", whole("A").llm(LLM.withTemperature(2.1))),
				wrong("updateAgent", "update", "at least one",
						(eigi) -> eigi.updateAgent("a-1", AgentUpdate.builder().build())));
	}

	private static Stream<Arguments> wrongParts() {
		return Stream.of(wrongUpdate("stt.provider", "blank", update().stt(SpeechToText.of("", "m", "en"))),
				wrongUpdate("stt.model", "blank", update().stt(SpeechToText.of("P", " ", "en"))),
				wrongUpdate("stt.language", "blank", update().stt(STT.withLanguage(""))),
				wrongUpdate("llm.provider", "blank", update().llm(LanguageModel.of(" ", "m"))),
				wrongUpdate("llm.temperature", "0 to 2", update().llm(LLM.withTemperature(-0.1))),
				wrongUpdate("llm.temperature", "0 to 2", update().llm(LLM.withTemperature(Double.NaN))),
				wrongUpdate("llm.baseUrl", "set", update().llm(LanguageModel.of("CUSTOM_LLM", "m").withApiKey("sk-1"))),
				wrongUpdate("llm.apiKey", "set",
						update().llm(LanguageModel.of("CUSTOM_LLM", "m").withBaseUrl("https://llm.example"))),
				wrongUpdate("llm.model", "set", update().with("llm", Map.of("provider_name", "OPENAI"))),
				wrongUpdate("llm.provider", "set", update().with("llm", "gpt")),
				wrongUpdate("tts.voiceId", "blank", update().tts(TTS.withVoiceId(" "))),
				wrongUpdate("tts.language", "blank", update().tts(TTS.withLanguage(""))),
				wrongUpdate("tts.speed", "finite", update().tts(TTS.withSpeed(Double.POSITIVE_INFINITY))),
				wrongUpdate("tts.provider", "set", update().with("tts", Map.of("voice_id", "v"))),
				wrongUpdate("sts.voiceId", "blank", update().sts(SpeechToSpeech.of("P", "m", "", "en"))),
				wrongUpdate("sts.language", "blank", update().sts(SpeechToSpeech.of("P", "m", "v", ""))),
				wrongUpdate("prompt.name", "blank", update().prompt(AgentPrompt.of(" "))),
				wrongUpdate("prompt.name", "100", update().prompt(AgentPrompt.of("x".repeat(101)))),
				wrongUpdate("prompt.version", "1", update().prompt(AgentPrompt.of("p").withVersion(0))),
				wrongUpdate("callAnalysisPrompt.name", "blank", update().callAnalysisPrompt(CallAnalysisPrompt.of(""))),
				wrongUpdate("callAnalysisPrompt.version", "1",
						update().callAnalysisPrompt(CallAnalysisPrompt.of("p").withVersion(-1))),
				wrongUpdate("callAnalysisSchema.mood.type", "blank",
						update().callAnalysisSchema(
								CallAnalysisSchema.empty().withField("mood", AnalysisFieldType.of("")))),
				wrongUpdate("callAnalysisSchema.mood.type", "set",
						update().callAnalysisSchema(CallAnalysisSchema.empty().with("mood", "str"))),
				wrongUpdate("callAnalysisSchema", "without a name", update()
					.callAnalysisSchema(CallAnalysisSchema.empty().withField(" ", AnalysisFieldType.STRING))));
	}

	private static Stream<Arguments> wrongTools() {
		AgentTools none = AgentTools.none();
		return Stream.of(
				wrongUpdate("tools.transfer_call.number", "set",
						update().tools(none.withTransferCall(TransferCall.to(" ")))),
				wrongUpdate("tools.transfer_call.number", "set",
						update().tools(none.with("transfer_call", Map.of("number", "1")))),
				wrongUpdate("tools.set_language.language", "blank",
						update().tools(none.withSetLanguage(SetLanguage.defaults().withLanguage("")))),
				wrongUpdate("tools.background_audio.volume", "0.1 to 1",
						update().tools(none.withBackgroundAudio(BackgroundAudio.of("a.wav").withVolume(0.09)))),
				wrongUpdate("tools.background_audio.volume", "0.1 to 1",
						update().tools(none.withBackgroundAudio(BackgroundAudio.of("a.wav").withVolume(1.1)))),
				wrongUpdate("tools.background_audio.files", "blank",
						update().tools(none.withBackgroundAudio(BackgroundAudio.of("a.wav", " ")))),
				wrongUpdate("tools.user_idle.timeout", "3 to 30",
						update().tools(idle(UserIdle.defaults().withTimeout(Duration.ofMillis(2999))))),
				wrongUpdate("tools.user_idle.timeout", "3 to 30",
						update().tools(idle(UserIdle.defaults().withTimeout(Duration.ofSeconds(31))))),
				wrongUpdate("tools.user_idle.maxRetries", "1 to 10",
						update().tools(idle(UserIdle.defaults().withMaxRetries(0)))),
				wrongUpdate("tools.user_idle.maxRetries", "1 to 10",
						update().tools(idle(UserIdle.defaults().withMaxRetries(11)))));
	}

	private static Stream<Arguments> wrongPrompts() {
		PromptUpdate update = PromptUpdate.of("text");
		String longName = "x".repeat(101);
		return Stream.of(wrong("getPrompt", "name", "blank", (eigi) -> eigi.getPrompt("")),
				wrong("getPrompt", "name", "100", (eigi) -> eigi.getPrompt(longName)),
				wrong("getPrompt", "name", "character", (eigi) -> eigi.getPrompt("half \ud83d")),
				wrong("getPrompt", "version", "1", (eigi) -> eigi.getPrompt("p", 0)),
				wrong("createPrompt", "name", "blank", (eigi) -> eigi.createPrompt(PromptDefinition.of("", "text"))),
				wrong("createPrompt", "name", "100",
						(eigi) -> eigi.createPrompt(PromptDefinition.of(longName, "text"))),
				wrong("createPrompt", "content", "1", (eigi) -> eigi.createPrompt(PromptDefinition.of("p", ""))),
				wrong("updatePrompt", "name", "blank", (eigi) -> eigi.updatePrompt(" ", update)),
				wrong("updatePrompt", "content", "1", (eigi) -> eigi.updatePrompt("p", PromptUpdate.of(""))),
				wrong("deletePrompt", "name", "blank", (eigi) -> eigi.deletePrompt("")),
				wrong("deletePrompt", "name", "character", (eigi) -> eigi.deletePrompt("\udc00")),
				wrong("listPromptVersions", "name", "100", (eigi) -> eigi.listPromptVersions(longName)));
	}

	private static AgentTools idle(UserIdle settings) {
		return AgentTools.none().withUserIdle(settings);
	}

	private static AgentDefinition.Builder whole(String name) {
		return AgentDefinition.builder(name, AgentType.INBOUND).stt(STT).llm(LLM).tts(TTS);
	}

	private static AgentUpdate.Builder update() {
		return AgentUpdate.builder();
	}

	private static Arguments wrongDefinition(String field, String bound, AgentDefinition.Builder builder) {
		return wrong("createAgent", field, bound, (eigi) -> eigi.createAgent(builder.build()));
	}

	private static Arguments wrongUpdate(String field, String bound, AgentUpdate.Builder builder) {
		return wrong("updateAgent", field, bound, (eigi) -> eigi.updateAgent("a-1", builder.build()));
	}

	private static Arguments wrong(String operation, String field, String bound,
			Function<EigiManagementOperations, Publisher<?>> call) {
		return arguments(operation, field, bound, call);
	}

	@Test
	void whatIsOnTheBoundsIsSent() {
		server.answersFixture("composed-agent-response");
		EigiManagementOperations management = server.management();
		List<AgentUpdate.Builder> updates = List.of(update().name("x"), update().name(ASTRAL.repeat(100)),
				update().description(""), update().description(ASTRAL.repeat(500)),
				update().llm(LLM.withTemperature(0)), update().llm(LLM.withTemperature(2)),
				update().prompt(AgentPrompt.of("x".repeat(100)).withVersion(1)), update().callAnalysisEnabled(true),
				update().tools(AgentTools.none().withBackgroundAudio(BackgroundAudio.of().withVolume(0.1))),
				update().tools(AgentTools.none().withBackgroundAudio(BackgroundAudio.of().withVolume(1))),
				update().tools(idle(UserIdle.defaults().withTimeout(Duration.ofSeconds(3)).withMaxRetries(10))),
				update().tools(idle(UserIdle.defaults().withTimeout(Duration.ofMillis(29_999)).withMaxRetries(1))),
				update().tools(AgentTools.none()), update().type(AgentType.of("NEW")).category(AgentCategory.of("New")),
				update().stt(SpeechToText.of("NEW", "new", "xx-YY")));
		updates.forEach((update) -> management.updateAgent("a-1", update.build()).block());
		assertThat(server.requestCount()).isEqualTo(updates.size());
	}

	@Test
	void valueThatCannotBeWrittenIsWrongInput() {
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class,
				server.management().updateAgent("a-1", update().with("self", new Unwritable()).build()));
		assertThat(failure.status()).isNull();
		assertThat(failure.getMessage()).contains("keys you added");
		assertThat(server.requestCount()).isZero();
	}

	static class Unwritable {

		public String getNumber() {
			throw new IllegalStateException(Sample.NUMBER);
		}

	}

}
