package ai.eigi.client.transport;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Scannable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Hands a stream over to who asked for it. A cancel that comes before closes the
 * connection. One that comes afterwards does nothing: the stream belongs to who got it,
 * and operators that take no more than one element cancel as soon as they have it.
 */
final class HandOver extends MonoOperator<TextStream, TextStream> {

	HandOver(Mono<TextStream> source) {
		super(source);
	}

	@Override
	public void subscribe(CoreSubscriber<? super TextStream> actual) {
		this.source.subscribe(new Receiver(actual));
	}

	private enum State {

		WAITING, HANDED_OVER, CANCELLED

	}

	private static final class Receiver implements CoreSubscriber<TextStream>, Subscription, Scannable {

		private final CoreSubscriber<? super TextStream> actual;

		private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

		private @Nullable Subscription upstream;

		Receiver(CoreSubscriber<? super TextStream> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.validate(this.upstream, subscription)) {
				this.upstream = subscription;
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(TextStream stream) {
			if (this.state.compareAndSet(State.WAITING, State.HANDED_OVER)) {
				this.actual.onNext(stream);
			}
			else {
				stream.cancelIfUnread();
			}
		}

		@Override
		public void onError(Throwable ex) {
			this.actual.onError(ex);
		}

		@Override
		public void onComplete() {
			this.actual.onComplete();
		}

		@Override
		public void request(long n) {
			if (this.upstream != null) {
				this.upstream.request(n);
			}
		}

		@Override
		public void cancel() {
			if (this.state.compareAndSet(State.WAITING, State.CANCELLED) && this.upstream != null) {
				this.upstream.cancel();
			}
		}

		@Override
		@SuppressWarnings("rawtypes")
		public @Nullable Object scanUnsafe(Attr key) {
			if (key == Attr.PARENT) {
				return this.upstream;
			}
			if (key == Attr.ACTUAL) {
				return this.actual;
			}
			if (key == Attr.CANCELLED) {
				return this.state.get() == State.CANCELLED;
			}
			return (key == Attr.RUN_STYLE) ? Attr.RunStyle.SYNC : null;
		}

	}

}
