package ai.eigi.client.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentPrompt;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentTools;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.DeletedAgent;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.MediaFile;
import ai.eigi.client.agent.TransferCall;
import ai.eigi.client.agent.WidgetConfig;
import ai.eigi.client.catalog.MobileNumber;
import ai.eigi.client.catalog.MobileNumbers;
import ai.eigi.client.catalog.Voice;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.paging.Page;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.prompt.PromptVersion;
import ai.eigi.client.prompt.PromptVersions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keys of models, tokens, prompts and numbers: in no text of a value or of a raw map, and
 * in no exception, though the server repeats them.
 */
class ManagementSecretsTests {

	private static final String SECRET = "purple elephant";

	private static final String AGENT = """
			{"id":"a-1","agent_name":"Support","prompt_access_token":"%1$s","agent_description":"%1$s",
			 "agent_tips":["%1$s"],"agent_mobile_number":["+14155550123"],"first_message_prompt":"%1$s",
			 "stt":{"provider_name":"S","params":{"token":"%1$s"},"token":"%1$s"},
			 "llm":{"provider_name":"CUSTOM_LLM","model_name":"m","params":{"api_key":"%1$s","base_url":"https://%1$s",
			   "list":[{"api_key":"%1$s"},["%1$s"]]},"api_key":"%1$s"},
			 "tts":{"provider_name":"T","params":{"token":"%1$s"}},
			 "sts":{"provider_name":"X","params":{"token":"%1$s"}},
			 "prompt":{"prompt_name":"p","prompt_content":"%1$s"},
			 "call_analysis_prompt":{"prompt_name":"q","custom_prompt":"%1$s"},
			 "tools":{"transfer_call":{"transfer_phone_number":"+14155550123"},"end_call":{"say":"%1$s"}},
			 "widget_config":{"widget_avatar":{"url":"https://%1$s"}},
			 "MediaFiles":[{"fileType":"pdf","mediaUrl":"https://%1$s"}],
			 "additional_params":{"is_eigi_agent":true,"deep":[{"token":"%1$s"}]}}""".formatted(SECRET);

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	private static Agent agent() {
		server.answersJson(AGENT);
		return server.management().getAgent("a-1").block();
	}

	@Test
	void agentAndItsPartsShowNothing() {
		Agent agent = agent();
		assertThat(agent).asString().contains("a-1").contains("Support");
		assertThat(agent.llm()).asString().contains("CUSTOM_LLM");
		Stream
			.of(agent, agent.stt(), agent.llm(), agent.llm().params(), agent.tts(), agent.sts(), agent.prompt(),
					agent.callAnalysisPrompt(), agent.tools(), agent.tools().transferCall(), agent.widget(),
					agent.widget().avatar(), agent.mediaFiles())
			.forEach(ManagementSecretsTests::assertShowsNothing);
	}

	@Test
	void secretsThemselvesAreThereForThoseWhoAsk() {
		Agent agent = agent();
		assertThat(agent.llm().apiKey()).isEqualTo(SECRET);
		assertThat(agent.raw()).containsEntry("prompt_access_token", SECRET);
	}

	@Test
	void rawMapsShowNamesAlone() {
		Map<String, Object> raw = agent().raw();
		assertThat(raw).hasToString(raw.keySet().toString());
		assertMapShowsNothing(raw);
	}

	private static void assertMapShowsNothing(Map<?, ?> map) {
		Stream.of(map, map.entrySet(), map.values(), map.keySet(), List.copyOf(map.entrySet()))
			.forEach(ManagementSecretsTests::assertShowsNothing);
		map.values().forEach(ManagementSecretsTests::assertNestedShowsNothing);
	}

	private static void assertNestedShowsNothing(Object value) {
		if (value instanceof Map<?, ?> nested) {
			assertMapShowsNothing(nested);
		}
		else if (value instanceof List<?> list) {
			assertShowsNothing(list);
			assertShowsNothing(list.subList(0, list.size()));
			list.forEach(ManagementSecretsTests::assertNestedShowsNothing);
		}
	}

