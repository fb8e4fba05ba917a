package ai.eigi.client.catalog;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A voice that an agent can speak with.
 *
 * @param id id of the voice, which {@code TextToSpeech} takes
 * @param name its name
 * @param provider its provider
 * @param gender how it sounds
 * @param language language it speaks
 * @param previewUrl address of a sample; another host's, so never send the API key there
 * @since 0.1.0
 */
public record Voice(@Nullable String id, @Nullable String name, @Nullable String provider, @Nullable VoiceGender gender,
		@Nullable String language, @Nullable String previewUrl) {

	static Voice from(WireObject wire) {
		return new Voice(wire.text("id", "voice_id"), wire.text("name"), wire.text("provider"),
				wire.value(VoiceGender::of, "gender"), wire.text("language"), wire.text("preview_url"));
	}

	/**
	 * Leaves out the address, which may carry a signature.
	 */
	@Override
	public String toString() {
		return "Voice[id=%s, name=%s, provider=%s, gender=%s, language=%s]".formatted(this.id, this.name, this.provider,
				this.gender, this.language);
	}

}
