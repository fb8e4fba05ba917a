package ai.eigi.client.agent;

import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * How an agent speaks; the wire's {@code tts}.
 *
 * @since 0.1.0
 */
public final class TextToSpeech extends ModelPart<TextToSpeech> {

	private static final String SPEED = "speed";

	private TextToSpeech(WireObject wire) {
		super(wire);
	}

	/**
	 * A voice.
	 * @param provider its provider, {@code CARTESIA} for example
	 * @param model name of the model, {@code sonic-2} for example
	 * @param language language to speak, {@code en} for example
	 * @param voiceId id of the voice, as {@code listVoices} tells it
	 * @return the part
	 */
	public static TextToSpeech of(String provider, String model, String language, String voiceId) {
		return new TextToSpeech(
				start(provider, model).with(LANGUAGE, Objects.requireNonNull(language, "'language' must not be null"))
					.with(VOICE, Objects.requireNonNull(voiceId, "'voiceId' must not be null"))
					.with(PARAMS, WireObject.empty()));
	}

	static TextToSpeech from(WireObject wire) {
		return new TextToSpeech(wire);
	}

	public @Nullable String language() {
		return text(LANGUAGE);
	}

	/**
	 * The same in another language.
	 * @param language language to speak
	 * @return the part
	 */
	public TextToSpeech withLanguage(String language) {
		return set(LANGUAGE, language);
	}

	public @Nullable String voiceId() {
		return text(VOICE);
	}

	/**
	 * The same with another voice of the same provider.
	 * @param voiceId id of the voice
	 * @return the part
	 */
	public TextToSpeech withVoiceId(String voiceId) {
		return set(VOICE, voiceId);
	}

	public @Nullable Double speed() {
		return wireParams().real(SPEED);
	}

	/**
	 * The same at another speed. The service states no bounds.
	 * @param speed the speed, 1 for the voice's own
	 * @return the part
	 */
	public TextToSpeech withSpeed(double speed) {
		return withParam(SPEED, speed);
	}

	@Override
	TextToSpeech copy(WireObject wire) {
		return new TextToSpeech(wire);
	}

	@Override
	Set<String> documentedParams() {
		return Set.of(SPEED);
	}

	@Override
	void check(Require require, String field) {
		super.check(require, field);
		Double speed = speed();
		require.given(field + ".language", language())
			.given(field + ".voiceId", voiceId())
			.valid(speed == null || Double.isFinite(speed), field + ".speed", "must be a finite number");
	}

	@Override
	public String toString() {
		return "TextToSpeech[provider=%s, model=%s, language=%s, voiceId=%s, speed=%s]".formatted(provider(), model(),
				language(), voiceId(), speed());
	}

}
