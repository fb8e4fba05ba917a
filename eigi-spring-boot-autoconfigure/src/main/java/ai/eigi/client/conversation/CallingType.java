package ai.eigi.client.conversation;

import ai.eigi.client.transport.WireValue;

/**
 * Who called whom. The list is open: a value that this client has no constant for
 * survives reading and writing.
 *
 * @since 0.1.0
 */
public final class CallingType extends WireValue {

	/**
	 * A person called the agent.
	 */
	public static final CallingType INBOUND = new CallingType("INBOUND");

	/**
	 * The agent called a person.
	 */
	public static final CallingType OUTBOUND = new CallingType("OUTBOUND");

	private CallingType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static CallingType of(String value) {
		return new CallingType(value);
	}

}
