package ai.eigi.client.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentCategory;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentPrompt;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentTools;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.AnalysisFieldType;
import ai.eigi.client.agent.BackgroundAudio;
import ai.eigi.client.agent.CallAnalysisPrompt;
import ai.eigi.client.agent.CallAnalysisSchema;
import ai.eigi.client.agent.DeletedAgent;
import ai.eigi.client.agent.DynamicVariable;
import ai.eigi.client.agent.DynamicVariableType;
import ai.eigi.client.agent.DynamicVariables;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.LlmApiType;
import ai.eigi.client.agent.MediaFile;
import ai.eigi.client.agent.ScheduleCall;
import ai.eigi.client.agent.SetLanguage;
import ai.eigi.client.agent.SpeechToSpeech;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.agent.TransferCall;
import ai.eigi.client.agent.UserIdle;
import ai.eigi.client.agent.WidgetConfig;
import ai.eigi.client.paging.Page;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Agents against the documented JSON: what is sent, and what is read.
 */
class AgentContractTests {

	private static final String ID = "68ea2517dbb84c09bae1ba0a";

	private static final String VOICE = "a0e99841-438c-4a64-b679-ae501e7d6091";

	private static final String PATH = "/v1/public/agents";

	private static final SpeechToText STT = SpeechToText.of("DEEPGRAM", "nova-2", "en");

	private static final TextToSpeech TTS = TextToSpeech.of("CARTESIA", "sonic-2", "en", VOICE).withSpeed(1.0);

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@Test
	void getAgentReadsEveryField() {
		server.answersFixture("composed-agent-response");
		assertIsTheAgent(server.management().getAgent(ID).block());
		assertRequested(RequestMethod.GET, PATH + "/" + ID);
	}

	private static void assertIsTheAgent(Agent agent) {
		assertThat(agent.id()).isEqualTo(ID);
		assertThat(agent.name()).isEqualTo("Support Agent");
		assertThat(agent.description()).isNull();
		assertThat(agent.type()).isEqualTo(AgentType.INBOUND);
		assertThat(agent.category()).isEqualTo(AgentCategory.CUSTOMER_SERVICE);
		assertThat(agent.tips()).isEmpty();
		assertThat(agent.mobileNumbers()).isEmpty();
		assertThat(agent.stt()).isEqualTo(STT);
		assertThat(agent.stt().provider()).isEqualTo("DEEPGRAM");
		assertThat(agent.stt().model()).isEqualTo("nova-2");
		assertThat(agent.stt().language()).isEqualTo("en");
		assertThat(agent.stt().params()).isEmpty();
		assertThat(agent.llm()).isEqualTo(LanguageModel.of("OPENAI", "gpt-4o").withTemperature(0.7));
		assertThat(agent.llm().temperature()).isEqualTo(0.7);
		assertThat(agent.llm().baseUrl()).isNull();
		assertThat(agent.llm().apiKey()).isNull();
		assertThat(agent.llm().apiType()).isNull();
		assertThat(agent.tts()).isEqualTo(TTS);
		assertThat(agent.tts().voiceId()).isEqualTo(VOICE);
		assertThat(agent.tts().speed()).isEqualTo(1.0);
		assertThat(agent.sts()).isNull();
		assertThat(agent.callAnalysisEnabled()).isTrue();
		assertThat(agent.callAnalysisPrompt()).isNull();
		assertThat(agent.callAnalysisSchema()).isNull();
		assertThat(agent.prompt().name()).isEqualTo("support_agent_internal");
		assertThat(agent.prompt().version()).isEqualTo(1);
		assertThat(agent.prompt().content()).isEqualTo("You are a helpful customer support agent.");
		assertThat(agent.firstMessagePrompt()).isEqualTo("Hello! How can I help you today?");
		assertThat(agent.dynamicVariables()).isEmpty();
		assertThat(agent.tools().names()).containsExactly("end_call", "transfer_call");
		assertThat(agent.tools().enabled(AgentTools.END_CALL)).isTrue();
		assertThat(agent.tools().enabled(AgentTools.TRANSFER_CALL)).isTrue();
		assertThat(agent.tools().enabled(AgentTools.USER_IDLE)).isNull();
		assertThat(agent.tools().transferCall().number()).isEqualTo(Sample.NUMBER);
		assertThat(agent.tools().userIdle()).isNull();
		assertThat(agent.widget()).isNull();
		assertThat(agent.mediaFiles()).isEmpty();
		assertThat(agent.createdAt()).isEqualTo(Instant.parse("2025-12-03T14:14:22.719Z"));
		assertThat(agent.updatedAt()).isEqualTo(Instant.parse("2025-12-03T14:15:20.985Z"));
		assertThat(Fixture.JSON.<JsonNode>valueToTree(agent.raw())).isEqualTo(Fixture.tree("composed-agent-response"));
	}

