package ai.eigi.client.prompt;

import java.util.Map;
import java.util.Objects;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A prompt to create. What is wrong with it is signalled by the publisher of
 * {@code createPrompt}. Immutable; every {@code with} returns a changed copy.
 *
 * @since 0.1.0
 */
public final class PromptDefinition {

	private final WireObject fields;

	private PromptDefinition(WireObject fields) {
		this.fields = fields;
	}

	/**
	 * A prompt to talk by.
	 * @param name name of the prompt, 1 to 100 characters
	 * @param content its text, at least one character
	 * @return the definition
	 */
	public static PromptDefinition of(String name, String content) {
		return new PromptDefinition(WireObject.empty()
			.with(PromptField.NAME, Objects.requireNonNull(name, "'name' must not be null"))
			.with(PromptField.CONTENT, Objects.requireNonNull(content, "'content' must not be null")));
	}

	public String name() {
		return Objects.requireNonNull(this.fields.text(PromptField.NAME));
	}

	public String content() {
		return Objects.requireNonNull(this.fields.text(PromptField.CONTENT));
	}

	/**
	 * What the prompt is for.
	 * @return the type, or {@code null} for the service's default
	 */
	public @Nullable PromptType type() {
		return metadataFields().value(PromptType::of, PromptField.TYPE);
	}

	/**
	 * The same for something else.
	 * @param type what the prompt is for
	 * @return the definition
	 */
	public PromptDefinition withType(PromptType type) {
		return withMetadata(PromptField.TYPE, Objects.requireNonNull(type, "'type' must not be null"));
	}

	/**
	 * The same with an entry of the metadata that this client has no method for.
	 * @param name name of the entry
	 * @param value a value that can be written as JSON; copied deeply
	 * @return the definition
	 */
	public PromptDefinition withMetadata(String name, Object value) {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(value, "'value' must not be null");
		return new PromptDefinition(this.fields.with(PromptField.METADATA, metadataFields().with(name, value)));
	}

	private WireObject metadataFields() {
		return this.fields.object(PromptField.METADATA);
	}

	void check(String operation) {
		PromptField.checkName(Require.that(operation), name())
			.valid(!content().isEmpty(), "content", "must have at least 1 character");
	}

	Map<String, Object> body() {
		return this.fields.asMap();
	}

	/**
	 * What must not be repeated in an error.
	 */
	Map<String, Object> confidential() {
		return metadataFields().without(PromptField.TYPE).with(PromptField.CONTENT, content()).asMap();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PromptDefinition definition && this.fields.equals(definition.fields);
	}

	@Override
	public int hashCode() {
		return this.fields.hashCode();
	}

	/**
	 * Leaves out the text.
	 */
	@Override
	public String toString() {
		return "PromptDefinition[name=%s, type=%s]".formatted(name(), type());
	}

}
