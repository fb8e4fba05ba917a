package ai.eigi.client.agent;

import java.util.List;
import java.util.Objects;

import ai.eigi.client.transport.WireObject;

/**
 * Collects fields of an agent, to create it or to change it. What is not set is not sent.
 * Bounds are checked when the fields are used, and signalled by the publisher.
 *
 * @param <B> the type of builder
 * @since 0.1.0
 */
public abstract sealed class AgentBuilder<B extends AgentBuilder<B>>
		permits AgentDefinition.Builder, AgentUpdate.Builder {

	private WireObject fields = WireObject.empty();

	AgentBuilder() {
	}

	/**
	 * Name of the agent.
	 * @param name 1 to 100 characters
	 * @return this builder
	 */
	public B name(String name) {
		return set(AgentField.NAME, Objects.requireNonNull(name, "'name' must not be null"));
	}

	/**
	 * What the agent is for.
	 * @param description up to 500 characters
	 * @return this builder
	 */
	public B description(String description) {
		return set(AgentField.DESCRIPTION, Objects.requireNonNull(description, "'description' must not be null"));
	}

	/**
	 * Whether the agent is called or calls.
	 * @param type the type
	 * @return this builder
	 */
	public B type(AgentType type) {
		return set(AgentField.TYPE, Objects.requireNonNull(type, "'type' must not be null"));
	}

	/**
	 * Field that the agent works in.
	 * @param category the category; the service takes {@code other} when it is not told
	 * @return this builder
	 */
	public B category(AgentCategory category) {
		return set(AgentField.CATEGORY, Objects.requireNonNull(category, "'category' must not be null"));
	}

	/**
	 * Tips for those who talk to the agent.
	 * @param tips the tips
	 * @return this builder
	 */
	public B tips(List<String> tips) {
		return set(AgentField.TIPS, List.copyOf(tips));
	}

	/**
	 * Telephone numbers of the agent.
	 * @param mobileNumbers the numbers, as {@code getMobileNumbers} tells them
	 * @return this builder
	 */
	public B mobileNumbers(List<String> mobileNumbers) {
		return set(AgentField.MOBILE_NUMBERS, List.copyOf(mobileNumbers));
	}

	/**
	 * How the agent understands what is said to it.
	 * @param stt the whole part: a partial one is refused
	 * @return this builder
	 */
	public B stt(SpeechToText stt) {
		return part(AgentField.STT, stt);
	}

	/**
	 * How the agent thinks.
	 * @param llm the whole part: a partial one is refused
	 * @return this builder
	 */
	public B llm(LanguageModel llm) {
		return part(AgentField.LLM, llm);
	}

	/**
	 * How the agent speaks.
	 * @param tts the whole part: a partial one is refused
	 * @return this builder
	 */
	public B tts(TextToSpeech tts) {
		return part(AgentField.TTS, tts);
	}

	/**
	 * A single model that hears and speaks.
	 * @param sts the whole part: a partial one is refused
	 * @return this builder
	 */
	public B sts(SpeechToSpeech sts) {
		return part(AgentField.STS, sts);
	}

	/**
	 * Follow a prompt that is there already. The alternative to
	 * {@link #promptContent(String)}; what the service does with both, it does not say.
	 * @param prompt the prompt
	 * @return this builder
	 */
	public B prompt(AgentPrompt prompt) {
		return part(AgentField.PROMPT, prompt);
	}

	/**
	 * Follow a text. The service keeps it as a prompt of the agent's own: creating the
	 * agent makes it, and every update with a text adds a version.
	 * @param promptContent the text
	 * @return this builder
	 */
	public B promptContent(String promptContent) {
		return set(AgentField.PROMPT_CONTENT,
				Objects.requireNonNull(promptContent, "'promptContent' must not be null"));
	}

	/**
	 * What the agent says first.
	 * @param firstMessagePrompt the greeting
	 * @return this builder
	 */
	public B firstMessagePrompt(String firstMessagePrompt) {
		return set(AgentField.FIRST_MESSAGE,
				Objects.requireNonNull(firstMessagePrompt, "'firstMessagePrompt' must not be null"));
	}

	/**
	 * Whether calls are analysed after their end. An agent that is created with it needs
	 * {@link #callAnalysisPrompt(CallAnalysisPrompt)} too.
	 * @param callAnalysisEnabled whether they are
	 * @return this builder
	 */
	public B callAnalysisEnabled(boolean callAnalysisEnabled) {
		return set(AgentField.ANALYSIS_ENABLED, callAnalysisEnabled);
	}

	/**
	 * The prompt that analyses calls.
	 * @param callAnalysisPrompt the prompt
	 * @return this builder
	 */
	public B callAnalysisPrompt(CallAnalysisPrompt callAnalysisPrompt) {
		return part(AgentField.ANALYSIS_PROMPT, callAnalysisPrompt);
	}

	/**
	 * The fields that an analysis fills in.
	 * @param callAnalysisSchema the schema
	 * @return this builder
	 */
	public B callAnalysisSchema(CallAnalysisSchema callAnalysisSchema) {
		return part(AgentField.ANALYSIS_SCHEMA, callAnalysisSchema);
	}

	/**
	 * What the agent can do besides talking. An update changes only the tools that it
	 * names.
	 * @param tools the tools
	 * @return this builder
	 */
	public B tools(AgentTools tools) {
		return part(AgentField.TOOLS, tools);
	}

	/**
	 * How the agent looks on a web page.
	 * @param widget the part
	 * @return this builder
	 */
	public B widget(WidgetConfig widget) {
		return part(AgentField.WIDGET, widget);
	}

	/**
	 * A field that this builder has no method for.
	 * @param name the field as the service calls it
	 * @param value a value that can be written as JSON; copied deeply
	 * @return this builder
	 */
	public B with(String name, Object value) {
		return set(Objects.requireNonNull(name, "'name' must not be null"),
				Objects.requireNonNull(value, "'" + name + "' must not be null"));
	}

	private B part(String name, AgentPart<?> part) {
		return set(name, Objects.requireNonNull(part, "'" + name + "' must not be null").body());
	}

	private B set(String name, Object value) {
		this.fields = this.fields.with(name, value);
		return self();
	}

	final WireObject fields() {
		return this.fields;
	}

	abstract B self();

}
