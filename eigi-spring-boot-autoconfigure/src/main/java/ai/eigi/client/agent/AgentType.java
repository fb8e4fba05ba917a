package ai.eigi.client.agent;

import ai.eigi.client.transport.WireValue;

/**
 * Whether an agent is called or calls. The list is open: a value that this client has no
 * constant for survives reading and writing.
 *
 * @since 0.1.0
 */
public final class AgentType extends WireValue {

	/**
	 * People call the agent.
	 */
	public static final AgentType INBOUND = new AgentType("INBOUND");

	/**
	 * The agent calls people.
	 */
	public static final AgentType OUTBOUND = new AgentType("OUTBOUND");

	private AgentType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static AgentType of(String value) {
		return new AgentType(value);
	}

}
