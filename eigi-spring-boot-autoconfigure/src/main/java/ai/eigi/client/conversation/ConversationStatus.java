package ai.eigi.client.conversation;

import ai.eigi.client.transport.WireValue;

/**
 * How far a conversation, or a chat session, has come. The list is open: a value that
 * this client has no constant for survives reading and writing.
 *
 * @since 0.1.0
 */
public final class ConversationStatus extends WireValue {

	/**
	 * It goes on.
	 */
	public static final ConversationStatus IN_PROGRESS = new ConversationStatus("IN_PROGRESS");

	/**
	 * It ended normally.
	 */
	public static final ConversationStatus COMPLETED = new ConversationStatus("COMPLETED");

	/**
	 * It ended early, or nobody answered.
	 */
	public static final ConversationStatus DISCONNECTED = new ConversationStatus("DISCONNECTED");

	/**
	 * It ended in failure.
	 */
	public static final ConversationStatus FAILED = new ConversationStatus("FAILED");

	private ConversationStatus(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static ConversationStatus of(String value) {
		return new ConversationStatus(value);
	}

	/**
	 * Whether the conversation is over. Every status but {@link #IN_PROGRESS} that this
	 * client knows is final; one it does not know is not taken for the end.
	 * @return whether it is over
	 */
	public boolean isFinal() {
		return equals(COMPLETED) || equals(DISCONNECTED) || equals(FAILED);
	}

}
