package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import ai.eigi.boot.autoconfigure.EigiAutoConfiguration;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentCategory;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentPrompt;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentTools;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.AnalysisFieldType;
import ai.eigi.client.agent.CallAnalysisPrompt;
import ai.eigi.client.agent.CallAnalysisSchema;
import ai.eigi.client.agent.DeletedAgent;
import ai.eigi.client.agent.DynamicVariable;
import ai.eigi.client.agent.DynamicVariableType;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.agent.TransferCall;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.catalog.MobileNumber;
import ai.eigi.client.catalog.Providers;
import ai.eigi.client.catalog.Voice;
import ai.eigi.client.catalog.VoiceGender;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.TelephonyProvider;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.paging.Page;
import ai.eigi.client.prompt.DeletedPrompt;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptType;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.prompt.PromptVersion;
import ai.eigi.client.prompt.PromptVersions;
import ai.eigi.simulator.autoconfigure.EigiSimulatorAutoConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Management with the client and the embedded server together, wired as in an
 * application.
 */
@Tag("same-on-any-jdk")
class ManagementIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String SUPPORT = SimulatedAgent.SUPPORT.id();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EigiSimulatorAutoConfiguration.class, EigiAutoConfiguration.class,
				WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				CodecsAutoConfiguration.class, JacksonAutoConfiguration.class))
		.withUserConfiguration(ManualTime.class)
		.withPropertyValues("eigi.simulator.enabled=true", "eigi.retry.initial-backoff=10ms",
				"eigi.retry.max-backoff=10ms", "eigi.rate-limit.enabled=false");

	private void run(Scenario scenario) {
		runInContext((context) -> scenario.play(context.getBean(EigiManagementOperations.class),
				context.getBean(EigiSimulator.class)));
	}

	private void runInContext(Consumer<ApplicationContext> scenario) {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			scenario.accept(context);
		});
	}

	private static AgentDefinition.Builder definition() {
		return AgentDefinition.builder("Order Desk", AgentType.OUTBOUND)
			.stt(SpeechToText.of("DEEPGRAM", "nova-2", "en"))
			.llm(LanguageModel.of("OPENAI", "gpt-4o").withTemperature(0.3))
			.tts(TextToSpeech.of("CARTESIA", "sonic-2", "en", SimulatorCatalog.DOCUMENTED_VOICE).withSpeed(1.1))
			.mobileNumbers(List.of("+14155550100"));
	}

	@Test
	void anAgentIsCreatedReadAndFound() {
		run((eigi, simulator) -> {
			Agent created = eigi
				.createAgent(definition().description("Takes orders")
					.category(AgentCategory.SALES)
					.promptContent("Greet {{customer_name}}.")
					.firstMessagePrompt("Hello!")
					.callAnalysisEnabled(true)
					.callAnalysisPrompt(CallAnalysisPrompt.of("desk_analysis").withCustomPrompt("Sum up."))
					.callAnalysisSchema(CallAnalysisSchema.empty().withField("outcome", AnalysisFieldType.of("str")))
					.tools(AgentTools.none().withTransferCall(TransferCall.to("+14155550101")))
					.build())
				.block(PATIENCE);
			assertThat(created.llm().temperature()).isEqualTo(0.3);
			assertThat(created.prompt().content()).isEqualTo("Greet {{customer_name}}.");
			assertThat(created.dynamicVariables()).containsExactly("customer_name");
			assertThat(created.tools().transferCall().number()).isEqualTo("+14155550101");
			assertThat(created.createdAt()).isEqualTo(simulator.clock().instant());
			assertThat(eigi.getAgent(created.id()).block(PATIENCE)).isEqualTo(created);
			Page<Agent> found = eigi
				.listAgents(AgentQuery.builder().type(AgentType.OUTBOUND).category(AgentCategory.SALES).build())
				.block(PATIENCE);
			assertThat(found.items()).containsExactly(created);
			assertThat(eigi.listAgents(AgentQuery.builder().search("takes ORDERS").build()).block(PATIENCE).total())
				.isEqualTo(1);
		});
	}

	@Test
	void aCreatedAgentChatsAndCalls() {
		runInContext((context) -> {
			EigiSimulator simulator = context.getBean(EigiSimulator.class);
			EigiOperations operations = context.getBean(EigiOperations.class);
			simulator.replyWith((turn) -> turn.agentId() + " says hello");
			String id = context.getBean(EigiManagementOperations.class)
				.createAgent(definition().build())
				.block(PATIENCE)
				.id();
			assertThat(operations.chat(ChatRequest.of(id, "Hi")).block(PATIENCE).response())
				.isEqualTo(id + " says hello");
			operations.startCalls(OutboundCallRequest.of(id, "+14155550123")).block(PATIENCE);
			assertThat(simulator.rings("+14155550123")).isEqualTo(1);
		});
	}

	@Test
	void whatTheClientDoesNotKnowSurvivesReadingChangingAndWriting() {
		run((eigi, simulator) -> {
			simulator.addAgent(SimulatedAgent.SUPPORT
				.withField("llm",
						Map.of("provider_name", "OPENAI", "model_name", "gpt-4o", "params", Map.of("temperature", 0.7),
								"reasoning", Map.of("effort", "low", "nothing", List.of())))
				.withField("additional_params", Map.of("is_eigi_agent", true)));
			Agent before = eigi.getAgent(SUPPORT).block(PATIENCE);
			AgentUpdate update = AgentUpdate.builder().llm(before.llm().withTemperature(0.2)).build();
			Agent after = eigi.updateAgent(SUPPORT, update).block(PATIENCE);
			assertThat(after.llm().temperature()).isEqualTo(0.2);
			assertThat(after.llm().raw()).containsEntry("reasoning", before.llm().raw().get("reasoning"));
			assertThat(after.raw()).containsEntry("additional_params", before.raw().get("additional_params"));
			JsonNode sent = simulator.requests(SimulatorRoute.UPDATE_AGENT).get(0).json();
			assertThat(sent.propertyNames()).containsExactly("llm");
			assertThat(sent.path("llm").path("reasoning").path("effort").stringValue()).isEqualTo("low");
		});
	}

	@Test
	void anUpdateChangesWhatItNamesAndNothingElse() {
		run((eigi, simulator) -> {
			Agent before = eigi.getAgent(SUPPORT).block(PATIENCE);
			simulator.clock().advance(Duration.ofMinutes(1));
			Agent after = eigi
				.updateAgent(SUPPORT,
						AgentUpdate.builder()
							.name("Helper")
							.tools(AgentTools.none().withEnabled(AgentTools.USER_IDLE, true))
							.build())
				.block(PATIENCE);
			assertThat(after.name()).isEqualTo("Helper");
			assertThat(after.tools().enabled(AgentTools.USER_IDLE)).isTrue();
			assertThat(after.tools().enabled(AgentTools.END_CALL)).isTrue();
			assertThat(after.tts()).isEqualTo(before.tts());
			assertThat(after.prompt()).isEqualTo(before.prompt());
			assertThat(after.createdAt()).isEqualTo(before.createdAt());
			assertThat(after.updatedAt()).isEqualTo(before.updatedAt().plusSeconds(60));
		});
	}

	@Test
	void aSecretIsSentAndReadAndNeverShown() {
		run((eigi, simulator) -> {
			LanguageModel model = LanguageModel.custom("own", "https://llm.example.com/v1", "sk-own-secret");
			Agent agent = eigi.createAgent(definition().llm(model).build()).block(PATIENCE);
			assertThat(agent.llm().apiKey()).isEqualTo("sk-own-secret");
			assertThat(agent.toString() + agent.llm() + agent.raw() + agent.llm().raw())
				.doesNotContain("sk-own-secret");
			simulator.failNext(SimulatorRoute.UPDATE_AGENT,
					Fault.status(400).withBody("application/json", "{\"detail\":\"key sk-own-secret is wrong\"}"));
			assertThatExceptionOfType(EigiInvalidRequestException.class).isThrownBy(
					() -> eigi.updateAgent(agent.id(), AgentUpdate.builder().llm(agent.llm()).build()).block(PATIENCE))
				.satisfies((ex) -> assertThat(ex.toString()).doesNotContain("sk-own-secret"));
		});
	}

	@Test
	void aDeletedAgentIsGoneWithThePromptThatWasMadeForIt() {
		run((eigi, simulator) -> {
			Agent agent = eigi.createAgent(definition().promptContent("Be kind.").build()).block(PATIENCE);
			DeletedAgent deleted = eigi.deleteAgent(agent.id()).block(PATIENCE);
			assertThat(deleted.id()).isEqualTo(agent.id());
			assertThat(deleted.name()).isEqualTo("Order Desk");
			assertThat(deleted.deletedAt()).isEqualTo(simulator.clock().instant());
			assertThatExceptionOfType(EigiNotFoundException.class)
				.isThrownBy(() -> eigi.getAgent(agent.id()).block(PATIENCE));
			assertThatExceptionOfType(EigiNotFoundException.class)
				.isThrownBy(() -> eigi.getPrompt(agent.prompt().name()).block(PATIENCE));
		});
	}

	@Test
	void anAgentOfSomebodyElseIsDenied() {
		run((eigi, simulator) -> {
			simulator.addAgent(SimulatedAgent.of("foreign", "Foreign").ownedBySomebodyElse());
			assertThatExceptionOfType(EigiAccessDeniedException.class)
				.isThrownBy(() -> eigi.getAgent("foreign").block(PATIENCE));
			assertThatExceptionOfType(EigiAccessDeniedException.class).isThrownBy(
					() -> eigi.updateAgent("foreign", AgentUpdate.builder().name("Mine").build()).block(PATIENCE));
			assertThatExceptionOfType(EigiAccessDeniedException.class)
				.isThrownBy(() -> eigi.deleteAgent("foreign").block(PATIENCE));
			assertThatExceptionOfType(EigiAccessDeniedException.class)
				.isThrownBy(() -> eigi.getDynamicVariables("foreign").block(PATIENCE));
		});
	}

	@Test
	void whatTheServiceRefusesNamesTheField() {
		run((eigi, simulator) -> assertThatExceptionOfType(EigiInvalidRequestException.class)
			.isThrownBy(() -> eigi.createAgent(definition().stt(SpeechToText.of("NOBODY", "ear", "en")).build())
				.block(PATIENCE))
			.satisfies((ex) -> assertThat(ex.detail()).contains("provider_name")));
	}

	@Test
	void allAgentsComePageByPage() {
		run((eigi, simulator) -> {
			for (int i = 0; i < 23; i++) {
				simulator.addAgent(SimulatedAgent.of("more-" + i, "More " + i));
			}
			List<Agent> all = eigi.allAgents(AgentQuery.builder().pageSize(10).build()).collectList().block(PATIENCE);
			assertThat(all).extracting(Agent::id).hasSize(26).doesNotHaveDuplicates();
			assertThat(simulator.requests(SimulatorRoute.LIST_AGENTS)).hasSize(3);
		});
	}

	@Test
	void theVariablesOfAnAgentTellWhatACallNeeds() {
		run((eigi, simulator) -> {
			simulator.addAgent(SimulatedAgent.of("caller", "Caller")
				.withPrompt("Mail {{customer_email}} for {{sender_name}}, {{customer_email}}."));
			assertThat(eigi.getDynamicVariables("caller").block(PATIENCE).variables()).containsExactly(
					new DynamicVariable("customer_email", true, DynamicVariableType.EMAIL,
							"Value of customer_email in the prompt"),
					new DynamicVariable("sender_name", false, DynamicVariableType.STRING,
							"Value of sender_name in the prompt"));
		});
	}

	@Test
	void everyWriteAddsAVersionToAPromptAndNoneIsLost() {
		run((eigi, simulator) -> {
			String name = "désk of/orders?";
			Prompt first = eigi.createPrompt(PromptDefinition.of(name, "One").withType(PromptType.ANALYSIS))
				.block(PATIENCE);
			assertThat(first.version()).isEqualTo(1);
			Instant created = simulator.clock().instant();
			simulator.clock().advance(Duration.ofHours(1));
			assertThat(eigi.updatePrompt(name, PromptUpdate.of("Two")).block(PATIENCE).version()).isEqualTo(2);
			assertThat(eigi.createPrompt(PromptDefinition.of(name, "Three")).block(PATIENCE).version()).isEqualTo(3);
			assertThat(eigi.getPrompt(name).block(PATIENCE).content()).isEqualTo("Three");
			assertThat(eigi.getPrompt(name, 1).block(PATIENCE)).isEqualTo(first);
			assertThat(eigi.getPrompt(name, 2).block(PATIENCE).type()).isEqualTo(PromptType.ANALYSIS);
			PromptVersions versions = eigi.listPromptVersions(name).block(PATIENCE);
			assertThat(versions.promptName()).isEqualTo(name);
			assertThat(versions.total()).isEqualTo(3);
			assertThat(versions.versions()).extracting(PromptVersion::version).containsExactly(3, 2, 1);
			assertThat(versions.versions().get(2)).isEqualTo(new PromptVersion(1, "One", created));
			assertThatExceptionOfType(EigiNotFoundException.class)
				.isThrownBy(() -> eigi.getPrompt(name, 4).block(PATIENCE));
		});
	}

	@Test
	void promptsAreListedSearchedAndWalkedOver() {
		run((eigi, simulator) -> {
			for (int i = 0; i < 25; i++) {
				eigi.createPrompt(PromptDefinition.of("p-" + i, "text " + i)).block(PATIENCE);
			}
			eigi.updatePrompt("p-7", PromptUpdate.of("other")).block(PATIENCE);
			Page<Prompt> page = eigi.listPrompts(PromptQuery.builder().search("P-7").build()).block(PATIENCE);
			assertThat(page.items()).extracting(Prompt::content).containsExactly("other");
			assertThat(eigi.listPrompts(PromptQuery.builder().search("p-7").latestOnly(false).build())
				.block(PATIENCE)
				.items()).extracting(Prompt::version).containsExactly(2, 1);
			List<Prompt> all = eigi.allPrompts(PromptQuery.builder().pageSize(10).build())
				.collectList()
				.block(PATIENCE);
			assertThat(all).hasSize(28).extracting(Prompt::name).doesNotHaveDuplicates();
		});
	}

	@Test
	void aPromptInUseIsNotDeleted() {
		run((eigi, simulator) -> {
			eigi.createPrompt(PromptDefinition.of("shared", "One")).block(PATIENCE);
			eigi.updatePrompt("shared", PromptUpdate.of("Two")).block(PATIENCE);
			eigi.updateAgent(SUPPORT, AgentUpdate.builder().prompt(AgentPrompt.of("shared")).build()).block(PATIENCE);
			assertThatExceptionOfType(EigiAccessDeniedException.class)
				.isThrownBy(() -> eigi.deletePrompt("shared").block(PATIENCE))
				.satisfies((ex) -> assertThat(ex.detail()).contains("in use"));
			assertThat(eigi.getAgent(SUPPORT).block(PATIENCE).prompt().content()).isEqualTo("Two");
			eigi.updateAgent(SUPPORT, AgentUpdate.builder().promptContent("Own.").build()).block(PATIENCE);
			DeletedPrompt deleted = eigi.deletePrompt("shared").block(PATIENCE);
			assertThat(deleted.name()).isEqualTo("shared");
			assertThat(deleted.versionsDeleted()).isEqualTo(2);
			assertThat(deleted.deletedAt()).isEqualTo(simulator.clock().instant());
			assertThatExceptionOfType(EigiNotFoundException.class)
				.isThrownBy(() -> eigi.listPromptVersions("shared").block(PATIENCE));
		});
	}

	@Test
	void aLostAnswerToAnUpdateIsUnknownAndAddsOneVersion() {
		run((eigi, simulator) -> {
			eigi.createPrompt(PromptDefinition.of("desk", "One")).block(PATIENCE);
			simulator.failNext(SimulatorRoute.UPDATE_PROMPT, Fault.droppedConnection().afterHandling());
			assertThatExceptionOfType(EigiOutcomeUnknownException.class)
				.isThrownBy(() -> eigi.updatePrompt("desk", PromptUpdate.of("Two")).block(PATIENCE));
			assertThat(eigi.listPromptVersions("desk").block(PATIENCE).total()).isEqualTo(2);
			simulator.failNext(SimulatorRoute.GET_PROMPT, Fault.droppedConnection());
			assertThat(eigi.getPrompt("desk").block(PATIENCE).content()).isEqualTo("Two");
		});
	}

	@Test
	void everyRouteOfManagementCanFail() {
		run((eigi, simulator) -> {
			simulator.failNext(SimulatorRoute.PROVIDERS, Fault.status(503));
			simulator.failNext(SimulatorRoute.LIST_VOICES, Fault.status(500));
			simulator.failNext(SimulatorRoute.MOBILE_NUMBERS, Fault.status(429).withHeader("Retry-After-Ms", "10"));
			eigi.getProviders().block(PATIENCE);
			eigi.listVoices(VoiceQuery.of("HUME")).block(PATIENCE);
			eigi.getMobileNumbers().block(PATIENCE);
			assertThat(simulator.requestCount(SimulatorRoute.PROVIDERS)).isEqualTo(2);
			assertThat(simulator.requestCount(SimulatorRoute.LIST_VOICES)).isEqualTo(2);
			assertThat(simulator.requestCount(SimulatorRoute.MOBILE_NUMBERS)).isEqualTo(2);
		});
	}

	@Test
	void theCatalogueTellsWhatAgentsCanBeMadeOf() {
		run((eigi, simulator) -> {
			simulator.catalog().addModels("sts", "NEWCOMER", "live-1");
			simulator.catalog().addMobileNumber("+14155550104", "TWILIO");
			Providers providers = eigi.getProviders().block(PATIENCE);
			assertThat(providers.llm()).containsEntry("OPENAI", List.of("gpt-4o", "gpt-4o-mini"));
			assertThat(providers.tts()).containsKey("SARVAM");
			assertThat(providers.stt()).containsKey("DEEPGRAM");
			assertThat(providers.models("sts")).containsEntry("NEWCOMER", List.of("live-1"));
			assertThat(providers.timestamp()).isEqualTo(simulator.clock().instant());
			assertThat(eigi.getMobileNumbers().block(PATIENCE).numbers()).containsExactly(
					new MobileNumber("+14155550100", TelephonyProvider.PLIVO, null),
					new MobileNumber("+14155550101", TelephonyProvider.PLIVO, null),
					new MobileNumber("+14155550104", TelephonyProvider.TWILIO, null));
		});
	}

	@Test
	void allVoicesComeAsLongAsMoreFollow() {
		run((eigi, simulator) -> {
			simulator.catalog().addVoice(Map.of("provider", "HUME", "name", "Mine"));
			VoiceQuery.Builder query = VoiceQuery.builder("HUME");
			assertThat(eigi.listVoices(query.build()).block(PATIENCE)).satisfies((page) -> {
				assertThat(page.items()).hasSize(20);
				assertThat(page.hasNext()).isTrue();
				assertThat(page.total()).isEqualTo(25);
			});
			List<Voice> all = eigi.allVoices(query.pageSize(5).build()).collectList().block(PATIENCE);
			assertThat(all).hasSize(25).extracting(Voice::id).doesNotHaveDuplicates();
			// one before, and five that are full to the last voice, but none after them
			assertThat(simulator.requestCount(SimulatorRoute.LIST_VOICES)).isEqualTo(6);
			assertThat(eigi.allVoices(query.clonedOnly(true).build()).map(Voice::name).collectList().block(PATIENCE))
				.containsExactly("Mine");
			assertThat(eigi
				.allVoices(VoiceQuery.builder("SARVAM")
					.language("hi")
					.gender(VoiceGender.NEUTRAL)
					.model("bulbul:v3")
					.search("noor")
					.build())
				.count()
				.block(PATIENCE)).isEqualTo(1);
		});
	}

	private interface Scenario {

		void play(EigiManagementOperations eigi, EigiSimulator simulator);

	}

	@Configuration(proxyBeanMethods = false)
	static class ManualTime {

		@Bean
		EigiSimulator eigiSimulator() {
			return EigiSimulator.builder().clock(SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z"))).start();
		}

	}

}
