package ai.eigi.sample;

import ai.eigi.client.call.OutboundCallResult;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a call.
 *
 * @param status {@code ACCEPTED}, then the statuses of the call's conversation, or
 * {@code UNKNOWN} if it cannot be watched
 * @param message words for people
 * @param conversation the conversation as it is now, once it is known
 */
record CallUpdate(String status, @Nullable String message, @Nullable ConversationView conversation) {

	static CallUpdate accepted(OutboundCallResult result) {
		return new CallUpdate("ACCEPTED", result.message(), null);
	}

	static CallUpdate of(ConversationView conversation) {
		return new CallUpdate((conversation.status() != null) ? conversation.status() : "UNKNOWN", null, conversation);
	}

	static CallUpdate unknown(String message) {
		return new CallUpdate("UNKNOWN", message, null);
	}

}
