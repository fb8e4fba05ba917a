package ai.eigi.client.agent;

import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A single model that hears and speaks; the wire's {@code sts}. It stands in the pages of
 * the service's reference and in its answers, but not in the schemas of its requests.
 *
 * @since 0.1.0
 */
public final class SpeechToSpeech extends ModelPart<SpeechToSpeech> {

	private static final String ENABLED = "speech_to_speech_enabled";

	private SpeechToSpeech(WireObject wire) {
		super(wire);
	}

	/**
	 * A model that hears and speaks, switched on.
	 * @param provider its provider, {@code OPENAI} for example
	 * @param model name of the model
	 * @param voiceId id of its voice
	 * @param language language to speak, {@code en} for example
	 * @return the part
	 */
	public static SpeechToSpeech of(String provider, String model, String voiceId, String language) {
		return new SpeechToSpeech(start(provider, model).with(ENABLED, true)
			.with(VOICE, Objects.requireNonNull(voiceId, "'voiceId' must not be null"))
			.with(LANGUAGE, Objects.requireNonNull(language, "'language' must not be null")));
	}

	static SpeechToSpeech from(WireObject wire) {
		return new SpeechToSpeech(wire);
	}

	/**
	 * Whether the agent uses it.
	 * @return the flag, or {@code null} if it is not said
	 */
	public @Nullable Boolean enabled() {
		return wire().flag(ENABLED);
	}

	/**
	 * The same switched on or off.
	 * @param enabled whether the agent uses it
	 * @return the part
	 */
	public SpeechToSpeech withEnabled(boolean enabled) {
		return set(ENABLED, enabled);
	}

	public @Nullable String voiceId() {
		return text(VOICE);
	}

	/**
	 * The same with another voice.
	 * @param voiceId id of the voice
	 * @return the part
	 */
	public SpeechToSpeech withVoiceId(String voiceId) {
		return set(VOICE, voiceId);
	}

	public @Nullable String language() {
		return text(LANGUAGE);
	}

	/**
	 * The same in another language.
	 * @param language language to speak
	 * @return the part
	 */
	public SpeechToSpeech withLanguage(String language) {
		return set(LANGUAGE, language);
	}

	@Override
	SpeechToSpeech copy(WireObject wire) {
		return new SpeechToSpeech(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(ENABLED, PROVIDER, MODEL, LANGUAGE, VOICE, PARAMS);
	}

	@Override
	Set<String> documentedParams() {
		return Set.of();
	}

	@Override
	void check(Require require, String field) {
		super.check(require, field);
		require.given(field + ".voiceId", voiceId()).given(field + ".language", language());
	}

	@Override
	public String toString() {
		return "SpeechToSpeech[enabled=%s, provider=%s, model=%s, language=%s, voiceId=%s]".formatted(enabled(),
				provider(), model(), language(), voiceId());
	}

}
