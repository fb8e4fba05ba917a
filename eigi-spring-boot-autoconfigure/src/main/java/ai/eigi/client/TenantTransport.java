package ai.eigi.client;

import java.util.function.Function;

import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.TextStream;
import ai.eigi.client.transport.WireObject;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Sends the requests of one tenant, each through the client that the tenant has at that
 * moment. A stream goes on after its lease: its connection shows that the client is in
 * use.
 */
final class TenantTransport implements ApiTransport {

	private final TenantTransports transports;

	private final String tenant;

	TenantTransport(TenantTransports transports, String tenant) {
		this.transports = transports;
		this.tenant = tenant;
	}

	@Override
	public <T> Mono<T> exchange(ApiCall call, Function<WireObject, T> reader) {
		return leased(call, (transport) -> transport.exchange(call, reader));
	}

	@Override
	public Mono<TextStream> stream(ApiCall call) {
		return leased(call, (transport) -> transport.stream(call));
	}

	private <T> Mono<T> leased(ApiCall call, Function<EigiTransport, Mono<T>> request) {
		return Mono.defer(() -> {
			TenantTransports.Lease lease = this.transports.lease(this.tenant, call.operation());
			return Mono.fromSupplier(lease::transport).flatMap(request).doFinally((signal) -> lease.release());
		});
	}

	@Override
	public Scheduler scheduler() {
		return this.transports.scheduler();
	}

	@Override
	public boolean isClosed() {
		return this.transports.isClosed();
	}

	@Override
	public Mono<Void> whenClosed() {
		return this.transports.whenClosed();
	}

}