	@Test
	void getAgentReadsWhatTheExamplesLeaveOut() {
		server.answersJson("""
				{"agent_id":"a-1","agent_type":"BOTH","agent_category":"IT/DevOps","agent_description":"Helps",
				 "agent_tips":["Speak up",null,7],"agent_mobile_number":["+14155550123"],"agent_status":"new",
				 "sts":{"speech_to_speech_enabled":true,"provider_name":"OPENAI","model_name":"gpt-realtime",
				   "voice_id":"alloy","language":"en","params":{"pace":2}},
				 "call_analysis_enabled":false,
				 "call_analysis_prompt":{"prompt_name":"analysis","prompt_version":3,"custom_prompt":"Sum up"},
				 "call_analysis_schema":{"mood":{"type":"Optional[str]"},"tags":{"type":"List[str]"},"odd":7},
				 "dynamic_variables":["customer_name"],
				 "tools":{"end_call":{"why":"bye"},"transfer_call":false,"schedule_call":{"allow_immediate":true},
				   "set_language":{"language_string":"hi-IN"},
				   "background_audio":{"audio_files":["env1.wav"],"background_noise_reduce":false,"default_volume":0.3},
				   "user_idle":{"idle_timeout_seconds":4.5,"max_retry_count":2},"new_tool":{"x":1}},
				 "widget_config":{"widget_interface":{"a":1},"widget_appearance":{"b":2},"widget_avatar":{"c":3},
				   "widget_tnc_config":{"d":4}},
				 "MediaFiles":[{"fileType":"pdf","mediaUrl":"https://files.example/1?sig=s"}]}""");
		Agent agent = server.management().getAgent("a-1").block();
		assertThat(agent.id()).isEqualTo("a-1");
		assertThat(agent.type()).isEqualTo(AgentType.of("BOTH"));
		assertThat(agent.category()).isEqualTo(AgentCategory.IT_DEVOPS);
		assertThat(agent.description()).isEqualTo("Helps");
		assertThat(agent.tips()).containsExactly("Speak up");
		assertThat(agent.mobileNumbers()).containsExactly(Sample.NUMBER);
		assertThat(agent.raw()).containsEntry("agent_status", "new");
		SpeechToSpeech sts = agent.sts();
		assertThat(sts).isEqualTo(SpeechToSpeech.of("OPENAI", "gpt-realtime", "alloy", "en").withParam("pace", 2));
		assertThat(sts.enabled()).isTrue();
		assertThat(sts.voiceId()).isEqualTo("alloy");
		assertThat(sts.language()).isEqualTo("en");
		assertThat(sts.params()).containsEntry("pace", 2);
		assertThat(agent.callAnalysisEnabled()).isFalse();
		assertThat(agent.callAnalysisPrompt().name()).isEqualTo("analysis");
		assertThat(agent.callAnalysisPrompt().version()).isEqualTo(3);
		assertThat(agent.callAnalysisPrompt().customPrompt()).isEqualTo("Sum up");
		assertThat(agent.callAnalysisSchema().fields()).containsExactly(
				Map.entry("mood", AnalysisFieldType.STRING.optional()),
				Map.entry("tags", AnalysisFieldType.of("List[str]")));
		assertThat(agent.dynamicVariables()).containsExactly("customer_name");
		assertThat(agent.tools().enabled(AgentTools.END_CALL)).isTrue();
		assertThat(agent.tools().enabled(AgentTools.TRANSFER_CALL)).isFalse();
		assertThat(agent.tools().enabled("new_tool")).isTrue();
		assertThat(agent.tools().transferCall()).isNull();
		assertThat(agent.tools().scheduleCall().allowImmediate()).isTrue();
		assertThat(agent.tools().setLanguage().language()).isEqualTo("hi-IN");
		assertThat(agent.tools().backgroundAudio().files()).containsExactly("env1.wav");
		assertThat(agent.tools().backgroundAudio().noiseReduction()).isFalse();
		assertThat(agent.tools().backgroundAudio().volume()).isEqualTo(0.3);
		assertThat(agent.tools().userIdle().timeout()).isEqualTo(Duration.ofMillis(4500));
		assertThat(agent.tools().userIdle().maxRetries()).isEqualTo(2);
		assertThat(agent.widget().controls()).isEqualTo(Map.of("a", 1));
		assertThat(agent.widget().appearance()).isEqualTo(Map.of("b", 2));
		assertThat(agent.widget().avatar()).isEqualTo(Map.of("c", 3));
		assertThat(agent.widget().terms()).isEqualTo(Map.of("d", 4));
		assertThat(agent.mediaFiles()).containsExactly(new MediaFile("pdf", "https://files.example/1?sig=s"));
	}

