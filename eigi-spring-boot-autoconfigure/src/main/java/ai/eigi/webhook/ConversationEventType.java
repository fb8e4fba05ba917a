package ai.eigi.webhook;

import ai.eigi.client.transport.WireValue;

/**
 * What happened to a conversation. The list is open: the service's pages name more events
 * than it is known to send, and a name that this client has no constant for is passed on.
 *
 * @since 0.1.0
 */
public final class ConversationEventType extends WireValue {

	/**
	 * The conversation ended normally.
	 */
	public static final ConversationEventType COMPLETED = new ConversationEventType("conversation.completed");

	/**
	 * The conversation ended early, or nobody answered.
	 */
	public static final ConversationEventType DISCONNECTED = new ConversationEventType("conversation.disconnected");

	/**
	 * The conversation ended in failure.
	 */
	public static final ConversationEventType FAILED = new ConversationEventType("conversation.failed");

	private ConversationEventType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static ConversationEventType of(String value) {
		return new ConversationEventType(value);
	}

	/**
	 * Whether the event tells of a conversation's end.
	 * @return whether it is over
	 */
	public boolean isEnding() {
		return equals(COMPLETED) || equals(DISCONNECTED) || equals(FAILED);
	}

}
