package ai.eigi.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All prompts of the simulator, those that were made for an agent included.
 */
final class Prompts {

	private static final int LONGEST_NAME = 100;

	private static final String OWN = "_internal";

	private final Map<String, StoredPrompt> prompts = new LinkedHashMap<>();

	static ObjectNode metadata(String type) {
		return Json.object().put("prompt_type", type);
	}

	/**
	 * Add a version, to a new prompt if there is none of that name.
	 */
	synchronized StoredPrompt add(String name, String content, ObjectNode metadata, Instant now) {
		StoredPrompt prompt = this.prompts.getOrDefault(name, new StoredPrompt(name, List.of()))
			.and(content, metadata, now);
		this.prompts.put(name, prompt);
		return prompt;
	}

	/**
	 * Make a prompt for one agent, named after it.
	 */
	synchronized StoredPrompt addFor(SimulatedAgent agent, String content, Instant now) {
		String words = agent.name().toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_");
		String name = words + OWN;
		if (name.length() > LONGEST_NAME || this.prompts.containsKey(name)) {
			name = agent.id() + OWN;
		}
		return add(name, content, metadata("main"), now);
	}

	synchronized @Nullable StoredPrompt get(String name) {
		return this.prompts.get(name);
	}

	/**
	 * All prompts in the order in which they were made.
	 */
	synchronized List<StoredPrompt> all() {
		return List.copyOf(this.prompts.values());
	}

	synchronized void remove(String name) {
		this.prompts.remove(name);
	}

	synchronized void clear() {
		this.prompts.clear();
	}

}
