package ai.eigi.webhook;

/**
 * How deliveries are worked on.
 *
 * @param verify whether a conversation is read again from the service before its event is
 * published; if not, whatever a delivery says is believed
 * @param queueCapacity how many deliveries are held at once: queued, in work, and waiting
 * to be read again; from 1 to 1,000,000
 * @param concurrency how many deliveries are worked on at once, from 1 to 256
 * @since 0.1.0
 */
public record DeliverySettings(boolean verify, int queueCapacity, int concurrency) {

	public DeliverySettings {
		Settings.between("eigi.webhook.queue-capacity", queueCapacity, 1, 1_000_000);
		Settings.between("eigi.webhook.concurrency", concurrency, 1, 256);
	}

	/**
	 * Settings for a usual application.
	 * @return believing nothing, 1,000 deliveries, 4 at once
	 */
	public static DeliverySettings defaults() {
		return new DeliverySettings(true, 1000, 4);
	}

}
