package ai.eigi.client.call;

import java.util.List;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The service accepted a request to call. Accepted, not rung: whether a phone rang and
 * who answered is told by the conversation.
 *
 * @param message the service's words
 * @param recipients what it said of each recipient; usually it says nothing
 * @since 0.1.0
 */
public record OutboundCallResult(@Nullable String message, List<RecipientResult> recipients) {

	public OutboundCallResult {
		recipients = List.copyOf(recipients);
	}

	static OutboundCallResult from(WireObject wire) {
		wire.refuseError();
		return new OutboundCallResult(wire.text("message"), wire.objects(RecipientResult::from, "results"));
	}

	/**
	 * Leaves out the service's words, which may name numbers.
	 */
	@Override
	public String toString() {
		return "OutboundCallResult[recipients=%s]".formatted(this.recipients);
	}

	/**
	 * What the service said of one recipient.
	 *
	 * @param number the number
	 * @param accepted whether the call was accepted
	 * @param conversationId the call's conversation
	 * @param callId the telephony provider's id
	 * @param message the service's words
	 */
	public record RecipientResult(@Nullable String number, boolean accepted, @Nullable String conversationId,
			@Nullable String callId, @Nullable String message) {

		static RecipientResult from(WireObject wire) {
			String status = wire.text("status");
			boolean accepted = (status != null) ? "success".equalsIgnoreCase(status)
					: wire.has("conversation_id", "id", "call_id");
			return new RecipientResult(wire.text("mobile_number", "phone_number"), accepted,
					wire.text("conversation_id", "id"), wire.text("call_id"), wire.text("message"));
		}

		/**
		 * Leaves out number and message.
		 */
		@Override
		public String toString() {
			return "RecipientResult[accepted=%s, conversationId=%s, callId=%s]".formatted(this.accepted,
					this.conversationId, this.callId);
		}

	}

}
