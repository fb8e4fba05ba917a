package ai.eigi.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiTenantUnavailableException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.transport.ApiKey;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.TransportResources;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;

/**
 * The transports of all tenants: one for each that is in use or was lately, within a
 * bound. State is guarded by the monitor, held for a few instructions and never while
 * calling out.
 */
final class TenantTransports implements AutoCloseable {

	private static final Duration LONGEST_SWEEP = Duration.ofSeconds(30);

	private final EigiTenantKeys keys;

	private final Function<ApiKey, EigiTransport> factory;

	private final TransportResources resources;

	private final int bound;

	private final long idleNanos;

	private final long sweepNanos;

	// in the order of use, so that the first is the one that was not used for longest
	private final Map<String, Tenant> tenants = new LinkedHashMap<>(16, 0.75f, true);

	private final Sinks.Empty<Void> whenClosed = Sinks.empty();

	private @Nullable Disposable sweep;

	private boolean closed;

	TenantTransports(EigiTenantKeys keys, Function<ApiKey, EigiTransport> factory, TransportResources resources,
			int bound, Duration idleTime) {
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
				throw new EigiTransportException(operation, "Nothing was sent for " + operation
						+ ": the client was closed. Do not use what it handed out after closing it.", false);
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

	private EigiTransport evict(String operation) {
		Iterator<Tenant> eldestFirst = this.tenants.values().iterator();
		while (eldestFirst.hasNext()) {
			Tenant tenant = eldestFirst.next();
			if (tenant.transport != null && tenant.isIdle()) {
				eldestFirst.remove();
				return tenant.transport;
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
				boolean forgotten = tenant.transport != null && now - tenant.usedAt >= this.idleNanos
						&& tenant.isIdle();
				if (forgotten && tenant.transport != null) {
					idle.add(tenant.transport);
				}
				return forgotten;
			});
			sweepLater();
		}
		idle.forEach(this::closeLater);
	}

	/**
	 * Closing may wait, but not on a thread of the scheduler.
	 */
	private void closeLater(EigiTransport transport) {
		try {
			scheduler().schedule(transport::close);
		}
		catch (RejectedExecutionException ex) {
			// all is being closed, and this was one of them a moment ago
			transport.close();
		}
	}

	private long now() {
		return scheduler().now(TimeUnit.NANOSECONDS);
	}

	synchronized int size() {
		return this.tenants.size();
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
		this.resources.close();
		this.whenClosed.tryEmitEmpty();
	}

	/**
	 * A tenant with its transport, or on the way to one.
	 */
	private final class Tenant {

		private final String name;

		private final Sinks.One<EigiTransport> made = Sinks.one();

		private final AtomicBoolean asked = new AtomicBoolean();

		private final Disposable.Swap request = Disposables.swap();

		private @Nullable EigiTransport transport;

		private int leases;

		private long usedAt;

		Tenant(String name) {
			this.name = name;
		}

		boolean isIdle() {
			return this.leases == 0 && (this.transport == null || this.transport.state().isAtRest());
		}

		/**
		 * The first who needs the transport asks for the key, all others wait with it.
		 */
		Mono<EigiTransport> transport(ContextView context) {
			return Mono.defer(() -> {
				if (this.asked.compareAndSet(false, true)) {
					this.request.update(Mono.defer(() -> TenantTransports.this.keys.keyOf(this.name))
						.switchIfEmpty(Mono.error(UnknownTenantException::new))
						.map((key) -> ApiKey.of(ApiKey.check(key, "EigiTenantKeys")))
						.map(TenantTransports.this.factory)
						.contextWrite(context)
						.subscribe(this::made, this::failed));
				}
				return this.made.asMono();
			});
		}

		private void made(EigiTransport transport) {
			boolean needed;
			synchronized (TenantTransports.this) {
				needed = TenantTransports.this.tenants.get(this.name) == this;
				if (needed) {
					this.transport = transport;
				}
			}
			if (needed) {
				this.made.tryEmitValue(transport);
			}
			else {
				transport.close();
				failed(new ClosedException());
			}
		}

		private void failed(Throwable ex) {
			synchronized (TenantTransports.this) {
				TenantTransports.this.tenants.remove(this.name, this);
			}
			this.made.tryEmitError(ex);
		}

		void release() {
			synchronized (TenantTransports.this) {
				this.leases--;
				this.usedAt = now();
				if (this.leases > 0 || this.transport != null) {
					return;
				}
				TenantTransports.this.tenants.remove(this.name, this);
			}
			// nobody waits for the key any more
			this.request.dispose();
		}

		void close() {
			this.request.dispose();
			EigiTransport transport;
			synchronized (TenantTransports.this) {
				transport = this.transport;
			}
			if (transport != null) {
				transport.close();
			}
			else {
				this.made.tryEmitError(new ClosedException());
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

		Mono<EigiTransport> transport(ContextView context) {
			return this.tenant.transport(context).onErrorMap(this::unavailable);
		}

		private Throwable unavailable(Throwable ex) {
			if (ex instanceof EigiException) {
				return ex;
			}
			if (ex instanceof ClosedException) {
				return new EigiTransportException(this.operation,
						"Nothing was sent for " + this.operation + ": the client was closed.", false);
			}
			if (ex instanceof UnknownTenantException) {
				return unavailable("there is no key for the tenant. Check the name, and what EigiTenantKeys knows.");
			}
			if (ex instanceof EigiConfigurationException configuration) {
				return unavailable("the client of the tenant cannot be made. " + configuration.getMessage());
			}
			// what it says may hold anything
			return unavailable("finding the key of the tenant failed (" + ex.getClass().getSimpleName()
					+ "). See to what EigiTenantKeys asks, and try again.");
		}

		private EigiTenantUnavailableException unavailable(String reason) {
			return new EigiTenantUnavailableException(this.operation,
					"Nothing was sent for " + this.operation + ": " + reason);
		}

		void release() {
			if (this.released.compareAndSet(false, true)) {
				this.tenant.release();
			}
		}

	}

	private static final class UnknownTenantException extends RuntimeException {

		UnknownTenantException() {
			super("no key", null, false, false);
		}

	}

	private static final class ClosedException extends RuntimeException {

		ClosedException() {
			super("closed", null, false, false);
		}

	}

}
