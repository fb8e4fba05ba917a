package ai.eigi.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import tools.jackson.databind.node.ObjectNode;

/**
 * What agents of a simulator can be made of: models of providers, voices and telephone
 * numbers. It has the providers and voices of the service's documentation, and the
 * numbers of the agents that were added by {@link EigiSimulator#addAgent}; what is added
 * here goes with {@link EigiSimulator#reset()}. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see EigiSimulator#catalog()
 */
public final class SimulatorCatalog {

	static final String DOCUMENTED_VOICE = "a0e99841-438c-4a64-b679-ae501e7d6091";

	private final Map<String, Map<String, List<String>>> models = new LinkedHashMap<>();

	private final List<SimulatedVoice> voices = new ArrayList<>();

	private final Map<String, String> numbers = new LinkedHashMap<>();

	SimulatorCatalog() {
		clear();
	}

	synchronized void clear() {
		this.models.clear();
		addModels("llm", "OPENAI", "gpt-4o", "gpt-4o-mini");
		addModels("llm", "ANTHROPIC", "claude-sonnet-4-20250514");
		addModels("llm", "GOOGLE", "gemini-2.5-flash");
		addModels("llm", "GROK", "grok-3");
		addModels("tts", "CARTESIA", "sonic-2");
		addModels("tts", "ELEVENLABS", "eleven_flash_v2_5");
		addModels("tts", "SARVAM", "bulbul:v2", "bulbul:v3");
		addModels("tts", "GOOGLE", "chirp-3-hd");
		addModels("tts", "HUME", "octave-2");
		addModels("stt", "DEEPGRAM", "nova-2");
		addModels("stt", "WHISPER", "whisper-1");
		this.voices.clear();
		this.voices.addAll(SimulatedVoice.all());
		this.numbers.clear();
	}

	/**
	 * Offer models, of a provider known or new. Agents can be made of them.
	 * @param kind {@code llm}, {@code tts}, {@code stt} or a kind yet unknown
	 * @param provider the provider
	 * @param models names of the models
	 */
	public synchronized void addModels(String kind, String provider, String... models) {
		Objects.requireNonNull(kind, "kind must not be null");
		Objects.requireNonNull(provider, "provider must not be null");
		this.models.computeIfAbsent(kind, (unused) -> new LinkedHashMap<>())
			.computeIfAbsent(provider, (unused) -> new ArrayList<>())
			.addAll(List.of(models));
	}

	/**
	 * Add a voice of the account's own, which counts as cloned. What is not given is made
	 * up.
	 * @param fields fields of the wire's voice object, known or unknown
	 */
	public synchronized void addVoice(Map<String, ?> fields) {
		ObjectNode voice = Json.object()
			.put("id", WireIds.uuid())
			.put("name", "Own voice")
			.put("provider", "CARTESIA")
			.put("gender", "NEUTRAL")
			.put("language", "en")
			.putNull("preview_url");
		fields.forEach((name, value) -> voice.set(name, Json.tree(value)));
		this.voices.add(new SimulatedVoice(voice, true, List.of()));
	}

	/**
	 * Add a telephone number of the account. Fictional ones are enough here.
	 * @param mobileNumber the number in E.164 form
	 * @param provider {@code PLIVO}, {@code TWILIO} or a provider yet unknown
	 */
	public synchronized void addMobileNumber(String mobileNumber, String provider) {
		this.numbers.put(Objects.requireNonNull(mobileNumber, "mobileNumber must not be null"),
				Objects.requireNonNull(provider, "provider must not be null"));
	}

	synchronized void addNumbersOf(SimulatedAgent agent) {
		agent.mobileNumbers().forEach((number) -> this.numbers.putIfAbsent(number, "PLIVO"));
	}

	synchronized Set<String> providers(String kind) {
		return Set.copyOf(this.models.getOrDefault(kind, Map.of()).keySet());
	}

	synchronized ObjectNode models() {
		return (ObjectNode) Json.tree(this.models);
	}

	synchronized List<SimulatedVoice> voices() {
		return List.copyOf(this.voices);
	}

	synchronized Map<String, String> numbers() {
		return new LinkedHashMap<>(this.numbers);
	}

}
