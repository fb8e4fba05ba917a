package ai.eigi.webhook;

/**
 * Takes deliveries in, to be worked on after they are answered.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface DeliveryQueue {

	/**
	 * Take a delivery, if there is room. Never blocks.
	 * @param delivery the delivery
	 * @return whether it was taken; if not, the sender must try again later
	 */
	boolean offer(WebhookDelivery delivery);

}
