package ai.eigi.webhook;

/**
 * Receives what happens to conversations. Every bean of this type is told of every event,
 * in the order of Spring's {@code @Order}.
 * <p>
 * It runs on a thread that may block, after the delivery was answered. As many events are
 * told at once as {@code eigi.webhook.concurrency} says, and as many again by a sweep;
 * all listeners of one event together should take less than five minutes, after which
 * another instance of the application takes the event for lost and tells it too. Whatever
 * is thrown, {@code OutOfMemoryError} and its like apart, is logged and keeps the event
 * from nobody else; the event is not told again.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConversationEventListener {

	/**
	 * Something happened to a conversation. Each ended conversation is told of once in
	 * normal running, and again only where the application died, or was cut off by the
	 * end of its time to stop, between telling and remembering.
	 * @param event what happened
	 * @throws Exception whatever went wrong; logged
	 */
	void onConversationEvent(ConversationEvent event) throws Exception;

}
