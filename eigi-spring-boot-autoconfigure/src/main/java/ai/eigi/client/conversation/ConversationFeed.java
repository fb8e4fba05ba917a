package ai.eigi.client.conversation;

import reactor.core.publisher.Flux;

/**
 * Conversations as they end, told by whoever learns of it without asking: webhook
 * deliveries and sweeps. Who waits for a conversation listens here and asks the service
 * less often.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConversationFeed {

	/**
	 * Conversations that end from now on, whichever application component placed them.
	 * Each subscriber receives them all; one that is too slow gets an error rather than a
	 * gap.
	 * @return the conversations, each with a final status; completes when the application
	 * stops
	 */
	Flux<Conversation> ended();

}
