package ai.eigi.client.agent;

import java.util.Map;
import java.util.Objects;

import ai.eigi.client.paging.Page;
import ai.eigi.client.paging.PageWalk;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Effect;
import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The agents of the service. Applications use {@code EigiManagementOperations}.
 *
 * @since 0.1.0
 */
public final class AgentApi {

	private static final String PATH = "/v1/public/agents";

	private static final String ONE = PATH + "/{agent_id}";

	private static final String ID = "agent_id";

	private static final int DEFAULT_PAGE_SIZE = 10;

	private static final int LARGEST_PAGE_SIZE = 100;

	private final ApiTransport transport;

	/**
	 * Create the API.
	 * @param transport sends the requests
	 */
	public AgentApi(ApiTransport transport) {
		this.transport = transport;
	}

	/**
	 * Read one page.
	 * @param query which agents
	 * @return the page
	 */
	public Mono<Page<Agent>> list(AgentQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : DEFAULT_PAGE_SIZE;
		return Mono.defer(() -> {
			query.check("listAgents", size);
			return page("listAgents", query, query.page(), size);
		});
	}

	/**
	 * Read all pages, lazily.
	 * @param query which agents
	 * @return the agents
	 */
	public Flux<Agent> all(AgentQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : LARGEST_PAGE_SIZE;
		return Flux.defer(() -> {
			query.check("allAgents", size);
			return PageWalk.from(query.page(), (number) -> page("allAgents", query, number, size), Agent::id);
		});
	}

	private Mono<Page<Agent>> page(String operation, AgentQuery query, int number, int size) {
		ApiCall call = ApiCall.get(operation, Effect.READ, PATH)
			.query("page", number)
			.query("page_size", size)
			.query("search", query.search())
			.query("agent_type", query.type())
			.query("agent_category", query.category());
		if (query.search() != null) {
			call.confidential(query.search());
		}
		return this.transport.exchange(call, (wire) -> Page.from(wire, Agent::from, number, size, "agents", "data"));
	}

	/**
	 * Read an agent.
	 * @param agentId its id
	 * @return the agent
	 */
	public Mono<Agent> get(String agentId) {
		Objects.requireNonNull(agentId, "'agentId' must not be null");
		return Mono.defer(() -> {
			Require.that("getAgent").id("agentId", agentId);
			return this.transport.exchange(ApiCall.get("getAgent", Effect.READ, ONE).variable(ID, agentId),
					AgentApi::read);
		});
	}

	/**
	 * Create an agent.
	 * @param definition what it is made of
	 * @return the new agent
	 */
	public Mono<Agent> create(AgentDefinition definition) {
		Objects.requireNonNull(definition, "'definition' must not be null");
		return Mono.defer(() -> {
			definition.check("createAgent");
			Map<String, Object> body = definition.fields().asMap();
			ApiCall call = ApiCall.post("createAgent", Effect.WRITE, PATH, body);
			return this.transport.exchange(AgentRules.keepConfidential(call, body), AgentApi::read);
		});
	}

	/**
	 * Change an agent.
	 * @param agentId its id
	 * @param update what changes
	 * @return the changed agent
	 */
	public Mono<Agent> update(String agentId, AgentUpdate update) {
		Objects.requireNonNull(agentId, "'agentId' must not be null");
		Objects.requireNonNull(update, "'update' must not be null");
		return Mono.defer(() -> {
			Require.that("updateAgent").id("agentId", agentId);
			update.check("updateAgent");
			Map<String, Object> body = update.fields().asMap();
			ApiCall call = ApiCall.patch("updateAgent", Effect.WRITE, ONE, body).variable(ID, agentId);
			return this.transport.exchange(AgentRules.keepConfidential(call, body), AgentApi::read);
		});
	}

	/**
	 * Delete an agent.
	 * @param agentId its id
	 * @return what the service says of it
	 */
	public Mono<DeletedAgent> delete(String agentId) {
		Objects.requireNonNull(agentId, "'agentId' must not be null");
		return Mono.defer(() -> {
			Require.that("deleteAgent").id("agentId", agentId);
			return this.transport.exchange(ApiCall.delete("deleteAgent", Effect.WRITE, ONE).variable(ID, agentId),
					DeletedAgent::from);
		});
	}

	/**
	 * Read the variables in an agent's prompt.
	 * @param agentId its id
	 * @return the variables
	 */
	public Mono<DynamicVariables> getDynamicVariables(String agentId) {
		Objects.requireNonNull(agentId, "'agentId' must not be null");
		return Mono.defer(() -> {
			Require.that("getDynamicVariables").id("agentId", agentId);
			return this.transport.exchange(
					ApiCall.get("getDynamicVariables", Effect.READ, ONE + "/dynamic-variables").variable(ID, agentId),
					DynamicVariables::from);
		});
	}

	private static Agent read(WireObject wire) {
		Agent agent = Agent.from(wire);
		if (agent.id() == null) {
			wire.refuseError();
		}
		return agent;
	}

}
