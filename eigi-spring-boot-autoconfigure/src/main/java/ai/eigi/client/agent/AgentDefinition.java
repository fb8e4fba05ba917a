package ai.eigi.client.agent;

import java.util.Map;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * An agent to create. Name, type, {@code stt}, {@code llm} and {@code tts} are needed;
 * what is wrong with it is signalled by the publisher of {@code createAgent}.
 * <pre class="code">
 * AgentDefinition.builder("Support Agent", AgentType.INBOUND)
 *     .stt(SpeechToText.of("DEEPGRAM", "nova-2", "en"))
 *     .llm(LanguageModel.of("OPENAI", "gpt-4o").withTemperature(0.7))
 *     .tts(TextToSpeech.of("CARTESIA", "sonic-2", "en", voiceId))
 *     .promptContent("You are a helpful customer support agent.")
 *     .build()
 * </pre>
 *
 * @since 0.1.0
 */
public final class AgentDefinition {

	private final WireObject fields;

	private AgentDefinition(Builder builder) {
		this.fields = builder.fields();
	}

	/**
	 * Begin a definition.
	 * @param name name of the agent, 1 to 100 characters
	 * @param type whether it is called or calls
	 * @return a builder
	 */
	public static Builder builder(String name, AgentType type) {
		return new Builder().name(name).type(type);
	}

	/**
	 * Everything that will be sent. The text of the map shows names and no values, since
	 * some are secret.
	 * @return an unmodifiable map
	 */
	public Map<String, Object> raw() {
		return this.fields.asMaskedMap();
	}

	WireObject fields() {
		return this.fields;
	}

	void check(String operation) {
		Require require = Require.that(operation)
			.given("name", this.fields.text(AgentField.NAME))
			.given("type", this.fields.text(AgentField.TYPE))
			.valid(this.fields.has(AgentField.STT), "stt", "must be set")
			.valid(this.fields.has(AgentField.LLM), "llm", "must be set")
			.valid(this.fields.has(AgentField.TTS), "tts", "must be set")
			.valid(!Boolean.TRUE.equals(this.fields.flag(AgentField.ANALYSIS_ENABLED))
					|| this.fields.has(AgentField.ANALYSIS_PROMPT), "callAnalysisPrompt",
					"must be set with callAnalysisEnabled");
		AgentRules.check(require, this.fields);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AgentDefinition definition && this.fields.equals(definition.fields);
	}

	@Override
	public int hashCode() {
		return this.fields.hashCode();
	}

	/**
	 * Shows the names of what is set, and the name of the agent.
	 */
	@Override
	public String toString() {
		return "AgentDefinition[name=%s, fields=%s]".formatted(this.fields.text(AgentField.NAME), this.fields.names());
	}

	/**
	 * Collects what an agent is made of.
	 */
	public static final class Builder extends AgentBuilder<Builder> {

		private Builder() {
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Make the definition.
		 * @return the definition
		 */
		public AgentDefinition build() {
			return new AgentDefinition(this);
		}

	}

}
