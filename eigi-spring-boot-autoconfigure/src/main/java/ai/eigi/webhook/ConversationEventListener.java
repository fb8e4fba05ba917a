package ai.eigi.webhook;

/**
 * Receives what happens to conversations. Every bean of this type is told of every event.
 * It runs on a thread that may block, after the delivery was answered. An exception is
 * logged and keeps the event from nobody else; the event is not told again.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConversationEventListener {

	/**
	 * Something happened to a conversation. Each ended conversation is told of once in
	 * normal running, and again only where the application died between telling and
	 * remembering.
	 * @param event what happened
	 */
	void onConversationEvent(ConversationEvent event);

}
