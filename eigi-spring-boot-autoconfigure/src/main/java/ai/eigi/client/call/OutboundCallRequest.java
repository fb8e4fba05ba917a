package ai.eigi.client.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import ai.eigi.client.conversation.TelephonyProvider;
import org.jspecify.annotations.Nullable;

/**
 * Whom an agent shall call. The service advises 50 to 100 recipients a request. What is
 * wrong with it is signalled by the publisher of the call.
 *
 * @since 0.1.0
 */
public final class OutboundCallRequest {

	private final String agentId;

	private final List<CallRecipient> recipients;

	private final @Nullable TelephonyProvider provider;

	private final @Nullable Boolean testCall;

	private OutboundCallRequest(Builder builder) {
		this.agentId = builder.agentId;
		this.recipients = List.copyOf(builder.recipients);
		this.provider = builder.provider;
		this.testCall = builder.testCall;
	}

	/**
	 * Call one number.
	 * @param agentId the agent that calls
	 * @param number telephone number in E.164 form
	 * @return the request
	 */
	public static OutboundCallRequest of(String agentId, String number) {
		return builder(agentId).to(number).build();
	}

	/**
	 * Begin a request.
	 * @param agentId the agent that calls
	 * @return a builder
	 */
	public static Builder builder(String agentId) {
		return new Builder(agentId);
	}

	public String agentId() {
		return this.agentId;
	}

	public List<CallRecipient> recipients() {
		return this.recipients;
	}

	public @Nullable TelephonyProvider provider() {
		return this.provider;
	}

	/**
	 * Whether the service is told that this is a test call.
	 * @return the flag, or {@code null} if it is not sent
	 */
	public @Nullable Boolean testCall() {
		return this.testCall;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof OutboundCallRequest request && this.agentId.equals(request.agentId)
				&& this.recipients.equals(request.recipients) && Objects.equals(this.provider, request.provider)
				&& Objects.equals(this.testCall, request.testCall);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.agentId, this.recipients, this.provider, this.testCall);
	}

	/**
	 * Leaves out the recipients.
	 */
	@Override
	public String toString() {
		return "OutboundCallRequest[agentId=%s, recipients=%d, provider=%s, testCall=%s]".formatted(this.agentId,
				this.recipients.size(), this.provider, this.testCall);
	}

	/**
	 * Collects recipients.
	 */
	public static final class Builder {

		private final String agentId;

		private final List<CallRecipient> recipients = new ArrayList<>();

		private @Nullable TelephonyProvider provider;

		private @Nullable Boolean testCall;

		private Builder(String agentId) {
			this.agentId = Objects.requireNonNull(agentId, "'agentId' must not be null");
		}

		/**
		 * Add a number.
		 * @param number telephone number in E.164 form
		 * @return this builder
		 */
		public Builder to(String number) {
			return to(CallRecipient.of(number));
		}

		/**
		 * Add a recipient.
		 * @param recipient the recipient
		 * @return this builder
		 */
		public Builder to(CallRecipient recipient) {
			this.recipients.add(Objects.requireNonNull(recipient, "'recipient' must not be null"));
			return this;
		}

		/**
		 * Provider that carries the call. The service takes Plivo when it is not told; an
		 * account that has only Twilio must say so.
		 * @param provider the provider
		 * @return this builder
		 */
		public Builder provider(TelephonyProvider provider) {
			this.provider = Objects.requireNonNull(provider, "'provider' must not be null");
			return this;
		}

		/**
		 * Mark the call as a test. The flag stands in no page of the service's reference,
		 * only in its own command line client; it rings all the same.
		 * @param testCall whether it is a test
		 * @return this builder
		 */
		public Builder testCall(boolean testCall) {
			this.testCall = testCall;
			return this;
		}

		/**
		 * Make the request.
		 * @return the request
		 */
		public OutboundCallRequest build() {
			return new OutboundCallRequest(this);
		}

	}

}
