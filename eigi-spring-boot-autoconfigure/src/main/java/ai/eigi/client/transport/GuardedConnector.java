package ai.eigi.client.transport;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;
import reactor.pool.PooledRef;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.codec.CodecException;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * The last door before the wire, behind every filter of the application. Here a request
 * waits for a free connection and then for a permit, gets the key, and leaves evidence of
 * whether it was written. Nothing but making the connection stands between permit and
 * wire, and the permit counts from the moment of writing.
 * <p>
 * The key is added here and not to the {@code WebClient}, so that no filter, no exception
 * and no other host ever sees it.
 */
final class GuardedConnector implements ClientHttpConnector {

	static final String API_KEY_HEADER = "X-API-Key";

	private final NettyHttp http;

	private final ApiOrigin origin;

	private final Limits limits;

	private final InstrumentedPool<Object> slots;

	private final Duration slotTimeout;

	GuardedConnector(NettyHttp http, ApiOrigin origin, Limits limits, HttpSettings settings, Scheduler scheduler) {
		this.http = http;
		this.origin = origin;
		this.limits = limits;
		this.slotTimeout = settings.responseTimeout();
		this.slots = PoolBuilder.from(Mono.fromSupplier(Object::new))
			.sizeBetween(0, settings.maxConnections())
			.maxPendingAcquireUnbounded()
			.pendingAcquireTimer((task, timeout) -> scheduler.schedule(task, timeout.toNanos(), TimeUnit.NANOSECONDS))
			.buildPool();
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.deferContextual((context) -> {
			Attempt attempt = Attempt.from(context);
			if (attempt == null) {
				return Mono.error(new RefusedRequestException(
						"a filter cut the request off from the client's own context; filters must keep the context"));
			}
			if (!this.origin.owns(uri)) {
				return Mono.error(new RefusedRequestException("a filter turned the request to another host, "
						+ "which must get neither the key nor what the request says"));
			}
			return this.slots.acquire(this.slotTimeout)
				.doOnError((ex) -> attempt.markConnectFailed())
				.flatMap((slot) -> send(method, uri, requestCallback, attempt, new Slot(slot)));
		});
	}

	private Mono<ClientHttpResponse> send(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback, Attempt attempt, Slot slot) {
		PermitGate.Permit permit = this.limits.gate().permit();
		return attempt.operation()
			.watchPermit(this.limits.rateLimiter().await(permit))
			.doOnNext((granted) -> attempt.markConnecting())
			.flatMap((granted) -> this.http.connectorFor(attempt.effect())
				.connect(method, uri,
						(request) -> requestCallback
							.apply(new EvidenceRequest(withKey(request, attempt), attempt, granted, slot))
							.onErrorMap((ex) -> isNotSendable(ex, attempt), GuardedConnector::notSendable))
				.map((response) -> {
					WireLog wireLog = attempt.wireLog();
					return (wireLog != null) ? wireLog.receiving(response) : response;
				})
				.doOnNext((response) -> {
					slot.passOn();
					attempt.operation().answered(response.getStatusCode().value());
				})
				.doOnError((ex) -> {
					if (attempt.wireLog() != null) {
						attempt.wireLog().failed(ex);
					}
					if (!attempt.isSent()) {
						attempt.markConnectFailed();
					}
				}))
			.doFinally((signal) -> {
				permit.release();
				if (signal != SignalType.ON_COMPLETE) {
					slot.giveUp();
				}
			});
	}

	/**
	 * Whether writing the request down failed, as opposed to sending it. The original may
	 * hold what the request says.
	 */
	private static boolean isNotSendable(Throwable ex, Attempt attempt) {
		return ex instanceof CodecException || (!attempt.isSent() && ex instanceof RuntimeException
				&& !(ex instanceof RefusedRequestException) && !(ex instanceof CancellationException));
	}

	private static RefusedRequestException notSendable(Throwable ex) {
		return new RefusedRequestException((ex instanceof CodecException)
				? "the request cannot be written as JSON; look at the values in its metadata, and at those of keys you added"
				: "writing it failed (" + ex.getClass().getSimpleName() + ")");
	}

