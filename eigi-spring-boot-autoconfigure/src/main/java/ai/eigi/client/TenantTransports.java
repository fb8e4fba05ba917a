package ai.eigi.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiTenantUnavailableException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.TransportResources;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * The transports of all tenants: one for each that is in use or was lately, within a
 * bound. State is guarded by the monitor, held for a few instructions and never while
 * calling out; a transport is made under the monitor of its tenant.
 */
final class TenantTransports implements AutoCloseable {

	private static final Duration LONGEST_SWEEP = Duration.ofSeconds(30);

	private final EigiApiKeySupplier keys;

	private final Function<EigiApiKeySupplier, EigiTransport> factory;

	private final TransportResources resources;

	private final int bound;

	private final long idleNanos;

	private final long sweepNanos;

	// in the order of use, so that the first is the one that was not used for longest
	private final Map<String, Tenant> tenants = new LinkedHashMap<>(16, 0.75f, true);

	// no longer those of tenants; added under the monitor
	private final Set<EigiTransport> closing = ConcurrentHashMap.newKeySet();

	private final Sinks.Empty<Void> whenClosed = Sinks.empty();

	private @Nullable Disposable sweep;

	private boolean closed;

	TenantTransports(EigiApiKeySupplier keys, Function<EigiApiKeySupplier, EigiTransport> factory,
			TransportResources resources, int bound, Duration idleTime) {
		this.keys = keys;
		this.factory = factory;
		this.resources = resources;
		this.bound = bound;
		this.idleNanos = idleTime.toNanos();
		this.sweepNanos = Math.min(LONGEST_SWEEP.toNanos(), Math.max(1, this.idleNanos / 4));
	}

	/**
	 * Hold the transport of a tenant until the lease is released.
	 * @throws EigiException if there is no room for it, or everything is closed
	 */
	Lease lease(String name, String operation) {
		EigiTransport evicted = null;
		Tenant tenant;
		synchronized (this) {
			if (this.closed) {
				throw closed(operation);
			}
			tenant = this.tenants.get(name);
			if (tenant == null) {
				if (this.tenants.size() >= this.bound) {
					evicted = evict(operation);
				}
				tenant = new Tenant(name);
				this.tenants.put(name, tenant);
				sweepLater();
			}
			tenant.leases++;
		}
		if (evicted != null) {
			closeLater(evicted);
		}
		return new Lease(tenant, operation);
	}

	private static EigiTransportException closed(String operation) {
		return new EigiTransportException(operation, "Nothing was sent for " + operation
				+ ": the client was closed. Do not use what it handed out after closing it.", false);
	}

	private EigiTransport evict(String operation) {
		Iterator<Tenant> eldestFirst = this.tenants.values().iterator();
		while (eldestFirst.hasNext()) {
			Tenant tenant = eldestFirst.next();
			EigiTransport transport = tenant.transport;
			if (transport != null && tenant.isIdle()) {
				eldestFirst.remove();
				this.closing.add(transport);
				return transport;
			}
		}
		throw new EigiTenantUnavailableException(operation,
				"Nothing was sent for %s: %d tenants have clients, which is the most there may be (eigi.tenants.max-clients), and each is in use or its requests still count for the limit of its account. "
					.formatted(operation, this.bound) + "Try again in a minute, or allow more.");
	}

	private void sweepLater() {
		if (this.sweep == null && !this.closed && !this.tenants.isEmpty()) {
			this.sweep = scheduler().schedule(this::sweep, this.sweepNanos, TimeUnit.NANOSECONDS);
		}
	}

	private void sweep() {
		List<EigiTransport> idle = new ArrayList<>();
		synchronized (this) {
			this.sweep = null;
			long now = now();
			this.tenants.values().removeIf((tenant) -> {
				EigiTransport transport = tenant.transport;
				boolean forgotten = transport != null && now - tenant.usedAt >= this.idleNanos && tenant.isIdle();
				if (forgotten) {
					idle.add(transport);
					this.closing.add(transport);
				}
				return forgotten;
			});
			sweepLater();
		}
		idle.forEach(this::closeLater);
	}

	/**
	 * Closing may wait, but not on a thread of the scheduler. What is still to be closed
	 * when all is, is closed then: a scheduler that stops drops its tasks.
	 */
	private void closeLater(EigiTransport transport) {
		try {
			scheduler().schedule(() -> close(transport));
		}
		catch (RejectedExecutionException ex) {
			// all is being closed, and this was one of them a moment ago
			close(transport);
		}
	}

