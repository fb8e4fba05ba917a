package ai.eigi.client.call;

import ai.eigi.client.error.CallReference;
import ai.eigi.client.conversation.Conversation;
import org.jspecify.annotations.Nullable;

/**
 * A step in the life of a call that is followed.
 *
 * @param call the call
 * @param stage how far it has come
 * @param conversation its conversation as it was last read; {@code null} before it is
 * found
 * @since 0.1.0
 */
public record CallUpdate(CallReference call, Stage stage, @Nullable Conversation conversation) {

	/**
	 * How far a call has come.
	 */
	public enum Stage {

		/**
		 * The service took the call. Accepted, not rung.
		 */
		ACCEPTED,

		/**
		 * The service answered that it did not take the call. The last update.
		 */
		REFUSED,

		/**
		 * The request was sent and no usable answer came: the call may be placed. It is
		 * looked for.
		 */
		OUTCOME_UNKNOWN,

		/**
		 * The conversation is there and not over. Repeated whenever it has changed, as
		 * its transcript grows.
		 */
		IN_PROGRESS,

		/**
		 * The conversation is over, with its transcript. The last update unless the
		 * analysis is waited for.
		 */
		ENDED,

		/**
		 * The analysis is there. The last update.
		 */
		ANALYZED,

		/**
		 * No conversation of this call was listed in time, or none that could be told
		 * from others; it may have been accepted before. The last update; no proof that
		 * nobody was called, and no reason to call again: ask {@code resolveCalls}, whose
		 * verdicts are finer.
		 */
		NOT_SEEN

	}

}
