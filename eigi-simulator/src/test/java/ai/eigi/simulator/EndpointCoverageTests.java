package ai.eigi.simulator;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentType;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.LanguageModel;
import ai.eigi.client.agent.SpeechToText;
import ai.eigi.client.agent.TextToSpeech;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing of the service's documented API is forgotten: the client calls every endpoint,
 * and the simulator serves it.
 */
class EndpointCoverageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * The endpoints of the service's reference.
	 */
	private static final List<String> DOCUMENTED = List.of("GET /v1/public/conversations",
			"GET /v1/public/conversations/{conversation_id}", "POST /v1/public/calls/outbound", "POST /v1/public/chat",
			"GET /v1/public/chat/sessions", "GET /v1/public/chat/sessions/{session_id}",
			"GET /v1/public/agents/{agent_id}/first-message", "GET /v1/public/agents", "POST /v1/public/agents",
			"GET /v1/public/agents/{agent_id}", "PATCH /v1/public/agents/{agent_id}",
			"DELETE /v1/public/agents/{agent_id}", "GET /v1/public/agents/{agent_id}/dynamic-variables",
			"GET /v1/public/prompts", "POST /v1/public/prompts", "GET /v1/public/prompts/{prompt_name}",
			"PATCH /v1/public/prompts/{prompt_name}", "DELETE /v1/public/prompts/{prompt_name}",
			"GET /v1/public/prompts/{prompt_name}/versions", "GET /v1/public/providers", "GET /v1/public/voices",
			"GET /v1/public/mobile-numbers");

	@Test
	void simulatorServesEveryDocumentedEndpointAndNoOther() {
		assertThat(DOCUMENTED).hasSize(22);
		assertThat(Stream.of(SimulatorRoute.values()).map(EndpointCoverageTests::name))
			.containsExactlyInAnyOrderElementsOf(DOCUMENTED);
	}

	@Test
	void clientCallsEveryDocumentedEndpointAndNoOther() {
		try (EigiSimulator simulator = EigiSimulator.start();
				EigiClient client = EigiClient.builder()
					.apiKey(simulator.apiKey())
					.baseUrl(simulator.baseUrl())
					.build()) {
			talk(client.operations());
			manage(client.management());
			assertThat(simulator.requests().stream().map(EndpointCoverageTests::name).distinct())
				.containsExactlyInAnyOrderElementsOf(DOCUMENTED);
		}
	}

	private static void talk(EigiOperations eigi) {
		String agent = SimulatedAgent.SUPPORT.id();
		String session = succeed(eigi.firstMessage(agent)).sessionId();
		succeed(eigi.chat(ChatRequest.of(agent, "Hello").withSessionId(session)));
		succeed(eigi.getChatSession(session));
		succeed(eigi.listChatSessions(ChatSessionQuery.all()));
		succeed(eigi.startCalls(OutboundCallRequest.of(agent, "+14155550123")));
		succeed(eigi.listConversations(ConversationQuery.all()));
		succeed(eigi.getConversation(session));
	}

	private static void manage(EigiManagementOperations eigi) {
		String agent = succeed(eigi.createAgent(AgentDefinition.builder("Order Desk", AgentType.INBOUND)
			.stt(SpeechToText.of("DEEPGRAM", "nova-2", "en"))
			.llm(LanguageModel.of("OPENAI", "gpt-4o"))
			.tts(TextToSpeech.of("CARTESIA", "sonic-2", "en", "voice"))
			.build())).id();
		succeed(eigi.listAgents(AgentQuery.all()));
		succeed(eigi.getAgent(agent));
		succeed(eigi.updateAgent(agent, AgentUpdate.builder().name("Desk").build()));
		succeed(eigi.getDynamicVariables(agent));
		succeed(eigi.deleteAgent(agent));
		succeed(eigi.createPrompt(PromptDefinition.of("desk", "Be kind.")));
		succeed(eigi.listPrompts(PromptQuery.all()));
		succeed(eigi.getPrompt("desk"));
		succeed(eigi.updatePrompt("desk", PromptUpdate.of("Be kind and brief.")));
		succeed(eigi.listPromptVersions("desk"));
		succeed(eigi.deletePrompt("desk"));
		succeed(eigi.getProviders());
		succeed(eigi.listVoices(VoiceQuery.of("CARTESIA")));
		succeed(eigi.getMobileNumbers());
	}

	private static <T> T succeed(Mono<T> answer) {
		T value = answer.block(PATIENCE);
		assertThat(value).isNotNull();
		return value;
	}

	private static String name(SimulatorRoute route) {
		return route.method() + " " + route.template();
	}

	private static String name(RecordedRequest request) {
		SimulatorRoute route = SimulatorRoute.of(request);
		return (route != null) ? name(route) : "unknown: " + request;
	}

}
