package ai.eigi.client.agent;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A file that belongs to an agent.
 *
 * @param type type of the file
 * @param url address of the file; perhaps another host's, so never send the API key there
 * @since 0.1.0
 */
public record MediaFile(@Nullable String type, @Nullable String url) {

	static MediaFile from(WireObject wire) {
		return new MediaFile(wire.text("fileType"), wire.text("mediaUrl"));
	}

	/**
	 * Leaves out the address, which may carry a signature.
	 */
	@Override
	public String toString() {
		return "MediaFile[type=%s]".formatted(this.type);
	}

}
