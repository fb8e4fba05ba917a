package ai.eigi.webhook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the service, or whoever knows the address, says has happened.
 *
 * @param type what is said to have happened
 * @param conversationId the conversation it is said to have happened to
 * @param payload everything that was said; personal data
 * @since 0.1.0
 */
public record WebhookDelivery(ConversationEventType type, String conversationId, Map<String, Object> payload) {

	public WebhookDelivery {
		payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
	}

	/**
	 * Leaves out the payload.
	 */
	@Override
	public String toString() {
		return "WebhookDelivery[type=%s, conversationId=%s]".formatted(this.type, this.conversationId);
	}

}