	private static ClientHttpRequest withKey(ClientHttpRequest request, Attempt attempt) {
		request.getHeaders().set(API_KEY_HEADER, attempt.apiKey().value());
		return request;
	}

	int connectionsInUse() {
		return this.slots.metrics().acquiredSize();
	}

	int waitingForConnection() {
		return this.slots.metrics().pendingAcquireSize();
	}

	void close() {
		this.slots.dispose();
	}

	/**
	 * Marks the moment of writing, and ties the slot to the connection.
	 */
	private static final class EvidenceRequest extends ClientHttpRequestDecorator {

		private final Attempt attempt;

		private final PermitGate.Permit permit;

		private final Slot slot;

		EvidenceRequest(ClientHttpRequest delegate, Attempt attempt, PermitGate.Permit permit, Slot slot) {
			super(delegate);
			this.attempt = attempt;
			this.permit = permit;
			this.slot = slot;
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return Mono.defer(() -> {
				RuntimeException refusal = leave();
				if (refusal != null) {
					return release(body).then(Mono.error(refusal));
				}
				WireLog wireLog = this.attempt.wireLog();
				return super.writeWith((wireLog != null) ? wireLog.sending(body) : body);
			});
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return Mono.defer(() -> {
				RuntimeException refusal = leave();
				return (refusal != null) ? Flux.from(body).concatMap(EvidenceRequest::release).then(Mono.error(refusal))
						: super.writeAndFlushWith(body);
			});
		}

		@Override
		public Mono<Void> setComplete() {
			return Mono.defer(() -> {
				RuntimeException refusal = leave();
				return (refusal != null) ? Mono.error(refusal) : super.setComplete();
			});
		}

		private static Mono<Void> release(Publisher<? extends DataBuffer> body) {
			return Flux.from(body).doOnNext(DataBufferUtils::release).then();
		}

		/**
		 * The last moment: what must not be sent is stopped here, whatever happened
		 * before.
		 * @return why it must not be sent, or {@code null}
		 */
		private @Nullable RuntimeException leave() {
			if (!this.attempt.markSent()) {
				return new RefusedRequestException(
						"a filter tried to send the request a second time; repeating is the client's own decision");
			}
			this.slot.occupy(getNativeRequest());
			if (!this.permit.leave()) {
				return new CancellationException("The caller gave up");
			}
			this.attempt.own(this.slot::discard);
			this.attempt.operation().sent();
			if (this.attempt.wireLog() != null) {
				this.attempt.wireLog().sent(getHeaders());
			}
			this.attempt.query().revealOn(getNativeRequest());
			return null;
		}

	}

	/**
	 * The right to one of the connections, until the connection is done with.
	 */
	private static final class Slot {

		private final PooledRef<Object> ref;

		// whichever comes first: the answer, or the end without one
		private final AtomicBoolean decided = new AtomicBoolean();

		private volatile @Nullable Object nativeRequest;

		Slot(PooledRef<Object> ref) {
			this.ref = ref;
		}

		void occupy(Object nativeRequest) {
			this.nativeRequest = nativeRequest;
			NettyHttp.onTerminate(nativeRequest, this::release);
		}

		/**
		 * The answer goes on to the filters of the application. From now on a cancel says
		 * nothing about it: an operator that takes the first of several answers cancels
		 * them all, also the one that it has taken.
		 */
		void passOn() {
			if (!this.decided.compareAndSet(false, true)) {
				discard();
			}
		}

		/**
		 * Nobody waits for an answer any more.
		 */
		void giveUp() {
			if (this.decided.compareAndSet(false, true)) {
				discard();
				release();
			}
		}

		void discard() {
			Object nativeRequest = this.nativeRequest;
			if (nativeRequest != null) {
				NettyHttp.discard(nativeRequest);
			}
		}

		void release() {
			// releasing twice does nothing
			this.ref.release().subscribe();
		}

	}

	/**
	 * The connector refused a request. Nothing was sent.
	 */
	static final class RefusedRequestException extends RuntimeException {

		RefusedRequestException(String message) {
			super(message, null, false, false);
		}

	}

}
