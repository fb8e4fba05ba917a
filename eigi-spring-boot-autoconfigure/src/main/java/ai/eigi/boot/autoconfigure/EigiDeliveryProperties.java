package ai.eigi.boot.autoconfigure;

import ai.eigi.webhook.DeliverySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of what happens to a webhook delivery after it was taken.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi.webhook")
public class EigiDeliveryProperties {

	/**
	 * Account below "eigi.accounts" whose conversations are received and looked for. When
	 * not set, the one of "eigi.api-key" or the only one.
	 */
	private @Nullable String account;

	/**
	 * Whether a conversation is read again from the service before its event is
	 * published. If not, whatever a delivery says is believed, and deliveries are
	 * unsigned.
	 */
	private boolean verify = true;

	/**
	 * How many deliveries are held at once: queued, in work, and waiting to be read
	 * again. Further ones are refused, and the service tries again.
	 */
	private int queueCapacity = 1000;

	/**
	 * How many deliveries are worked on at once.
	 */
	private int concurrency = 4;

	public @Nullable String getAccount() {
		return this.account;
	}

	public void setAccount(@Nullable String account) {
		this.account = account;
	}

	public boolean isVerify() {
		return this.verify;
	}

	public void setVerify(boolean verify) {
		this.verify = verify;
	}

	public int getQueueCapacity() {
		return this.queueCapacity;
	}

	public void setQueueCapacity(int queueCapacity) {
		this.queueCapacity = queueCapacity;
	}

	public int getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(int concurrency) {
		this.concurrency = concurrency;
	}

	DeliverySettings toSettings() {
		return new DeliverySettings(this.verify, this.queueCapacity, this.concurrency);
	}

}
