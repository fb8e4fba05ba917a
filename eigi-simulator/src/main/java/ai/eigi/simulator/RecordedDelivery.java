package ai.eigi.simulator;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Webhook that was sent, or was to be sent and got lost. A repeated attempt has several
 * records.
 *
 * @param event the name of the event
 * @param conversationId the conversation it is about
 * @param destination where it went
 * @param attempt the number of the attempt, from 1
 * @param at when it was made, by the simulator's clock
 * @param status the status of the answer, {@code null} if there was none
 * @param failure why there was no answer, {@code null} if there was one
 * @since 0.1.0
 * @see SimulatorWebhooks#deliveries()
 */
public record RecordedDelivery(String event, String conversationId, WebhookDestination destination, int attempt,
		Instant at, @Nullable Integer status, @Nullable String failure) {

	static RecordedDelivery answered(DeliveryAttempt attempt, Instant at, int status) {
		return new RecordedDelivery(attempt.event(), attempt.conversationId(), attempt.destination(), attempt.number(),
				at, status, null);
	}

	static RecordedDelivery failed(DeliveryAttempt attempt, Instant at, String failure) {
		return new RecordedDelivery(attempt.event(), attempt.conversationId(), attempt.destination(), attempt.number(),
				at, null, failure);
	}

	/**
	 * Whether it arrived and was answered with any 2xx.
	 * @return whether it was delivered
	 */
	public boolean delivered() {
		return this.status != null && this.status / 100 == 2;
	}

}
