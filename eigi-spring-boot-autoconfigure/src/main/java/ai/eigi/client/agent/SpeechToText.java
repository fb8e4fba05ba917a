package ai.eigi.client.agent;

import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * How an agent understands what is said to it; the wire's {@code stt}.
 *
 * @since 0.1.0
 */
public final class SpeechToText extends ModelPart<SpeechToText> {

	private SpeechToText(WireObject wire) {
		super(wire);
	}

	/**
	 * A model that turns speech to text.
	 * @param provider its provider, {@code DEEPGRAM} for example
	 * @param model name of the model, {@code nova-2} for example
	 * @param language language that is spoken, {@code en} for example
	 * @return the part, with no parameters as the service demands
	 */
	public static SpeechToText of(String provider, String model, String language) {
		return new SpeechToText(
				start(provider, model).with(LANGUAGE, Objects.requireNonNull(language, "'language' must not be null"))
					.with(PARAMS, WireObject.empty()));
	}

	static SpeechToText from(WireObject wire) {
		return new SpeechToText(wire);
	}

	public @Nullable String language() {
		return text(LANGUAGE);
	}

	/**
	 * The same with another language.
	 * @param language language that is spoken
	 * @return the part
	 */
	public SpeechToText withLanguage(String language) {
		return set(LANGUAGE, language);
	}

	@Override
	SpeechToText copy(WireObject wire) {
		return new SpeechToText(wire);
	}

	@Override
	Set<String> documentedParams() {
		return Set.of();
	}

	@Override
	void check(Require require, String field) {
		super.check(require, field);
		require.given(field + ".language", language());
	}

	@Override
	public String toString() {
		return "SpeechToText[provider=%s, model=%s, language=%s]".formatted(provider(), model(), language());
	}

}
