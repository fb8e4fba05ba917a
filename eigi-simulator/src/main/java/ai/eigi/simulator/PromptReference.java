package ai.eigi.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A prompt as agents refer to it.
 *
 * @param name name of the prompt
 * @param version the version, or {@code null} for whichever is the latest
 */
record PromptReference(String name, @Nullable Integer version) {

	static PromptReference latest(String name) {
		return new PromptReference(name, null);
	}

	static @Nullable PromptReference in(Fields body, String field) {
		Fields prompt = body.object(field);
		return (prompt != null) ? new PromptReference(Json.text(prompt.json(), "prompt_name"),
				prompt.integer("prompt_version", 1, Integer.MAX_VALUE)) : null;
	}

	StoredPrompt.@Nullable Version find(Prompts prompts) {
		StoredPrompt prompt = prompts.get(this.name);
		return (prompt != null) ? prompt.version(this.version) : null;
	}

}