	@Test
	void getAgentEncodesTheIdAsOnePathSegment() {
		server.answersFixture("composed-agent-response");
		server.management().getAgent("../agents?x=1&y={z}%41é").block();
		assertRequested(RequestMethod.GET, PATH + "/..%2Fagents%3Fx%3D1%26y%3D%7Bz%7D%2541%C3%A9");
	}

	@Test
	void listAgentsReadsTheEnvelopeAndEveryItem() {
		server.answersFixture("composed-agents-list");
		Page<Agent> page = server.management().listAgents(AgentQuery.all()).block();
		assertThat(page.total()).isEqualTo(1);
		assertThat(page.number()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(10);
		assertThat(page.totalPages()).isEqualTo(1);
		assertThat(page.hasNext()).isFalse();
		assertThat(page.items()).singleElement().satisfies(AgentContractTests::assertIsTheAgent);
		assertRequested(RequestMethod.GET, PATH + "?page=1&page_size=10");
	}

	@Test
	void listAgentsSendsEveryFilterEncoded() {
		server.answersFixture("composed-agents-list");
		server.management()
			.listAgents(AgentQuery.builder()
				.search("50% off & more")
				.type(AgentType.OUTBOUND)
				.category(AgentCategory.IT_DEVOPS)
				.page(2)
				.pageSize(50)
				.build())
			.block();
		assertRequested(RequestMethod.GET, PATH + "?page=2&page_size=50&search=50%25%20off%20%26%20more"
				+ "&agent_type=OUTBOUND&agent_category=IT%2FDevOps");
	}

	@Test
	void createAgentSendsTheDocumentedRequestAndReadsTheAgent() {
		server.answers(EigiServer.json(201, Fixture.read("composed-agent-response")));
		Agent agent = server.management()
			.createAgent(AgentDefinition.builder("Support Agent", AgentType.INBOUND)
				.category(AgentCategory.CUSTOMER_SERVICE)
				.stt(STT)
				.llm(LanguageModel.of("OPENAI", "gpt-4o").withTemperature(0.7))
				.tts(TTS)
				.promptContent("You are a helpful customer support agent.")
				.callAnalysisEnabled(true)
				.callAnalysisPrompt(CallAnalysisPrompt.of("support_call_analysis")
					.withCustomPrompt("Analyze the call outcome, customer sentiment, and follow-up actions."))
				.callAnalysisSchema(CallAnalysisSchema.empty()
					.withField("call_outcome", AnalysisFieldType.STRING)
					.withField("customer_sentiment", AnalysisFieldType.STRING)
					.withField("follow_up_required", AnalysisFieldType.BOOLEAN))
				.firstMessagePrompt("Hello! How can I help you today?")
				.tools(AgentTools.none().withEndCall(true).withTransferCall(TransferCall.to(Sample.NUMBER)))
				.build())
			.block();
		assertIsTheAgent(agent);
		assertSent(RequestMethod.POST, PATH, "agent-create-request");
	}

	@Test
	void createAgentSendsTheDocumentedRequestOfACustomModel() {
		server.answers(EigiServer.json(201, Fixture.read("composed-agent-response")));
		server.management()
			.createAgent(AgentDefinition.builder("Custom LLM Support Agent", AgentType.OUTBOUND)
				.category(AgentCategory.CUSTOMER_SERVICE)
				.stt(STT)
				.llm(LanguageModel.custom("custom-model", "https://llm.example.com/v1", "sk-...")
					.withApiType(LlmApiType.RESPONSES))
				.tts(TTS)
				.promptContent("You are a helpful support agent using a custom LLM backend.")
				.firstMessagePrompt("Hello! How can I help you today?")
				.build())
			.block();
		assertSent(RequestMethod.POST, PATH, "agent-create-request-custom-llm");
	}

	@Test
	void createAgentSendsEveryOtherField() {
		server.answersFixture("composed-agent-response");
		server.management()
			.createAgent(AgentDefinition.builder("A", AgentType.of("BOTH"))
				.description("Helps")
				.tips(List.of("Speak up"))
				.mobileNumbers(List.of(Sample.NUMBER))
				.stt(STT)
				.llm(LanguageModel.of("NEW_PROVIDER", "m"))
				.tts(TextToSpeech.of("P", "m", "xx", "v"))
				.sts(SpeechToSpeech.of("OPENAI", "m", "v", "en").withEnabled(false))
				.prompt(AgentPrompt.of("greeter").withVersion(2))
				.tools(AgentTools.none()
					.withScheduleCall(ScheduleCall.defaults().withAllowImmediate(true))
					.withSetLanguage(SetLanguage.defaults().withLanguage("hi-IN"))
					.withBackgroundAudio(
							BackgroundAudio.of("env1.wav", "honk1.wav").withVolume(0.1).withNoiseReduction(false))
					.withUserIdle(UserIdle.defaults().withTimeout(Duration.ofSeconds(30)).withMaxRetries(1))
					.withEnabled("new_tool", true))
				.widget(WidgetConfig.empty().withControls(Map.of("a", 1)).withTerms(Map.of("b", List.of(2))))
				.with("new_field", Map.of("category", AgentCategory.HR))
				.build())
			.block();
		assertThat(body()).isEqualTo(Fixture.JSON.readTree("""
				{"agent_name":"A","agent_type":"BOTH","agent_description":"Helps","agent_tips":["Speak up"],
				 "agent_mobile_number":["+14155550123"],
				 "stt":{"provider_name":"DEEPGRAM","model_name":"nova-2","language":"en","params":{}},
				 "llm":{"provider_name":"NEW_PROVIDER","model_name":"m","params":{}},
				 "tts":{"provider_name":"P","model_name":"m","language":"xx","voice_id":"v","params":{}},
				 "sts":{"provider_name":"OPENAI","model_name":"m","speech_to_speech_enabled":false,"voice_id":"v",
				   "language":"en"},
				 "prompt":{"prompt_name":"greeter","prompt_version":2},
				 "tools":{"schedule_call":{"allow_immediate":true},"set_language":{"language_string":"hi-IN"},
				   "background_audio":{"audio_files":["env1.wav","honk1.wav"],"default_volume":0.1,
				     "background_noise_reduce":false},
				   "user_idle":{"idle_timeout_seconds":30,"max_retry_count":1},"new_tool":true},
				 "widget_config":{"widget_interface":{"a":1},"widget_tnc_config":{"b":[2]}},
				 "new_field":{"category":"HR"}}"""));
	}

	@Test
	void updateAgentSendsTheDocumentedRequestAndNothingElse() {
		server.answersFixture("composed-agent-response");
		Agent agent = server.management()
			.updateAgent(ID,
					AgentUpdate.builder()
						.name("Updated Support Agent")
						.promptContent("You are an updated customer support agent.")
						.callAnalysisEnabled(true)
						.callAnalysisPrompt(CallAnalysisPrompt.of("support_call_analysis")
							.withCustomPrompt("Return the summary, customer intent, and next best action."))
						.callAnalysisSchema(CallAnalysisSchema.empty()
							.withField("summary", AnalysisFieldType.STRING)
							.withField("customer_intent", AnalysisFieldType.STRING.optional())
							.withField("next_best_action", AnalysisFieldType.STRING))
						.build())
			.block();
		assertIsTheAgent(agent);
		assertSent(RequestMethod.PATCH, PATH + "/" + ID, "agent-update-request");
	}

	@Test
	void updateAgentSendsTheDocumentedRequestOfACustomModel() {
		server.answersFixture("composed-agent-response");
		server.management()
			.updateAgent(ID,
					AgentUpdate.builder()
						.llm(LanguageModel.custom("custom-model", "https://llm.example.com/v1", "sk-...")
							.withApiType(LlmApiType.CHAT_COMPLETION))
						.build())
			.block();
		assertSent(RequestMethod.PATCH, PATH + "/" + ID, "agent-update-request-custom-llm");
	}

	@Test
	void updateAgentSendsOnlyTheToolsThatAreNamed() {
		server.answersFixture("composed-agent-response");
		server.management()
			.updateAgent(ID, AgentUpdate.builder().tools(AgentTools.none().withEndCall(false)).build())
			.block();
		assertThat(server.onlyRequest().getBodyAsString()).isEqualTo("{\"tools\":{\"end_call\":false}}");
	}

	@Test
	void deleteAgentReadsWhatIsGone() {
		server.answersFixture("composed-agent-delete-response");
		DeletedAgent deleted = server.management().deleteAgent(ID).block();
		assertThat(deleted).isEqualTo(new DeletedAgent(ID, "Support Agent", Instant.parse("2025-12-05T10:00:33Z"),
				"Agent deleted successfully"));
		LoggedRequest request = assertRequested(RequestMethod.DELETE, PATH + "/" + ID);
		assertThat(request.getBodyAsString()).isEmpty();
	}

	@Test
	void getDynamicVariablesReadsThem() {
		server.answersFixture("composed-agent-dynamic-variables");
		DynamicVariables variables = server.management().getDynamicVariables(ID).block();
		assertThat(variables.agentId()).isEqualTo(ID);
		assertThat(variables.agentName()).isEqualTo("Support Agent");
		assertThat(variables.variables()).containsExactly(new DynamicVariable("customer_name", true,
				DynamicVariableType.STRING, "Name of the person being called"));
		assertRequested(RequestMethod.GET, PATH + "/" + ID + "/dynamic-variables");
	}

	@Test
	void getDynamicVariablesReadsNone() {
		server.answersFixture("composed-agent-dynamic-variables-empty");
		assertThat(server.management().getDynamicVariables(ID).block().variables()).isEmpty();
	}

	@Test
	void variableIsNotRequiredUnlessTheServiceSaysSo() {
		server.answersJson("{\"dynamic_variables\":[{\"variable_name\":\"x\",\"field_type\":\"COLOUR\"}]}");
		assertThat(server.management().getDynamicVariables(ID).block().variables())
			.containsExactly(new DynamicVariable("x", false, DynamicVariableType.of("COLOUR"), null));
	}

	private static LoggedRequest assertRequested(RequestMethod method, String url) {
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(method);
		assertThat(request.getUrl()).isEqualTo(url);
		assertThat(request.getHeader("Accept")).isEqualTo("application/json");
		assertThat(request.getHeaders().getHeader("X-API-Key").values()).containsExactly(EigiServer.API_KEY);
		return request;
	}

	private static void assertSent(RequestMethod method, String url, String fixture) {
		LoggedRequest request = assertRequested(method, url);
		assertThat(request.getHeader("Content-Type")).startsWith("application/json");
		assertThat(body()).isEqualTo(Fixture.tree(fixture));
	}

	private static JsonNode body() {
		return Fixture.JSON.readTree(server.onlyRequest().getBody());
	}

}
