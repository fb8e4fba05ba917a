package ai.eigi.client.prompt;

import java.time.Instant;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * What the service says of a prompt that is gone.
 *
 * @param name name of the prompt
 * @param versionsDeleted how many versions went
 * @param deletedAt when it was deleted
 * @param message the service's words for people
 * @since 0.1.0
 */
public record DeletedPrompt(@Nullable String name, @Nullable Integer versionsDeleted, @Nullable Instant deletedAt,
		@Nullable String message) {

	static DeletedPrompt from(WireObject wire) {
		wire.refuseError();
		return new DeletedPrompt(wire.text("prompt_name"), wire.integer("versions_deleted"), wire.instant("deleted_at"),
				wire.text("message"));
	}

}
