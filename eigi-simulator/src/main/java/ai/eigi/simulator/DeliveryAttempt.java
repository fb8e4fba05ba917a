package ai.eigi.simulator;

import java.time.Instant;

/**
 * Attempt to deliver a webhook that is about to be made.
 *
 * @param event the name of the event, {@code conversation.completed} for instance
 * @param conversationId the conversation it is about
 * @param destination where it goes
 * @param number the number of the attempt, from 1
 * @param at when it is made, by the simulator's clock
 * @since 0.1.0
 * @see SimulatorWebhooks#deliveryPolicy(java.util.function.Function)
 */
public record DeliveryAttempt(String event, String conversationId, WebhookDestination destination, int number,
		Instant at) {
}
