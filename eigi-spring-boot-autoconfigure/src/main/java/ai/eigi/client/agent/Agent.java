package ai.eigi.client.agent;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * An agent as the service describes it. Every field may be absent. Two agents are equal
 * when the service said the same of both.
 * <p>
 * To change an agent, change the part and send that: <pre class="code">
 * AgentUpdate.builder().llm(agent.llm().withTemperature(0.2)).build()
 * </pre>
 *
 * @since 0.1.0
 */
public final class Agent {

	private final WireObject wire;

	private Agent(WireObject wire) {
		this.wire = wire;
	}

	/**
	 * Read an agent, in tests for example.
	 * @param fields the JSON object as the service writes it
	 * @return the agent
	 */
	public static Agent of(Map<String, ?> fields) {
		return from(WireObject.of(fields));
	}

	static Agent from(WireObject wire) {
		return new Agent(wire);
	}

	public @Nullable String id() {
		return this.wire.text("id", "agent_id");
	}

	public @Nullable String name() {
		return this.wire.text(AgentField.NAME);
	}

	public @Nullable String description() {
		return this.wire.text(AgentField.DESCRIPTION);
	}

	public @Nullable AgentType type() {
		return this.wire.value(AgentType::of, AgentField.TYPE);
	}

	public @Nullable AgentCategory category() {
		return this.wire.value(AgentCategory::of, AgentField.CATEGORY);
	}

	public List<String> tips() {
		return this.wire.texts(AgentField.TIPS);
	}

	/**
	 * Telephone numbers of the agent.
	 * @return the numbers as the service writes them, possibly none
	 */
	public List<String> mobileNumbers() {
		return this.wire.texts(AgentField.MOBILE_NUMBERS);
	}

	/**
	 * How the agent understands what is said to it.
	 * @return the part
	 */
	public @Nullable SpeechToText stt() {
		return this.wire.part(SpeechToText::from, AgentField.STT);
	}

	/**
	 * How the agent thinks.
	 * @return the part
	 */
	public @Nullable LanguageModel llm() {
		return this.wire.part(LanguageModel::from, AgentField.LLM);
	}

	/**
	 * How the agent speaks.
	 * @return the part
	 */
	public @Nullable TextToSpeech tts() {
		return this.wire.part(TextToSpeech::from, AgentField.TTS);
	}

	/**
	 * The single model that hears and speaks, if the agent has one.
	 * @return the part
	 */
	public @Nullable SpeechToSpeech sts() {
		return this.wire.part(SpeechToSpeech::from, AgentField.STS);
	}

	/**
	 * The prompt that the agent follows, with its text.
	 * @return the part
	 */
	public @Nullable AgentPrompt prompt() {
		return this.wire.part(AgentPrompt::from, AgentField.PROMPT);
	}

	/**
	 * What the agent says first.
	 * @return the greeting
	 */
	public @Nullable String firstMessagePrompt() {
		return this.wire.text(AgentField.FIRST_MESSAGE);
	}

	public @Nullable Boolean callAnalysisEnabled() {
		return this.wire.flag(AgentField.ANALYSIS_ENABLED);
	}

	/**
	 * The prompt that analyses calls. The service does not document that it tells it.
	 * @return the part
	 */
	public @Nullable CallAnalysisPrompt callAnalysisPrompt() {
		return this.wire.part(CallAnalysisPrompt::from, AgentField.ANALYSIS_PROMPT);
	}

	/**
	 * The fields that an analysis fills in. The service does not document that it tells
	 * them.
	 * @return the part
	 */
	public @Nullable CallAnalysisSchema callAnalysisSchema() {
		return this.wire.part(CallAnalysisSchema::from, AgentField.ANALYSIS_SCHEMA);
	}

	/**
	 * Names of the variables in the prompt. More about them tells
	 * {@code getDynamicVariables}.
	 * @return the names, possibly none
	 */
	public List<String> dynamicVariables() {
		return this.wire.texts("dynamic_variables");
	}

	/**
	 * What the agent can do besides talking.
	 * @return the part, possibly empty
	 */
	public AgentTools tools() {
		return AgentTools.from(this.wire.object(AgentField.TOOLS));
	}

	/**
	 * How the agent looks on a web page.
	 * @return the part
	 */
	public @Nullable WidgetConfig widget() {
		return this.wire.part(WidgetConfig::from, AgentField.WIDGET);
	}

	public List<MediaFile> mediaFiles() {
		return this.wire.objects(MediaFile::from, "MediaFiles");
	}

	public @Nullable Instant createdAt() {
		return this.wire.instant("created_at");
	}

	public @Nullable Instant updatedAt() {
		return this.wire.instant("updated_at");
	}

	/**
	 * Everything the service said, fields this client does not know included. There are
	 * secrets in it, so that the text of the map, and of the maps in it, shows names and
	 * no values.
	 * @return an unmodifiable map
	 */
	public Map<String, Object> raw() {
		return this.wire.asMaskedMap();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Agent agent && this.wire.equals(agent.wire);
	}

	@Override
	public int hashCode() {
		return this.wire.hashCode();
	}

	/**
	 * Leaves out prompts, numbers and settings.
	 */
	@Override
	public String toString() {
		return "Agent[id=%s, name=%s, type=%s, category=%s]".formatted(id(), name(), type(), category());
	}

}
