package ai.eigi.client.agent;

import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The prompt that analyses a call after its end, by name; the wire's
 * {@code call_analysis_prompt}.
 *
 * @since 0.1.0
 */
public final class CallAnalysisPrompt extends AgentPart<CallAnalysisPrompt> {

	private static final String CUSTOM = "custom_prompt";

	private CallAnalysisPrompt(WireObject wire) {
		super(wire);
	}

	/**
	 * The latest version of a prompt.
	 * @param name name of the prompt
	 * @return the part
	 */
	public static CallAnalysisPrompt of(String name) {
		return new CallAnalysisPrompt(
				WireObject.empty().with(AgentPrompt.NAME, Objects.requireNonNull(name, "'name' must not be null")));
	}

	static CallAnalysisPrompt from(WireObject wire) {
		return new CallAnalysisPrompt(wire);
	}

	public @Nullable String name() {
		return text(AgentPrompt.NAME);
	}

	/**
	 * Version of the prompt.
	 * @return the version, or {@code null} for the latest
	 */
	public @Nullable Integer version() {
		return wire().integer(AgentPrompt.VERSION);
	}

	/**
	 * Another version of the same prompt.
	 * @param version the version, from 1
	 * @return the part
	 */
	public CallAnalysisPrompt withVersion(int version) {
		return set(AgentPrompt.VERSION, version);
	}

	public @Nullable String customPrompt() {
		return text(CUSTOM);
	}

	/**
	 * The same with a new text. Sending it makes the service add a version to the prompt
	 * first, every time it is sent.
	 * @param text the text
	 * @return the part
	 */
	public CallAnalysisPrompt withCustomPrompt(String text) {
		return set(CUSTOM, text);
	}

	@Override
	CallAnalysisPrompt copy(WireObject wire) {
		return new CallAnalysisPrompt(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(AgentPrompt.NAME, AgentPrompt.VERSION, CUSTOM);
	}

	@Override
	void check(Require require, String field) {
		AgentPrompt.checkReference(require, field, wire());
	}

	/**
	 * Leaves out the text.
	 */
	@Override
	public String toString() {
		return "CallAnalysisPrompt[name=%s, version=%s]".formatted(name(), version());
	}

}
