package ai.eigi.client.prompt;

import java.time.Instant;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A version as the history of a prompt shows it.
 *
 * @param version number of the version, from 1
 * @param content its text
 * @param createdAt when it was made
 * @since 0.1.0
 */
public record PromptVersion(@Nullable Integer version, @Nullable String content, @Nullable Instant createdAt) {

	static PromptVersion from(WireObject wire) {
		return new PromptVersion(wire.integer("prompt_version"), wire.text("prompt_content"),
				wire.instant("created_at"));
	}

	/**
	 * Leaves out the text.
	 */
	@Override
	public String toString() {
		return "PromptVersion[version=%s, createdAt=%s]".formatted(this.version, this.createdAt);
	}

}
