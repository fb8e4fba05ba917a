package ai.eigi.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A prompt with all of its versions, of which none is ever edited. Immutable.
 *
 * @param name name of the prompt
 * @param versions the versions, the first one first
 */
record StoredPrompt(String name, List<Version> versions) {

	StoredPrompt {
		versions = List.copyOf(versions);
	}

	StoredPrompt and(String content, ObjectNode metadata, Instant now) {
		List<Version> more = new ArrayList<>(this.versions);
		more.add(new Version(more.size() + 1, content, metadata, now));
		return new StoredPrompt(this.name, more);
	}

	Version latest() {
		return this.versions.get(this.versions.size() - 1);
	}

	/**
	 * A version, the latest if none is named.
	 */
	@Nullable Version version(@Nullable Integer number) {
		if (number == null) {
			return latest();
		}
		return (number <= this.versions.size()) ? this.versions.get(number - 1) : null;
	}

	List<Version> highestFirst() {
		List<Version> reversed = new ArrayList<>(this.versions);
		Collections.reverse(reversed);
		return reversed;
	}

	ObjectNode toJson(Version version) {
		ObjectNode json = Json.object()
			.put("prompt_name", this.name)
			.put("prompt_version", version.number())
			.put("prompt_content", version.content());
		json.set("prompt_metadata", version.metadata().deepCopy());
		return json.put("created_at", WireTime.zoneless(version.createdAt()))
			.put("updated_at", WireTime.zoneless(version.createdAt()));
	}

	/**
	 * One version.
	 *
	 * @param number number of the version, from 1
	 * @param content its text
	 * @param metadata its metadata
	 * @param createdAt when it was made
	 */
	record Version(int number, String content, ObjectNode metadata, Instant createdAt) {
	}

}
