package ai.eigi.client.agent;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;

/**
 * The bounds of an agent's fields, and which of its values must not be repeated in an
 * error.
 */
final class AgentRules {

	private static final int LONGEST_NAME = 100;

	private static final int LONGEST_DESCRIPTION = 500;

	private static final Map<String, Part> PARTS = parts();

	// choices from the service's own lists, and names: an error that did not show them
	// would help nobody. Everything else counts as confidential, unknown fields too
	private static final Set<String> MAY_BE_SHOWN = Set.of(AgentField.NAME, AgentField.TYPE, AgentField.CATEGORY,
			ModelPart.PROVIDER, ModelPart.MODEL, ModelPart.LANGUAGE, ModelPart.VOICE, AgentPrompt.NAME, "API_TYPE",
			"audio_files", "language_string", "type");

	private AgentRules() {
	}

	private static Map<String, Part> parts() {
		Map<String, Part> parts = new LinkedHashMap<>();
		parts.put(AgentField.STT, new Part("stt", SpeechToText::from));
		parts.put(AgentField.LLM, new Part("llm", LanguageModel::from));
		parts.put(AgentField.TTS, new Part("tts", TextToSpeech::from));
		parts.put(AgentField.STS, new Part("sts", SpeechToSpeech::from));
		parts.put(AgentField.PROMPT, new Part("prompt", AgentPrompt::from));
		parts.put(AgentField.ANALYSIS_PROMPT, new Part("callAnalysisPrompt", CallAnalysisPrompt::from));
		parts.put(AgentField.ANALYSIS_SCHEMA, new Part("callAnalysisSchema", CallAnalysisSchema::from));
		parts.put(AgentField.TOOLS, new Part("tools", AgentTools::from));
		parts.put(AgentField.WIDGET, new Part("widget", WidgetConfig::from));
		return parts;
	}

	static void check(Require require, WireObject fields) {
		String name = fields.text(AgentField.NAME);
		if (name != null) {
			require.length("name", name, 1, LONGEST_NAME);
		}
		String description = fields.text(AgentField.DESCRIPTION);
		if (description != null) {
			require.length("description", description, 0, LONGEST_DESCRIPTION);
		}
		require.filter("type", fields.text(AgentField.TYPE)).filter("category", fields.text(AgentField.CATEGORY));
		PARTS.forEach((field, part) -> {
			if (fields.has(field)) {
				part.reader().apply(fields.object(field)).check(require, part.name());
			}
		});
	}

	static ApiCall keepConfidential(ApiCall call, Map<String, Object> body) {
		return call.confidential(withoutWhatMayBeShown(body));
	}

	private static Map<String, Object> withoutWhatMayBeShown(Map<?, ?> body) {
		Map<String, Object> confidential = new LinkedHashMap<>();
		body.forEach((key, value) -> {
			String name = String.valueOf(key);
			if (value instanceof Map<?, ?> map) {
				confidential.put(name, withoutWhatMayBeShown(map));
			}
			else if (value != null && !MAY_BE_SHOWN.contains(name)) {
				confidential.put(name, value);
			}
		});
		return confidential;
	}

	/**
	 * A part and what it is called in errors.
	 */
	private record Part(String name, Function<WireObject, AgentPart<?>> reader) {

	}

}
