package ai.eigi.sample;

import java.util.List;
import java.util.Objects;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentPrompt;
import ai.eigi.client.agent.AgentQuery;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The agents of the account. An agent holds keys and numbers, so that it is never handed
 * to the page as a whole.
 */
@RestController
class AgentController {

	private static final int MOST = 200;

	private final EigiManagementOperations eigi;

	AgentController(EigiManagementOperations eigi) {
		this.eigi = eigi;
	}

	@GetMapping("/api/agents")
	Mono<List<AgentView>> list() {
		return this.eigi.allAgents(AgentQuery.all()).take(MOST).map(AgentView::of).collectList();
	}

	/**
	 * What the page shows of an agent.
	 *
	 * @param id id of the agent
	 * @param name its name
	 * @param type whether it is called or calls
	 * @param category field that it works in
	 * @param canCall whether it has a telephone number
	 * @param prompt name of the prompt that it follows
	 * @param promptVersion version of that prompt
	 */
	record AgentView(@Nullable String id, @Nullable String name, @Nullable String type, @Nullable String category,
			boolean canCall, @Nullable String prompt, @Nullable Integer promptVersion) {

		static AgentView of(Agent agent) {
			AgentPrompt prompt = agent.prompt();
			return new AgentView(agent.id(), agent.name(), Objects.toString(agent.type(), null),
					Objects.toString(agent.category(), null), !agent.mobileNumbers().isEmpty(),
					(prompt != null) ? prompt.name() : null, (prompt != null) ? prompt.version() : null);
		}

	}

}
