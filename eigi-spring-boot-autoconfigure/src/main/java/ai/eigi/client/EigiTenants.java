package ai.eigi.client;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.TransportResources;

/**
 * Clients for accounts that are known only while the application runs, a tenant per
 * customer for example. Each tenant has a client with limits and connections of its own,
 * which is made when it is first needed and closed after it was idle; threads are shared
 * by all, so that they do not grow with the tenants. What is handed out stays valid:
 * every request finds the client of its tenant or makes it again.
 * <p>
 * There are never more clients than the bound. The one that was idle longest makes room
 * for another, but never one in use, nor one whose last requests still count for its
 * limit or that is cooling down: else the limit of an account could be passed by closing
 * its client and making it again. Where there is no room, operations end with an
 * {@link ai.eigi.client.error.EigiTenantUnavailableException} at once.
 * <p>
 * Keys come from an {@link EigiApiKeySupplier}, which is asked for each tenant by itself:
 * {@link EigiApiKeyRequest#account()} is the tenant. A key that is replaced is found as
 * it is for any account, with the client staying. Where the supplier ends empty there is
 * no such tenant: the operation ends with an
 * {@link ai.eigi.client.error.EigiApiKeyUnavailableException}, nothing is sent, and no
 * client is kept for it. A supplier that knows keys of fixed accounts too cannot tell a
 * tenant of the same name from one: do not let a tenant choose what it is called here, or
 * begin all of them alike, with {@code customer-} for example.
 * <p>
 * In metrics and logs all tenants are one account, named {@value #ACCOUNT}.
 * Resilience4j's registries do not show them. Listeners hear of an operation once there
 * is a client to send it: not where there is no room for one. <pre class="code">
 * EigiTenants tenants = EigiTenants.builder((request) -&gt; vault.keyOf(request.account()).map(EigiApiKey::of)).build();
 * tenants.operations("customer-17").streamChat(ChatRequest.of("agent", "Hello"));
 * </pre>
 *
 * @since 0.1.0
 */
public final class EigiTenants implements AutoCloseable {

	/**
	 * What all tenants are called in tags of metrics, and to whoever customizes a client.
	 */
	public static final String ACCOUNT = "tenant";

	private final EigiClient.Builder client;

	private final TenantTransports transports;

	private EigiTenants(Builder builder) {
		this.client = EigiClient.builder().account(ACCOUNT);
		builder.client.accept(this.client);
		this.client.account(ACCOUNT).rateLimiterRegistry(null).retryRegistry(null);
		TransportResources resources = this.client.shareResources(builder.keys);
		this.transports = new TenantTransports(builder.keys, this.client::transport, resources, builder.maxClients,
				builder.idleTime);
		// what is read from the system once is read here, where it may be waited for
		operations("");
	}

	/**
	 * Begin to build.
	 * @param keys reads the key of each tenant
	 * @return a builder with defaults for everything else
	 */
	public static Builder builder(EigiApiKeySupplier keys) {
		return new Builder(keys);
	}

	/**
	 * Talking to the agents of a tenant. Nothing is made before the first request.
	 * @param tenant the tenant, whatever the application calls it
	 * @return the operations, to be kept as long as one likes; of no use after
	 * {@link #close()}
	 */
	public EigiOperations operations(String tenant) {
		return this.client.operations(transport(tenant));
	}

	/**
	 * Managing the account of a tenant, within the same limits and over the same
	 * connections.
	 * @param tenant the tenant, whatever the application calls it
	 * @return the operations, to be kept as long as one likes; of no use after
	 * {@link #close()}
	 */
	public EigiManagementOperations management(String tenant) {
		return new EigiManagementTemplate(transport(tenant));
	}

	private ApiTransport transport(String tenant) {
		return new TenantTransport(this.transports, Objects.requireNonNull(tenant, "'tenant' must not be null"));
	}

	/**
	 * How many clients there are now.
	 * @return the number, never more than the bound
	 */
	public int clients() {
		return this.transports.size();
	}

	/**
	 * Send again at once for every tenant, though the service had asked for a wait with a
	 * 429. See {@link EigiClient#endCoolDown()}.
	 */
	public void endCoolDowns() {
		this.transports.endCoolDowns();
	}

	/**
	 * How many clients can make room for another now.
	 */
	int idleClients() {
		return this.transports.idle();
	}

	/**
	 * Close all clients and stop the threads. Operations under way end with an error.
	 * Waits a few seconds at most, and not at all on a thread that must not block.
	 */
	@Override
	public void close() {
		this.transports.close();
	}

	/**
	 * Collects what clients of tenants are made of.
	 */
	public static final class Builder {

		private final EigiApiKeySupplier keys;

		private Consumer<EigiClient.Builder> client = (builder) -> {
		};

		private int maxClients = 100;

		private Duration idleTime = Duration.ofMinutes(10);

		private Builder(EigiApiKeySupplier keys) {
			this.keys = Objects.requireNonNull(keys, "'keys' must not be null");
		}

		/**
		 * Set what is alike for all tenants: address, limits, time limits, listeners. A
		 * key or supplier set here is not used, and neither are registries.
		 * @param customizer changes the builder of the clients, once
		 * @return this builder
		 */
		public Builder client(Consumer<EigiClient.Builder> customizer) {
			this.client = this.client.andThen(customizer);
			return this;
		}

		/**
		 * How many clients there may be at once.
		 * @param maxClients the number, 100 by default
		 * @return this builder
		 * @throws EigiConfigurationException if there could be none
		 */
		public Builder maxClients(int maxClients) {
			if (maxClients < 1) {
				throw new EigiConfigurationException("eigi.tenants.max-clients",
						"eigi.tenants.max-clients is " + maxClients + ", and no tenant could send anything.",
						"Set it to how many tenants are active within a minute or so.");
			}
			this.maxClients = maxClients;
			return this;
		}

		/**
		 * How long a client is kept without a request.
		 * @param idleTime the time, 10 minutes by default
		 * @return this builder
		 * @throws EigiConfigurationException if it is not positive
		 */
		public Builder idleTime(Duration idleTime) {
			if (idleTime.isNegative() || idleTime.isZero()) {
				throw new EigiConfigurationException("eigi.tenants.idle-time",
						"eigi.tenants.idle-time is " + idleTime + ".", "Set it to more than zero, to 10m for example.");
			}
			this.idleTime = idleTime;
			return this;
		}

		/**
		 * Build it. Nothing is sent, no key is asked for and no thread is started.
		 * @return the tenants, to be closed in the end
		 * @throws EigiConfigurationException if a setting is unusable
		 */
		public EigiTenants build() {
			return new EigiTenants(this);
		}

	}

}