	private void close(EigiTransport transport) {
		try {
			transport.close();
		}
		finally {
			this.closing.remove(transport);
		}
	}

	private long now() {
		return scheduler().now(TimeUnit.NANOSECONDS);
	}

	synchronized int size() {
		return this.tenants.size();
	}

	synchronized int idle() {
		return (int) this.tenants.values().stream().filter(Tenant::isIdle).count();
	}

	void endCoolDowns() {
		List<Tenant> all;
		synchronized (this) {
			all = List.copyOf(this.tenants.values());
		}
		for (Tenant tenant : all) {
			EigiTransport transport = tenant.transport;
			if (transport != null) {
				transport.endCoolDown();
			}
		}
	}

	Scheduler scheduler() {
		return this.resources.scheduler();
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	Mono<Void> whenClosed() {
		return this.whenClosed.asMono();
	}

	@Override
	public void close() {
		List<Tenant> all;
		synchronized (this) {
			this.closed = true;
			all = List.copyOf(this.tenants.values());
			this.tenants.clear();
			if (this.sweep != null) {
				this.sweep.dispose();
			}
		}
		all.forEach(Tenant::close);
		this.closing.forEach(this::close);
		this.resources.close();
		this.whenClosed.tryEmitEmpty();
	}

	/**
	 * A tenant with its transport, and the keys of that tenant alone.
	 */
	private final class Tenant implements EigiApiKeySupplier {

		private final String name;

		private volatile @Nullable EigiTransport transport;

		private volatile boolean hasKey;

		private boolean closed;

		private int leases;

		private long usedAt;

		Tenant(String name) {
			this.name = name;
		}

		@Override
		public Mono<EigiApiKey> get(EigiApiKeyRequest request) {
			return TenantTransports.this.keys.get(new EigiApiKeyRequest(this.name, request.formerRefused()))
				.doOnNext((key) -> {
					key.toApiKey();
					this.hasKey = true;
				});
		}

		@Override
		public Duration timeout() {
			return TenantTransports.this.keys.timeout();
		}

		boolean isIdle() {
			EigiTransport transport = this.transport;
			return this.leases == 0 && (transport == null || transport.state().isAtRest());
		}

		/**
		 * The first who needs it makes it.
		 */
		synchronized EigiTransport transport(String operation) {
			if (this.closed) {
				throw closed(operation);
			}
			EigiTransport transport = this.transport;
			if (transport == null) {
				transport = TenantTransports.this.factory.apply(this);
				this.transport = transport;
			}
			return transport;
		}

		/**
		 * A tenant that never had a key may be none, and takes no room.
		 */
		void release() {
			EigiTransport transport;
			synchronized (TenantTransports.this) {
				this.leases--;
				this.usedAt = now();
				if (this.leases > 0 || this.hasKey) {
					return;
				}
				TenantTransports.this.tenants.remove(this.name, this);
				transport = this.transport;
				if (transport != null) {
					TenantTransports.this.closing.add(transport);
				}
			}
			if (transport != null) {
				closeLater(transport);
			}
		}

		synchronized void close() {
			this.closed = true;
			EigiTransport transport = this.transport;
			if (transport != null) {
				transport.close();
			}
		}

	}

	/**
	 * The right to use the transport of a tenant.
	 */
	final class Lease {

		private final Tenant tenant;

		private final String operation;

		private final AtomicBoolean released = new AtomicBoolean();

		private Lease(Tenant tenant, String operation) {
			this.tenant = tenant;
			this.operation = operation;
		}

		/**
		 * The transport, made if there is none.
		 * @throws EigiException if it cannot be made
		 */
		EigiTransport transport() {
			try {
				return this.tenant.transport(this.operation);
			}
			catch (EigiConfigurationException ex) {
				throw cannotBeMade(": " + ex.getMessage() + " " + ex.action());
			}
			catch (EigiException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				// what it says may hold anything
				throw cannotBeMade(" (" + ex.getClass().getName() + "). Look at what customizes the clients.");
			}
		}

		private EigiTenantUnavailableException cannotBeMade(String why) {
			return new EigiTenantUnavailableException(this.operation,
					"Nothing was sent for " + this.operation + ": the client of the tenant cannot be made" + why);
		}

		void release() {
			if (this.released.compareAndSet(false, true)) {
				this.tenant.release();
			}
		}

	}

}
