package ai.eigi.webhook;

import java.util.Objects;

import ai.eigi.client.conversation.Conversation;

/**
 * Something happened to a conversation. Received by a {@link ConversationEventListener}
 * and by Spring's {@code @EventListener} methods.
 *
 * @param type what happened; for an ending as the conversation's status says, not as the
 * delivery claimed
 * @param conversation the conversation as it was read from the service after the event;
 * what the delivery said of it where {@code eigi.webhook.verify} is off
 * @param origin how the application learned of it
 * @since 0.1.0
 */
public record ConversationEvent(ConversationEventType type, Conversation conversation, Origin origin) {

	public ConversationEvent {
		Objects.requireNonNull(type, "'type' must not be null");
		Objects.requireNonNull(conversation, "'conversation' must not be null");
		Objects.requireNonNull(origin, "'origin' must not be null");
	}

	/**
	 * How the application learned of an event.
	 */
	public enum Origin {

		/**
		 * The service delivered it.
		 */
		DELIVERY,

		/**
		 * No delivery came; a sweep found the conversation ended.
		 */
		SWEEP

	}

}
