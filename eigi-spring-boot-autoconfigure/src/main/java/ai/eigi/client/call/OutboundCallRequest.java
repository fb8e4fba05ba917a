package ai.eigi.client.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import ai.eigi.client.conversation.TelephonyProvider;
import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.CallReference;
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

	private final boolean repeatedNumbersAllowed;

	private OutboundCallRequest(Builder builder) {
		this.agentId = builder.agentId;
		this.recipients = List.copyOf(builder.recipients);
		this.provider = builder.provider;
		this.testCall = builder.testCall;
		this.repeatedNumbersAllowed = builder.repeatedNumbersAllowed;
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

	/**
	 * Whether a number may stand in the request more than once, and then rings as often.
	 * @return {@code false} unless it was asked for
	 */
	public boolean repeatedNumbersAllowed() {
		return this.repeatedNumbersAllowed;
	}

	/**
	 * The same request with a correlation id for each recipient that has none, so that
	 * its calls can be found whatever happens to the one who places them. Place it once:
	 * two calls with one id cannot be told apart.
	 * @return the request
	 * @see #attemptAt
	 */
	public OutboundCallRequest withCorrelationIds() {
		return withCorrelationIds(() -> UUID.randomUUID().toString());
	}

	/**
	 * What the calls of this request can be found by afterwards, to be stored before they
	 * are placed.
	 * @param startedAt the time, before the request is made
	 * @return the attempt
	 */
	public CallAttempt attemptAt(Instant startedAt) {
		String salt = Long.toHexString(ThreadLocalRandom.current().nextLong()) + ":";
		return new CallAttempt(this.agentId, startedAt, null, salt,
				IntStream.range(0, this.recipients.size())
					.mapToObj((i) -> new CallReference(i, this.recipients.get(i).correlationId(),
							PhoneDigits.digest(salt, this.recipients.get(i).number())))
					.toList());
	}

	OutboundCallRequest withCorrelationIds(Supplier<String> ids) {
		return withRecipients(this.recipients.stream()
			.map((recipient) -> (recipient.correlationId() != null) ? recipient
					: recipient.withCorrelationId(ids.get()))
			.toList());
	}

	OutboundCallRequest withRecipients(List<CallRecipient> recipients) {
		Builder builder = new Builder(this.agentId);
		builder.recipients.addAll(recipients);
		builder.provider = this.provider;
		builder.testCall = this.testCall;
		builder.repeatedNumbersAllowed = this.repeatedNumbersAllowed;
		return builder.build();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof OutboundCallRequest request && this.agentId.equals(request.agentId)
				&& this.recipients.equals(request.recipients) && Objects.equals(this.provider, request.provider)
				&& Objects.equals(this.testCall, request.testCall)
				&& this.repeatedNumbersAllowed == request.repeatedNumbersAllowed;
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.agentId, this.recipients, this.provider, this.testCall, this.repeatedNumbersAllowed);
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

		private boolean repeatedNumbersAllowed;

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
		 * Let a number stand in the request more than once: the phone then rings as
		 * often. Refused otherwise.
		 * @return this builder
		 */
		public Builder allowRepeatedNumbers() {
			this.repeatedNumbersAllowed = true;
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
