package ai.eigi.boot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the clients for accounts that are known only while the application runs.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi.tenants")
public class EigiTenantsProperties {

	/**
	 * How many tenants can have a client at once. One that was idle longest makes room
	 * for another; where none is idle, requests of further tenants fail.
	 */
	private int maxClients = 100;

	/**
	 * How long the client of a tenant is kept without a request.
	 */
	private Duration idleTime = Duration.ofMinutes(10);

	public int getMaxClients() {
		return this.maxClients;
	}

	public void setMaxClients(int maxClients) {
		this.maxClients = maxClients;
	}

	public Duration getIdleTime() {
		return this.idleTime;
	}

	public void setIdleTime(Duration idleTime) {
		this.idleTime = idleTime;
	}

}
