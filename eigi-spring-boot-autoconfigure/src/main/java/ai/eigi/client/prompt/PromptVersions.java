package ai.eigi.client.prompt;

import java.util.List;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The history of a prompt.
 *
 * @param promptName name of the prompt
 * @param versions all versions, the latest first
 * @param total how many versions the service counts
 * @since 0.1.0
 */
public record PromptVersions(@Nullable String promptName, List<PromptVersion> versions, int total) {

	public PromptVersions {
		versions = List.copyOf(versions);
	}

	static PromptVersions from(WireObject wire) {
		wire.refuseError();
		List<PromptVersion> versions = wire.objects(PromptVersion::from, "versions");
		Integer total = wire.integer("total_versions", "total");
		return new PromptVersions(wire.text("prompt_name"), versions, (total != null) ? total : versions.size());
	}

}
