package ai.eigi.simulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Outbound call that is about to be placed, as a script sees it.
 *
 * @param agentId the agent that calls
 * @param number the number that is called
 * @param ring how often the number has rung with this call, from 1
 * @param metadata what was sent with the number, empty if nothing was
 * @since 0.1.0
 * @see EigiSimulator#onCalls(java.util.function.Function)
 */
public record SimulatedCall(String agentId, String number, int ring, Map<String, Object> metadata) {

	public SimulatedCall {
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	/**
	 * Text for a log: the agent and the count, nothing personal.
	 */
	@Override
	public String toString() {
		return "SimulatedCall[agent " + this.agentId + ", ring " + this.ring + "]";
	}

}
