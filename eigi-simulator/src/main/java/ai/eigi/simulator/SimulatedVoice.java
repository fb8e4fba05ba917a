package ai.eigi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import tools.jackson.databind.node.ObjectNode;

/**
 * A voice to choose.
 *
 * @param json the wire's object
 * @param cloned whether it is the account's own
 * @param models models that speak with it, none if all of its provider do
 */
record SimulatedVoice(ObjectNode json, boolean cloned, List<String> models) {

	private static final List<String> PROVIDERS = List.of("CARTESIA", "ELEVENLABS", "SARVAM", "GOOGLE", "HUME");

	private static final List<String> NAMES = List.of("Asha", "Ben", "Chloé", "Dmitri", "Elif", "Farid", "Grace",
			"Noor");

	private static final List<String> GENDERS = List.of("FEMALE", "MALE");

	private static final List<String> LANGUAGES = List.of("en", "hi", "es");

	/**
	 * Voices of all providers that the service documents, more than a page of each.
	 */
	static List<SimulatedVoice> all() {
		List<SimulatedVoice> voices = new ArrayList<>();
		for (String provider : PROVIDERS) {
			for (String language : LANGUAGES) {
				for (int i = 0; i < NAMES.size(); i++) {
					voices.add(of(provider, language, i));
				}
			}
		}
		voices.get(0).json().put("id", SimulatorCatalog.DOCUMENTED_VOICE);
		return voices;
	}

	private static SimulatedVoice of(String provider, String language, int i) {
		String name = NAMES.get(i);
		String id = UUID.nameUUIDFromBytes((provider + language + name).getBytes(StandardCharsets.UTF_8)).toString();
		List<String> models = (provider.equals("SARVAM")) ? List.of("bulbul:v" + (2 + i % 2)) : List.of();
		String gender = (i == NAMES.size() - 1) ? "NEUTRAL" : GENDERS.get(i % 2);
		return new SimulatedVoice(Json.object()
			.put("id", id)
			.put("name", name)
			.put("provider", provider)
			.put("gender", gender)
			.put("language", language)
			.put("preview_url", "https://example.com/previews/" + id + ".mp3"), false, models);
	}

	boolean is(String field, String value) {
		return Json.text(this.json, field).equals(value);
	}

	boolean speaks(String model) {
		return this.models.isEmpty() || this.models.contains(model);
	}

	boolean isNamed(String search) {
		return Json.text(this.json, "name").toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
	}

}
