package ai.eigi.client.conversation;

import ai.eigi.client.transport.WireValue;

/**
 * Who said something. The list is open: a value that this client has no constant for
 * survives reading and writing.
 *
 * @since 0.1.0
 */
public final class MessageRole extends WireValue {

	/**
	 * The person.
	 */
	public static final MessageRole USER = new MessageRole("user");

	/**
	 * The agent.
	 */
	public static final MessageRole ASSISTANT = new MessageRole("assistant");

	private MessageRole(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static MessageRole of(String value) {
		return new MessageRole(value);
	}

}
