package ai.eigi.client.contract;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentPrompt;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentTools;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.CallAnalysisPrompt;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.agent.TransferCall;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import org.reactivestreams.Publisher;

/**
 * Every management operation, with data that must not leak.
 */
enum ManagementSample {

	LIST_AGENTS(true, "composed-agents-list",
			(eigi) -> eigi.listAgents(AgentQuery.builder().search(Sample.MESSAGE).build())),

	ALL_AGENTS(true, "composed-agents-list",
			(eigi) -> eigi.allAgents(AgentQuery.builder().search(Sample.MESSAGE).build())),

	GET_AGENT(true, "composed-agent-response", (eigi) -> eigi.getAgent("a-1")),

	CREATE_AGENT(false, "composed-agent-response", (eigi) -> eigi.createAgent(definition())),

	UPDATE_AGENT(false, "composed-agent-response", (eigi) -> eigi.updateAgent("a-1", update())),

	DELETE_AGENT(false, "composed-agent-delete-response", (eigi) -> eigi.deleteAgent("a-1")),

	GET_DYNAMIC_VARIABLES(true, "composed-agent-dynamic-variables", (eigi) -> eigi.getDynamicVariables("a-1")),

	LIST_PROMPTS(true, "composed-prompts-list",
			(eigi) -> eigi.listPrompts(PromptQuery.builder().search(Sample.MESSAGE).build())),

	ALL_PROMPTS(true, "composed-prompts-list",
			(eigi) -> eigi.allPrompts(PromptQuery.builder().search(Sample.MESSAGE).build())),

	GET_PROMPT(true, "composed-prompt-create-response", (eigi) -> eigi.getPrompt("greeter")),

	GET_PROMPT_VERSION(true, "composed-prompt-create-response", (eigi) -> eigi.getPrompt("greeter", 2)),

	CREATE_PROMPT(false, "composed-prompt-create-response",
			(eigi) -> eigi.createPrompt(
					PromptDefinition.of("greeter", Sample.MESSAGE).withMetadata("note", "Call " + Sample.NUMBER))),

	UPDATE_PROMPT(false, "composed-prompt-update-response",
			(eigi) -> eigi.updatePrompt("greeter",
					PromptUpdate.of("Call " + Sample.NUMBER).withMetadata("note", Sample.MESSAGE))),

	DELETE_PROMPT(false, "composed-prompt-delete-response", (eigi) -> eigi.deletePrompt("greeter")),

	LIST_PROMPT_VERSIONS(true, "composed-prompt-versions", (eigi) -> eigi.listPromptVersions("greeter")),

	GET_PROVIDERS(true, "composed-providers-list", EigiManagementOperations::getProviders),

	LIST_VOICES(true, "composed-voices-list",
			(eigi) -> eigi.listVoices(VoiceQuery.builder("CARTESIA").search(Sample.MESSAGE).build())),

	ALL_VOICES(true, "composed-voices-list",
			(eigi) -> eigi.allVoices(VoiceQuery.builder("CARTESIA").search(Sample.MESSAGE).build())),

	GET_MOBILE_NUMBERS(true, "composed-mobile-numbers", EigiManagementOperations::getMobileNumbers);

	static final String MODEL_KEY = "sk-key-of-the-model";

	private final boolean onlyReads;

	private final String fixture;

	private final Function<EigiManagementOperations, Publisher<?>> call;

	ManagementSample(boolean onlyReads, String fixture, Function<EigiManagementOperations, Publisher<?>> call) {
		this.onlyReads = onlyReads;
		this.fixture = fixture;
		this.call = call;
	}

	static AgentDefinition definition() {
		return AgentDefinition.builder("Agent", AgentType.OUTBOUND)
			.stt(SpeechToText.of("DEEPGRAM", "nova-2", "en"))
			.llm(model())
			.tts(TextToSpeech.of("CARTESIA", "sonic-2", "en", "voice-1"))
			.promptContent(Sample.MESSAGE)
			.tools(AgentTools.none().withTransferCall(TransferCall.to(Sample.NUMBER)))
			.build();
	}

	static AgentUpdate update() {
		return AgentUpdate.builder()
			.llm(model())
			.prompt(AgentPrompt.of("greeter"))
			.callAnalysisPrompt(CallAnalysisPrompt.of("analysis").withCustomPrompt(Sample.MESSAGE))
			.with("unknown", Map.of("deep", List.of(Sample.NUMBER)))
			.build();
	}

	private static LanguageModel model() {
		return LanguageModel.custom("model", "https://llm.example/v1", MODEL_KEY);
	}

	boolean onlyReads() {
		return this.onlyReads;
	}

	String fixture() {
		return this.fixture;
	}

	Publisher<?> send(EigiManagementOperations eigi) {
		return this.call.apply(eigi);
	}

	/**
	 * What a server may repeat of the request, its keys included.
	 */
	String echo() {
		String key = (this == CREATE_AGENT || this == UPDATE_AGENT) ? MODEL_KEY : "none";
		String text = switch (this) {
			case LIST_AGENTS, ALL_AGENTS, CREATE_AGENT, UPDATE_AGENT, LIST_PROMPTS, ALL_PROMPTS, CREATE_PROMPT,
					UPDATE_PROMPT, LIST_VOICES, ALL_VOICES ->
				Sample.MESSAGE;
			default -> "as it is";
		};
		return "Refused key %s for %s with %s: %s".formatted(EigiServer.API_KEY, Sample.NUMBER, key, text);
	}

}
