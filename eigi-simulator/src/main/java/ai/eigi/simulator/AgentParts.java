package ai.eigi.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks what an agent is to be made of, as far as the service states bounds. An object
 * may hold further keys, as newer versions of the service may know them; the parameters
 * of a model may not.
 */
final class AgentParts {

	private static final Set<String> TYPES = set("INBOUND", "OUTBOUND");

	private static final Set<String> CATEGORIES = set("Customer Service", "Sales", "Scheduling", "Research",
			"Healthcare", "Customer Success", "Education", "Finance", "HR", "Legal", "Productivity", "Creative",
			"IT/DevOps", "E-commerce", "Entertainment", "Travel", "Wellness", "Anime", "Cartoon", "Gaming", "Lifestyle",
			"other");

	private static final Set<String> STT = set("DEEPGRAM", "OPENAI", "WHISPER", "GROK");

	private static final Set<String> LLM = set("OPENAI", "OPENAI_RESPONSES", "ANTHROPIC", "GOOGLE", "GROK",
			"OPENROUTER", "CUSTOM_LLM");

	private static final Set<String> TTS = set("CARTESIA", "DEEPGRAM", "ELEVENLABS", "SARVAM", "GOOGLE", "HUME",
			"GROK");

	private static final Set<String> STS = set("GOOGLE", "OPENAI", "GROK");

	private static final Set<String> AUDIO_FILES = set("env1.wav", "honk1.wav", "market1.wav", "office1.mp3",
			"office2.mp3", "office3.mp3", "office4.wav", "office5.wav", "temple1.wav", "temple2.wav");

	private static final Set<String> SCHEMA_TYPES = set("str", "int", "float", "bool", "list", "dict", "Optional[str]",
			"Optional[int]", "Optional[float]", "Optional[bool]", "Optional[list]", "Optional[dict]");

	private static final List<String> WIDGET = List.of("widget_interface", "widget_appearance", "widget_avatar",
			"widget_tnc_config");

	private final SimulatorCatalog catalog;

	AgentParts(SimulatorCatalog catalog) {
		this.catalog = catalog;
	}

	private static Set<String> set(String... values) {
		return new LinkedHashSet<>(List.of(values));
	}

	static void checkType(String type, String parameter) {
		Input.oneOf(type, List.copyOf(TYPES), List.of("query", parameter));
	}

	void check(Fields agent) {
		agent.text("agent_name", 1, 100);
		agent.oneOf("agent_type", TYPES);
		agent.text("agent_description", 0, 500);
		agent.oneOf("agent_category", CATEGORIES);
		agent.texts("agent_tips");
		agent.texts("agent_mobile_number");
		agent.text("prompt_content");
		agent.text("first_message_prompt");
		agent.flag("call_analysis_enabled");
		checkModels(agent);
		checkPrompts(agent);
		checkTools(agent.object("tools"));
		Fields widget = agent.object("widget_config");
		if (widget != null) {
			WIDGET.forEach(widget::object);
		}
	}

	private void checkModels(Fields agent) {
		Fields stt = model(agent.object("stt"), "stt", STT, "language");
		if (stt != null) {
			params(stt, Set.of());
		}
		Fields tts = model(agent.object("tts"), "tts", TTS, "language", "voice_id");
		Fields voice = (tts != null) ? params(tts, Set.of("speed")) : null;
		if (voice != null) {
			voice.number("speed");
		}
		Fields sts = model(agent.object("sts"), "sts", STS, "language", "voice_id");
		if (sts != null) {
			sts.flag("speech_to_speech_enabled");
			sts.object("params");
		}
		Fields llm = model(agent.object("llm"), "llm", LLM);
		if (llm != null) {
			checkLlm(llm);
		}
	}

	/**
	 * The inner fields are required in an update too, as the service's pages say.
	 */
	private @Nullable Fields model(@Nullable Fields part, String kind, Set<String> providers, String... required) {
		if (part == null) {
			return null;
		}
		Set<String> known = new LinkedHashSet<>(providers);
		known.addAll(this.catalog.providers(kind));
		part.require("provider_name", "model_name").require(required);
		part.oneOf("provider_name", known);
		Stream.concat(Stream.of("model_name"), Stream.of(required)).forEach((name) -> part.text(name));
		return part;
	}

	private static @Nullable Fields params(Fields part, Set<String> allowed) {
		Fields params = part.object("params");
		if (params != null) {
			params.only(allowed);
		}
		return params;
	}

	private static void checkLlm(Fields llm) {
		boolean custom = "CUSTOM_LLM".equals(llm.text("provider_name"));
		if (custom) {
			llm.require("params");
		}
		Fields params = params(llm,
				(custom) ? Set.of("temperature", "base_url", "api_key", "API_TYPE") : Set.of("temperature"));
		if (params == null) {
			return;
		}
		params.number("temperature", 0, 2);
		if (custom) {
			params.require("base_url", "api_key");
			params.text("base_url");
			params.text("api_key");
			params.oneOf("API_TYPE", set("CHAT_COMPLETION", "RESPONSES"));
		}
	}

	private static void checkPrompts(Fields agent) {
		Fields prompt = agent.object("prompt");
		if (prompt != null) {
			checkReference(prompt);
		}
		if (prompt != null && agent.has("prompt_content")) {
			throw Input.invalid("value_error", agent.location(),
					"Value error, give either prompt or prompt_content, not both", null);
		}
		Fields analysis = agent.object("call_analysis_prompt");
		if (analysis != null) {
			checkReference(analysis);
			analysis.text("custom_prompt");
		}
		Fields schema = agent.object("call_analysis_schema");
		if (schema != null) {
			for (String name : schema.json().propertyNames()) {
				Fields field = schema.requiredObject(name);
				field.require("type").only(Set.of("type"));
				field.oneOf("type", SCHEMA_TYPES);
			}
		}
	}

	private static void checkReference(Fields prompt) {
		prompt.requiredText("prompt_name", 1, 100);
		prompt.integer("prompt_version", 1, Integer.MAX_VALUE);
	}

	private static void checkTools(@Nullable Fields tools) {
		if (tools == null) {
			return;
		}
		for (Map.Entry<String, JsonNode> tool : tools.json().properties()) {
			if (tool.getValue().isBoolean() || !tools.has(tool.getKey())) {
				continue;
			}
			Fields settings = tools.requiredObject(tool.getKey());
			switch (tool.getKey()) {
				case "transfer_call" -> settings.require("transfer_phone_number").text("transfer_phone_number");
				case "schedule_call" -> settings.flag("allow_immediate");
				case "set_language" -> settings.text("language_string");
				case "background_audio" -> checkAudio(settings);
				case "user_idle" -> {
					settings.number("idle_timeout_seconds", 3, 30);
					settings.integer("max_retry_count", 1, 10);
				}
				default -> {
					// a tool without documented settings
				}
			}
		}
	}

	private static void checkAudio(Fields settings) {
		settings.texts("audio_files");
		for (JsonNode file : settings.json().path("audio_files")) {
			Input.oneOf(file.stringValue(), List.copyOf(AUDIO_FILES), settings.at("audio_files"));
		}
		settings.flag("background_noise_reduce");
		settings.number("default_volume", 0.1, 1);
	}

}
