package ai.eigi.client;

import ai.eigi.client.agent.Agent;
import ai.eigi.client.agent.AgentDefinition;
import ai.eigi.client.agent.AgentQuery;
import ai.eigi.client.agent.AgentUpdate;
import ai.eigi.client.agent.DeletedAgent;
import ai.eigi.client.agent.DynamicVariables;
import ai.eigi.client.catalog.MobileNumbers;
import ai.eigi.client.catalog.Providers;
import ai.eigi.client.catalog.Voice;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.paging.Page;
import ai.eigi.client.prompt.DeletedPrompt;
import ai.eigi.client.prompt.Prompt;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptQuery;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.client.prompt.PromptVersions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Managing an account of eigi.ai: agents, prompts with their versions, and what agents
 * can be made of. Talking to agents is {@link EigiOperations}; an application that only
 * talks need not know this one.
 * <p>
 * Publishers, limits and errors are as there: nothing is sent before subscription, every
 * subscription is a request of its own, cancelling gives it up, and all failures are an
 * {@link ai.eigi.client.error.EigiException EigiException}. Wrong input is signalled by
 * the publisher as {@link ai.eigi.client.error.EigiInvalidRequestException
 * EigiInvalidRequestException} before anything is sent, and only {@code null} is thrown
 * at the caller.
 * <p>
 * <b>What is sent again.</b> Operations whose name begins with {@code get}, {@code list}
 * or {@code all} only read, and are repeated after failures of network and service. Those
 * that create, update or delete are repeated only when nothing was sent, or when the
 * service refused them with 429: creating makes a further agent or version each time, and
 * so does an update with a text. Where they were sent and no usable answer came, they end
 * with {@link ai.eigi.client.error.EigiOutcomeUnknownException
 * EigiOutcomeUnknownException}: look before you send them once more.
 * <p>
 * <b>What is not shown.</b> Agents hold secrets, such as the key of a language model. No
 * text of a value, a log or an error of this client repeats them, nor prompts, nor
 * numbers.
 *
 * @since 0.1.0
 */
public interface EigiManagementOperations {

	/**
	 * Read one page of agents, 10 on a page if the query does not say. Only reads.
	 * @param query which agents
	 * @return the page
	 */
	Mono<Page<Agent>> listAgents(AgentQuery query);

	/**
	 * Read all agents, page by page as they are asked for, at most one page ahead. Only
	 * reads. Agents that are created or deleted meanwhile shift the pages: ids of the
	 * latest pages are remembered and not delivered again, and one may be missed.
	 * @param query which agents; 100 on a page if it does not say
	 * @return the agents
	 */
	Flux<Agent> allAgents(AgentQuery query);

	/**
	 * Read an agent. Only reads.
	 * @param agentId the agent
	 * @return the agent
	 */
	Mono<Agent> getAgent(String agentId);

	/**
	 * Create an agent. Names need not be unique, so that creating twice makes two: never
	 * repeated once it was sent.
	 * @param definition what it is made of
	 * @return the new agent with its id
	 */
	Mono<Agent> createAgent(AgentDefinition definition);

	/**
	 * Change an agent. Only what the update names is sent and changed; {@code stt},
	 * {@code llm}, {@code tts} and {@code sts} as whole objects, for the reason that
	 * {@link AgentUpdate} gives. A new text adds a version to a prompt: never repeated
	 * once it was sent.
	 * @param agentId the agent
	 * @param update what changes
	 * @return the changed agent
	 */
	Mono<Agent> updateAgent(String agentId, AgentUpdate update);

	/**
	 * Delete an agent for good, with the prompt that was made for it. Never repeated once
	 * it was sent.
	 * @param agentId the agent
	 * @return what the service says of it
	 */
	Mono<DeletedAgent> deleteAgent(String agentId);

	/**
	 * Read the variables in an agent's prompt, to know which values a call needs. Only
	 * reads.
	 * @param agentId the agent
	 * @return the variables, possibly none
	 */
	Mono<DynamicVariables> getDynamicVariables(String agentId);

	/**
	 * Read one page of prompts, 10 on a page if the query does not say. Only reads.
	 * @param query which prompts
	 * @return the page
	 */
	Mono<Page<Prompt>> listPrompts(PromptQuery query);

	/**
	 * Read all prompts, page by page as they are asked for, at most one page ahead. Only
	 * reads. Prompts that are created or deleted meanwhile shift the pages: those of the
	 * latest pages are remembered and not delivered again, and one may be missed.
	 * @param query which prompts; 100 on a page if it does not say
	 * @return the prompts
	 */
	Flux<Prompt> allPrompts(PromptQuery query);

	/**
	 * Read the latest version of a prompt. Only reads.
	 * @param name name of the prompt; any characters, though the service may not be able
	 * to find a name with a slash
	 * @return the prompt
	 */
	Mono<Prompt> getPrompt(String name);

	/**
	 * Read a version of a prompt. Only reads.
	 * @param name name of the prompt
	 * @param version the version, from 1
	 * @return the prompt
	 */
	Mono<Prompt> getPrompt(String name, int version);

	/**
	 * Create a prompt. If there is one of that name already, it gets a further version:
	 * never repeated once it was sent.
	 * @param definition name and text
	 * @return the prompt with its version
	 */
	Mono<Prompt> createPrompt(PromptDefinition definition);

	/**
	 * Add a version to a prompt. Never repeated once it was sent.
	 * @param name name of the prompt
	 * @param update the version
	 * @return the prompt with its new version
	 */
	Mono<Prompt> updatePrompt(String name, PromptUpdate update);

	/**
	 * Delete a prompt with all of its versions. Never repeated once it was sent. The
	 * service refuses it while an agent uses the prompt, and does not say with which
	 * status: expect any {@link ai.eigi.client.error.EigiApiException EigiApiException}
	 * with 400, 403 or 409.
	 * @param name name of the prompt
	 * @return what the service says of it
	 */
	Mono<DeletedPrompt> deletePrompt(String name);

	/**
	 * Read all versions of a prompt, the latest first. Only reads.
	 * @param name name of the prompt
	 * @return the versions
	 */
	Mono<PromptVersions> listPromptVersions(String name);

	/**
	 * Read which providers and models there are. Only reads.
	 * @return the providers
	 */
	Mono<Providers> getProviders();

	/**
	 * Read one page of a provider's voices, 20 on a page if the query does not say. Only
	 * reads.
	 * @param query which voices
	 * @return the page
	 */
	Mono<Page<Voice>> listVoices(VoiceQuery query);

	/**
	 * Read all voices of a provider, page by page as they are asked for, at most one page
	 * ahead. Only reads.
	 * @param query which voices; 100 on a page if it does not say
	 * @return the voices
	 */
	Flux<Voice> allVoices(VoiceQuery query);

	/**
	 * Read the telephone numbers of the account. Only reads.
	 * @return the numbers, possibly none
	 */
	Mono<MobileNumbers> getMobileNumbers();

}
