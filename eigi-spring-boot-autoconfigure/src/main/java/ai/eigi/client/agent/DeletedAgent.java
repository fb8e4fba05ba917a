package ai.eigi.client.agent;

import java.time.Instant;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * What the service says of an agent that is gone.
 *
 * @param id the agent
 * @param name its name
 * @param deletedAt when it was deleted
 * @param message the service's words for people
 * @since 0.1.0
 */
public record DeletedAgent(@Nullable String id, @Nullable String name, @Nullable Instant deletedAt,
		@Nullable String message) {

	static DeletedAgent from(WireObject wire) {
		wire.refuseError();
		return new DeletedAgent(wire.text("agent_id", "id"), wire.text("agent_name"), wire.instant("deleted_at"),
				wire.text("message"));
	}

}