	static Stream<Object> values() {
		Agent agent = Agent.of(Map.of("id", "a-1", "prompt_access_token", SECRET));
		Prompt prompt = Prompt
			.of(Map.of("prompt_name", "p", "prompt_content", SECRET, "prompt_metadata", Map.of("k", SECRET)));
		PromptVersion version = new PromptVersion(1, SECRET, null);
		MobileNumber number = new MobileNumber(Sample.NUMBER, null, "active");
		AgentUpdate update = AgentUpdate.builder()
			.llm(LanguageModel.custom("m", "https://" + SECRET, SECRET).with("token", SECRET))
			.promptContent(SECRET)
			.mobileNumbers(List.of(Sample.NUMBER))
			.with("token", Map.of("deep", SECRET))
			.build();
		PromptDefinition definition = PromptDefinition.of("p", SECRET).withMetadata("k", SECRET);
		return Stream.of(agent, new Page<>(List.of(agent), 1, 1, 10, 1, false), update, update.raw(),
				ManagementSample.definition(), ManagementSample.definition().raw(), prompt, prompt.raw(),
				prompt.metadata(), version, new PromptVersions("p", List.of(version), 1), definition,
				PromptUpdate.of(SECRET).withMetadata("k", SECRET), number, new MobileNumbers("u-1", List.of(number)),
				new Voice("v-1", "Anna", "P", null, "en", "https://" + SECRET), new MediaFile("pdf", SECRET),
				AgentQuery.builder().search(SECRET).build(), PromptQuery.builder().search(SECRET).build(),
				VoiceQuery.builder("P").search(SECRET).build(), TransferCall.to(Sample.NUMBER),
				AgentTools.none().withTransferCall(TransferCall.to(Sample.NUMBER)),
				WidgetConfig.empty().withAvatar(Map.of("url", SECRET)),
				AgentPrompt.of("p").with("prompt_content", SECRET), new DeletedAgent("a-1", "A", null, "gone"));
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueShowsNothing(Object value) {
		assertThat(value.toString()).isNotBlank();
		assertShowsNothing(value);
		assertShowsNothing(List.of(value));
	}

	private static void assertShowsNothing(Object value) {
		assertThat(value.toString()).doesNotContain(SECRET)
			.doesNotContain("4155550123")
			.doesNotContain(Sample.MESSAGE)
			.doesNotContain(ManagementSample.MODEL_KEY);
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503 })
	void detailThatRepeatsWhatWasSentIsMasked(int status) {
		for (ManagementSample sample : ManagementSample.values()) {
			server.answers(EigiServer.json(status, Fixture.JSON.writeValueAsString(Map.of("detail", sample.echo()))));
			EigiException failure = Failures.of(sample.send(server.management()));
			assertThat(failure.getMessage()).as(sample.name()).contains("Refused key ***");
			Failures.assertKeepsSecrets(failure, ManagementSample.MODEL_KEY);
		}
	}

	@Test
	void everySecretOfAnUpdateIsMaskedWhereverItStands() {
		List<String> secrets = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			secrets.add("secret number %d of twelve;".formatted(i));
		}
		AgentUpdate update = AgentUpdate.builder()
			.description(secrets.get(0))
			.tips(List.of(secrets.get(1)))
			.llm(LanguageModel.custom("model", secrets.get(2), secrets.get(3))
				.withParam("deep", Map.of("list", List.of(Map.of("token", secrets.get(4)))))
				.with("token", secrets.get(5)))
			.promptContent(secrets.get(6))
			.firstMessagePrompt(secrets.get(7))
			.widget(WidgetConfig.empty().withAvatar(Map.of("url", secrets.get(8))))
			.tools(AgentTools.none().with("new_tool", Map.of("secret", secrets.get(9))))
			.with("prompt_access_token", secrets.get(10))
			.with("list", List.of(List.of(secrets.get(11))))
			.build();
		server.answers(
				EigiServer.json(400, Fixture.JSON.writeValueAsString(Map.of("detail", String.join(" ", secrets)))));
		EigiException failure = Failures.of(server.management().updateAgent("a-1", update));
		Failures.assertKeepsSecrets(failure, "secret number");
	}

	@Test
	void choicesAreNotMasked() {
		server.answers(EigiServer.json(400,
				"{\"detail\":\"OUTBOUND: DEEPGRAM has no nova-2, CARTESIA no sonic-2 with voice-1\"}"));
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class,
				server.management().createAgent(ManagementSample.definition()));
		assertThat(failure.detail()).isEqualTo("OUTBOUND: DEEPGRAM has no nova-2, CARTESIA no sonic-2 with voice-1");
	}

}
