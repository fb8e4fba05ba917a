package ai.eigi.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All agents of the simulator.
 */
final class Agents {

	private final Map<String, StoredAgent> agents = new LinkedHashMap<>();

	/**
	 * Add an agent, or put another in the place of the one with its id.
	 */
	synchronized void put(StoredAgent agent) {
		this.agents.put(agent.agent().id(), agent);
	}

	synchronized void remove(String id) {
		this.agents.remove(id);
	}

	synchronized @Nullable StoredAgent stored(String id) {
		return this.agents.get(id);
	}

	@Nullable SimulatedAgent get(String id) {
		StoredAgent stored = stored(id);
		return (stored != null) ? stored.agent() : null;
	}

	/**
	 * Agents that are the owner's, in the order in which they were added.
	 */
	synchronized List<StoredAgent> storedOwn() {
		return this.agents.values().stream().filter((stored) -> !stored.agent().isForeign()).toList();
	}

	List<SimulatedAgent> own() {
		return storedOwn().stream().map(StoredAgent::agent).toList();
	}

	/**
	 * Whether any agent follows a prompt, or has its calls analysed by it.
	 */
	synchronized boolean use(String promptName) {
		return this.agents.values().stream().anyMatch((stored) -> stored.prompts().use(promptName));
	}

	/**
	 * Whether what belongs to the agent belongs to somebody else.
	 */
	boolean isForeign(String id) {
		SimulatedAgent agent = get(id);
		return agent != null && agent.isForeign();
	}

	String nameOf(String id) {
		SimulatedAgent agent = get(id);
		return (agent != null) ? agent.name() : "Deleted Agent";
	}

	synchronized void clear() {
		this.agents.clear();
	}

}
