package ai.eigi.client.call;

import ai.eigi.client.error.CallReference;
import ai.eigi.client.conversation.Conversation;
import org.jspecify.annotations.Nullable;

/**
 * What became of one call.
 *
 * @param call the call
 * @param verdict what is known of it
 * @param evidence what the conversation was recognised by, if one is known
 * @param conversationId id of the call's conversation, if one is known
 * @param conversation the call's conversation as it was last read, if it was found
 * @since 0.1.0
 */
public record ResolvedCall(CallReference call, CallVerdict verdict, @Nullable Evidence evidence,
		@Nullable String conversationId, @Nullable Conversation conversation) {

	static ResolvedCall of(CallReference call, CallVerdict verdict) {
		return new ResolvedCall(call, verdict, null, null, null);
	}

	static ResolvedCall accepted(CallReference call, @Nullable String conversationId) {
		return new ResolvedCall(call, CallVerdict.ACCEPTED, (conversationId != null) ? Evidence.ANSWER : null,
				conversationId, null);
	}

	static ResolvedCall placed(CallReference call, Evidence evidence, Conversation conversation) {
		return new ResolvedCall(call, CallVerdict.PLACED, evidence, conversation.id(), conversation);
	}

	/**
	 * The same, for a request in which the call stands at another place.
	 */
	ResolvedCall at(int index) {
		return new ResolvedCall(new CallReference(index, this.call.correlationId(), this.call.numberDigest()),
				this.verdict, this.evidence, this.conversationId, this.conversation);
	}

	boolean is(CallVerdict verdict) {
		return this.verdict == verdict;
	}

	/**
	 * What a conversation was recognised by.
	 */
	public enum Evidence {

		/**
		 * The service said so when it took the call.
		 */
		ANSWER,

		/**
		 * The correlation id came back: certain.
		 */
		CORRELATION,

		/**
		 * Agent, number and time fit this call alone. Somebody else may have had the same
		 * agent call the same number at the same time.
		 */
		NUMBER_AND_TIME

	}

}
