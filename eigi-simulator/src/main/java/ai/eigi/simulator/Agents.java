package ai.eigi.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All agents of the simulator.
 */
final class Agents {

	private final Map<String, SimulatedAgent> agents = new LinkedHashMap<>();

	synchronized void add(SimulatedAgent agent) {
		this.agents.put(agent.id(), agent);
	}

	synchronized @Nullable SimulatedAgent get(String id) {
		return this.agents.get(id);
	}

	/**
	 * Agents that are the owner's, in the order in which they were added.
	 */
	synchronized List<SimulatedAgent> own() {
		return this.agents.values().stream().filter((agent) -> !agent.isForeign()).toList();
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
