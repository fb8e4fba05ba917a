package ai.eigi.client;

import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentApi;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.DeletedAgent;
import ai.eigi.client.agent.DynamicVariables;
import ai.eigi.client.catalog.CatalogApi;
import ai.eigi.client.catalog.MobileNumbers;
import ai.eigi.client.catalog.Providers;
import ai.eigi.client.catalog.Voice;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.paging.Page;
import ai.eigi.client.prompt.DeletedPrompt;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptApi;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.prompt.PromptVersions;
import ai.eigi.client.transport.ApiTransport;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link EigiManagementOperations} over the service's HTTP API.
 */
final class EigiManagementTemplate implements EigiManagementOperations {

	private final AgentApi agents;

	private final PromptApi prompts;

	private final CatalogApi catalog;

	EigiManagementTemplate(ApiTransport transport) {
		this.agents = new AgentApi(transport);
		this.prompts = new PromptApi(transport);
		this.catalog = new CatalogApi(transport);
	}

	@Override
	public Mono<Page<Agent>> listAgents(AgentQuery query) {
		return this.agents.list(query);
	}

	@Override
	public Flux<Agent> allAgents(AgentQuery query) {
		return this.agents.all(query);
	}

	@Override
	public Mono<Agent> getAgent(String agentId) {
		return this.agents.get(agentId);
	}

	@Override
	public Mono<Agent> createAgent(AgentDefinition definition) {
		return this.agents.create(definition);
	}

	@Override
	public Mono<Agent> updateAgent(String agentId, AgentUpdate update) {
		return this.agents.update(agentId, update);
	}

	@Override
	public Mono<DeletedAgent> deleteAgent(String agentId) {
		return this.agents.delete(agentId);
	}

	@Override
	public Mono<DynamicVariables> getDynamicVariables(String agentId) {
		return this.agents.getDynamicVariables(agentId);
	}

	@Override
	public Mono<Page<Prompt>> listPrompts(PromptQuery query) {
		return this.prompts.list(query);
	}

	@Override
	public Flux<Prompt> allPrompts(PromptQuery query) {
		return this.prompts.all(query);
	}

	@Override
	public Mono<Prompt> getPrompt(String name) {
		return this.prompts.get(name, null);
	}

	@Override
	public Mono<Prompt> getPrompt(String name, int version) {
		return this.prompts.get(name, version);
	}

	@Override
	public Mono<Prompt> createPrompt(PromptDefinition definition) {
		return this.prompts.create(definition);
	}

	@Override
	public Mono<Prompt> updatePrompt(String name, PromptUpdate update) {
		return this.prompts.update(name, update);
	}

	@Override
	public Mono<DeletedPrompt> deletePrompt(String name) {
		return this.prompts.delete(name);
	}

	@Override
	public Mono<PromptVersions> listPromptVersions(String name) {
		return this.prompts.versions(name);
	}

	@Override
	public Mono<Providers> getProviders() {
		return this.catalog.getProviders();
	}

	@Override
	public Mono<Page<Voice>> listVoices(VoiceQuery query) {
		return this.catalog.listVoices(query);
	}

	@Override
	public Flux<Voice> allVoices(VoiceQuery query) {
		return this.catalog.allVoices(query);
	}

	@Override
	public Mono<MobileNumbers> getMobileNumbers() {
		return this.catalog.getMobileNumbers();
	}

}
