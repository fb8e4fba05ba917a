package ai.eigi.client.prompt;

import java.nio.charset.StandardCharsets;

import ai.eigi.client.transport.Require;

/**
 * The fields of a prompt as the service calls them, and what a name must be.
 */
final class PromptField {

	static final String NAME = "prompt_name";

	static final String CONTENT = "prompt_content";

	static final String METADATA = "prompt_metadata";

	static final String TYPE = "prompt_type";

	private static final int LONGEST_NAME = 100;

	private PromptField() {
	}

	/**
	 * A name that cannot be encoded would reach another prompt than was meant.
	 */
	static Require checkName(Require require, String name) {
		return require.id("name", name)
			.length("name", name, 1, LONGEST_NAME)
			.valid(StandardCharsets.UTF_8.newEncoder().canEncode(name), "name", "must not hold half a character");
	}

}
