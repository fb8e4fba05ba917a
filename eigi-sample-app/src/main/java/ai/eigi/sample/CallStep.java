package ai.eigi.sample;

import java.util.Objects;

import ai.eigi.client.call.CallUpdate;
import ai.eigi.client.conversation.Conversation;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a call.
 *
 * @param stage how far the call has come
 * @param status status of the call's conversation, once it is known
 * @param message words for people
 * @param conversation the conversation as it is now, once it is known
 */
record CallStep(String stage, @Nullable String status, @Nullable String message,
		@Nullable ConversationView conversation) {

	static CallStep of(CallUpdate update) {
		Conversation conversation = update.conversation();
		return new CallStep(update.stage().name(),
				(conversation != null) ? Objects.toString(conversation.status(), null) : null, words(update.stage()),
				(conversation != null) ? ConversationView.of(conversation) : null);
	}

	private static @Nullable String words(CallUpdate.Stage stage) {
		return switch (stage) {
			case ACCEPTED -> "Accepted. Looking for the call…";
			case REFUSED -> "Refused: this number was not called.";
			case OUTCOME_UNKNOWN -> "No answer from eigi: the phone may ring. Looking for the call; do not dial again.";
			case NOT_SEEN ->
				"No such call is listed. That is no proof: look at the conversations before you dial " + "again.";
			case IN_PROGRESS, ENDED, ANALYZED -> null;
		};
	}

	static CallStep lostSight() {
		return new CallStep("UNKNOWN", null,
				"The call can no longer be watched. It goes on: look at the conversations before you dial again.",
				null);
	}

}
