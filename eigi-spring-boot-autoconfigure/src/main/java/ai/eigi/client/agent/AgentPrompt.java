package ai.eigi.client.agent;

import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The prompt that an agent follows, by name; the wire's {@code prompt}. An agent that was
 * read tells the text too, which is never sent back: texts are changed with
 * {@code updatePrompt}, or with the {@code promptContent} of an agent.
 *
 * @since 0.1.0
 */
public final class AgentPrompt extends AgentPart<AgentPrompt> {

	static final String NAME = "prompt_name";

	static final String VERSION = "prompt_version";

	static final String CONTENT = "prompt_content";

	static final int LONGEST_NAME = 100;

	private AgentPrompt(WireObject wire) {
		super(wire);
	}

	/**
	 * The latest version of a prompt.
	 * @param name name of the prompt
	 * @return the part
	 */
	public static AgentPrompt of(String name) {
		return new AgentPrompt(WireObject.empty().with(NAME, Objects.requireNonNull(name, "'name' must not be null")));
	}

	static AgentPrompt from(WireObject wire) {
		return new AgentPrompt(wire);
	}

	public @Nullable String name() {
		return text(NAME);
	}

	/**
	 * Version of the prompt.
	 * @return the version, or {@code null} for the latest
	 */
	public @Nullable Integer version() {
		return wire().integer(VERSION);
	}

	/**
	 * Text of the prompt, if the agent was read.
	 * @return the text
	 */
	public @Nullable String content() {
		return text(CONTENT);
	}

	/**
	 * Another version of the same prompt.
	 * @param version the version, from 1
	 * @return the part, without a text
	 */
	public AgentPrompt withVersion(int version) {
		return new AgentPrompt(wire().without(CONTENT).with(VERSION, version));
	}

	static void checkReference(Require require, String field, WireObject wire) {
		String name = wire.text(NAME);
		require.given(field + ".name", name).length(field + ".name", Objects.toString(name, ""), 1, LONGEST_NAME);
		Integer version = wire.integer(VERSION);
		require.valid(version == null || version >= 1, field + ".version", "must be 1 or more");
	}

	@Override
	AgentPrompt copy(WireObject wire) {
		return new AgentPrompt(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(NAME, VERSION);
	}

	@Override
	WireObject body() {
		return super.body().without(CONTENT);
	}

	@Override
	void check(Require require, String field) {
		checkReference(require, field, wire());
	}

	/**
	 * Leaves out the text.
	 */
	@Override
	public String toString() {
		return "AgentPrompt[name=%s, version=%s]".formatted(name(), version());
	}

}
