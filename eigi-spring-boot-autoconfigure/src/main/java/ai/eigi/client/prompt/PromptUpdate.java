package ai.eigi.client.prompt;

import java.util.Map;
import java.util.Objects;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A new version of a prompt. The service demands a text: what a prompt is for cannot be
 * changed alone. Immutable; every {@code with} returns a changed copy.
 *
 * @since 0.1.0
 */
public final class PromptUpdate {

	private final WireObject fields;

	private PromptUpdate(WireObject fields) {
		this.fields = fields;
	}

	/**
	 * A version with another text.
	 * @param content the text, at least one character
	 * @return the update
	 */
	public static PromptUpdate of(String content) {
		return new PromptUpdate(WireObject.empty()
			.with(PromptField.CONTENT, Objects.requireNonNull(content, "'content' must not be null")));
	}

	public String content() {
		return Objects.requireNonNull(this.fields.text(PromptField.CONTENT));
	}

	/**
	 * What the prompt is for from now on.
	 * @return the type, or {@code null} if it is not sent
	 */
	public @Nullable PromptType type() {
		return metadataFields().value(PromptType::of, PromptField.TYPE);
	}

	/**
	 * The same for something else.
	 * @param type what the prompt is for from now on
	 * @return the update
	 */
	public PromptUpdate withType(PromptType type) {
		return withMetadata(PromptField.TYPE, Objects.requireNonNull(type, "'type' must not be null"));
	}

	/**
	 * The same with an entry of the metadata that this client has no method for.
	 * @param name name of the entry
	 * @param value a value that can be written as JSON; copied deeply
	 * @return the update
	 */
	public PromptUpdate withMetadata(String name, Object value) {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(value, "'value' must not be null");
		return new PromptUpdate(this.fields.with(PromptField.METADATA, metadataFields().with(name, value)));
	}

	private WireObject metadataFields() {
		return this.fields.object(PromptField.METADATA);
	}

	void check(String operation) {
		Require.that(operation).valid(!content().isEmpty(), "content", "must have at least 1 character");
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
		return other instanceof PromptUpdate update && this.fields.equals(update.fields);
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
		return "PromptUpdate[type=%s]".formatted(type());
	}

}
