package ai.eigi.client.call;

import java.util.ArrayList;
import java.util.List;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.CallReference;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The service accepted a request to call. Accepted, not rung: whether a phone rang and
 * who answered is told by the conversation.
 *
 * @param message the service's words
 * @param recipients what it said of each recipient; usually it says nothing
 * @param attempt what the calls can be found by afterwards
 * @param dryRun whether nothing was sent, because {@code eigi.calls.mode} is
 * {@code dry-run}
 * @since 0.1.0
 */
public record OutboundCallResult(@Nullable String message, List<RecipientResult> recipients,
		@Nullable CallAttempt attempt, boolean dryRun) {

	public OutboundCallResult {
		recipients = List.copyOf(recipients);
	}

	/**
	 * A result without what the client knows of the attempt, in tests for example.
	 * @param message the service's words
	 * @param recipients what it said of each recipient
	 */
	public OutboundCallResult(@Nullable String message, List<RecipientResult> recipients) {
		this(message, recipients, null, false);
	}

	static OutboundCallResult from(WireObject wire, CallAttempt attempt) {
		wire.refuseError();
		return new OutboundCallResult(wire.text("message"), wire.objects(RecipientResult::from, "results"), attempt,
				false);
	}

	/**
	 * What the service said of each call of the attempt. It says nothing of most, and
	 * then has accepted them with the whole.
	 */
	List<ResolvedCall> resolved(CallAttempt attempt) {
		List<RecipientResult> unused = new ArrayList<>(this.recipients);
		return attempt.calls().stream().map((call) -> {
			RecipientResult said = unused.stream()
				.filter((result) -> result.isOf(attempt, call))
				.findFirst()
				.orElse(null);
			unused.remove(said);
			return (said == null || said.accepted())
					? ResolvedCall.accepted(call, (said != null) ? said.conversationId() : null)
					: ResolvedCall.of(call, CallVerdict.REFUSED);
		}).toList();
	}

	/**
	 * Leaves out the service's words, which may name numbers.
	 */
	@Override
	public String toString() {
		return "OutboundCallResult[recipients=%s, attempt=%s, dryRun=%s]".formatted(this.recipients, this.attempt,
				this.dryRun);
	}

	/**
	 * What the service said of one recipient.
	 *
	 * @param number the number
	 * @param accepted whether the call was accepted: unless its status says that it was
	 * not
	 * @param conversationId the call's conversation
	 * @param callId the telephony provider's id
	 * @param message the service's words
	 */
	public record RecipientResult(@Nullable String number, boolean accepted, @Nullable String conversationId,
			@Nullable String callId, @Nullable String message) {

		static RecipientResult from(WireObject wire) {
			String status = wire.text("status");
			boolean accepted = !"failed".equalsIgnoreCase(status) && !"error".equalsIgnoreCase(status);
			return new RecipientResult(wire.text("mobile_number", "phone_number"), accepted,
					wire.text("conversation_id", "id"), wire.text("call_id"), wire.text("message"));
		}

		boolean isOf(CallAttempt attempt, CallReference call) {
			return this.number != null && PhoneDigits.isTo(attempt, call, this.number);
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
