package ai.eigi.boot.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the endpoint for webhook deliveries.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi.webhook")
public class EigiWebhookProperties {

	/**
	 * Path in this application at which webhook deliveries are received, for example
	 * "/hooks/eigi". Nothing is received when it is not set.
	 */
	private @Nullable String path;

	/**
	 * Secret that a sender has to know: at least 32 letters, digits, "-" or "_". Belongs
	 * into the address of the webhook, behind the path or as the parameter "secret".
	 */
	private @Nullable String secret;

	/**
	 * Limit for the body of a delivery.
	 */
	private DataSize maxBodySize = DataSize.ofMegabytes(1);

	/**
	 * IP addresses and networks, such as "203.0.113.0/24", that deliveries may come from.
	 * All when empty. Behind a proxy, set "server.forward-headers-strategy" too.
	 */
	private Set<String> allowedAddresses = new LinkedHashSet<>();

	public @Nullable String getPath() {
		return this.path;
	}

	public void setPath(@Nullable String path) {
		this.path = path;
	}

	public @Nullable String getSecret() {
		return this.secret;
	}

	public void setSecret(@Nullable String secret) {
		this.secret = secret;
	}

	public DataSize getMaxBodySize() {
		return this.maxBodySize;
	}

	public void setMaxBodySize(DataSize maxBodySize) {
		this.maxBodySize = maxBodySize;
	}

	public Set<String> getAllowedAddresses() {
		return this.allowedAddresses;
	}

	public void setAllowedAddresses(Set<String> allowedAddresses) {
		this.allowedAddresses = allowedAddresses;
	}

}
