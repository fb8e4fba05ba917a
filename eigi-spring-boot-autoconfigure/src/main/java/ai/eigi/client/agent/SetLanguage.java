package ai.eigi.client.agent;

import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the tool that changes the language.
 *
 * @since 0.1.0
 */
public final class SetLanguage extends AgentPart<SetLanguage> {

	private static final String LANGUAGE = "language_string";

	private SetLanguage(WireObject wire) {
		super(wire);
	}

	/**
	 * The service's default, {@code en-US}.
	 * @return the settings
	 */
	public static SetLanguage defaults() {
		return new SetLanguage(WireObject.empty());
	}

	static SetLanguage from(WireObject wire) {
		return new SetLanguage(wire);
	}

	public @Nullable String language() {
		return text(LANGUAGE);
	}

	/**
	 * The same with another language.
	 * @param language the language, {@code en-US} for example
	 * @return the settings
	 */
	public SetLanguage withLanguage(String language) {
		return set(LANGUAGE, language);
	}

	@Override
	SetLanguage copy(WireObject wire) {
		return new SetLanguage(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(LANGUAGE);
	}

	@Override
	void check(Require require, String field) {
		require.filter(field + ".language", language());
	}

	@Override
	public String toString() {
		return "SetLanguage[language=%s]".formatted(language());
	}

}
