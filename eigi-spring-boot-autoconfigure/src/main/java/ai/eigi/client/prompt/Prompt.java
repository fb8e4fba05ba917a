package ai.eigi.client.prompt;

import java.time.Instant;
import java.util.Map;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * One version of a prompt. Versions are never edited: a change adds one. Every field may
 * be absent. Two are equal when the service said the same of both.
 *
 * @since 0.1.0
 */
public final class Prompt {

	private static final String METADATA = "prompt_metadata";

	private final WireObject wire;

	private Prompt(WireObject wire) {
		this.wire = wire;
	}

	/**
	 * Read a prompt, in tests for example.
	 * @param fields the JSON object as the service writes it
	 * @return the prompt
	 */
	public static Prompt of(Map<String, ?> fields) {
		return from(WireObject.of(fields));
	}

	static Prompt from(WireObject wire) {
		return new Prompt(wire);
	}

	public @Nullable String name() {
		return this.wire.text("prompt_name");
	}

	/**
	 * Version of the prompt.
	 * @return the version, from 1
	 */
	public @Nullable Integer version() {
		return this.wire.integer("prompt_version");
	}

	/**
	 * Text of the prompt.
	 * @return the text
	 */
	public @Nullable String content() {
		return this.wire.text("prompt_content");
	}

	public @Nullable PromptType type() {
		PromptType type = this.wire.object(METADATA).value(PromptType::of, "prompt_type");
		return (type != null) ? type : this.wire.value(PromptType::of, "prompt_type");
	}

	public Map<String, Object> metadata() {
		return this.wire.object(METADATA).asMaskedMap();
	}

	public @Nullable Instant createdAt() {
		return this.wire.instant("created_at");
	}

	public @Nullable Instant updatedAt() {
		return this.wire.instant("updated_at");
	}

	/**
	 * Everything the service said, fields this client does not know included. The text of
	 * the map shows names and no values.
	 * @return an unmodifiable map
	 */
	public Map<String, Object> raw() {
		return this.wire.asMaskedMap();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Prompt prompt && this.wire.equals(prompt.wire);
	}

	@Override
	public int hashCode() {
		return this.wire.hashCode();
	}

	/**
	 * Leaves out the text.
	 */
	@Override
	public String toString() {
		return "Prompt[name=%s, version=%s, type=%s]".formatted(name(), version(), type());
	}

}
