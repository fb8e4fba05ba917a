package ai.eigi.client.agent;

/**
 * The fields of an agent as the service calls them.
 */
final class AgentField {

	static final String NAME = "agent_name";

	static final String DESCRIPTION = "agent_description";

	static final String TYPE = "agent_type";

	static final String CATEGORY = "agent_category";

	static final String TIPS = "agent_tips";

	static final String MOBILE_NUMBERS = "agent_mobile_number";

	static final String STT = "stt";

	static final String LLM = "llm";

	static final String TTS = "tts";

	static final String STS = "sts";

	static final String PROMPT = "prompt";

	static final String PROMPT_CONTENT = "prompt_content";

	static final String FIRST_MESSAGE = "first_message_prompt";

	static final String ANALYSIS_ENABLED = "call_analysis_enabled";

	static final String ANALYSIS_PROMPT = "call_analysis_prompt";

	static final String ANALYSIS_SCHEMA = "call_analysis_schema";

	static final String TOOLS = "tools";

	static final String WIDGET = "widget_config";

	private AgentField() {
	}

}
