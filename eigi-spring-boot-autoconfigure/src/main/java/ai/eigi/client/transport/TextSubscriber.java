package ai.eigi.client.transport;

import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Decodes one streamed text, passes each piece on as it comes, and watches the time
 * limits. All of it in one operator and before any that queues, so that every buffer is
 * released here and a piece of text costs no allocation but itself.
 * <p>
 * A limit counts while the reader asks and the server is silent. One timer a stream looks
 * about once a limit; nothing is scheduled for a piece of text.
 */
final class TextSubscriber implements CoreSubscriber<DataBuffer>, Subscription {

	private static final int KEPT_TEXT = 65_536;

	private static final int IDLE = 0;

	private static final int EMITTING = 1;

	private static final int OVER = 2;

	private final CoreSubscriber<? super String> actual;

	private final TextLimits limits;

	private final @Nullable String sessionId;

	private final Utf8TextDecoder decoder = new Utf8TextDecoder();

	private final StringBuilder delivered = new StringBuilder(0);

	private final AtomicInteger state = new AtomicInteger();

	private final AtomicLong requested = new AtomicLong();

	private final AtomicReference<@Nullable String> rest = new AtomicReference<>();

	private final Disposable.Swap timer = Disposables.swap();

	private volatile long silentSince;

	private volatile @Nullable Throwable abortion;

	private volatile boolean started;

	private long deliveredLength;

	@SuppressWarnings("NullAway.Init")
	private Subscription upstream;

	TextSubscriber(CoreSubscriber<? super String> actual, TextLimits limits, @Nullable String sessionId) {
		this.actual = actual;
		this.limits = limits;
		this.sessionId = sessionId;
		this.silentSince = System.nanoTime() - limits.waited().toNanos();
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.upstream, subscription)) {
			this.upstream = subscription;
			watch(remaining(System.nanoTime()));
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public void request(long n) {
		if (!Operators.validate(n)) {
			return;
		}
		if (this.requested.getAndAccumulate(n, Operators::addCap) == 0) {
			this.silentSince = System.nanoTime() - (this.started ? 0 : this.limits.waited().toNanos());
		}
		deliverRest();
		this.upstream.request(n);
	}

	@Override
	public void onNext(DataBuffer buffer) {
		String text;
		try {
			if (!this.state.compareAndSet(IDLE, EMITTING)) {
				return;
			}
			text = this.decoder.decode(buffer);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
		if (text.isEmpty()) {
			this.silentSince = System.nanoTime();
			settle();
			if (this.requested.get() != Long.MAX_VALUE) {
				this.upstream.request(1);
			}
			return;
		}
		emit(text);
		this.silentSince = System.nanoTime();
		settle();
	}

	private void emit(String text) {
		if (!this.started) {
			this.started = true;
			watch(limit());
		}
		this.deliveredLength += text.length();
		if (this.delivered.length() < KEPT_TEXT) {
			this.delivered.append(text, 0, Math.min(text.length(), KEPT_TEXT - this.delivered.length()));
		}
		this.actual.onNext(text);
		if (this.requested.get() != Long.MAX_VALUE) {
			this.requested.decrementAndGet();
		}
	}

	/**
	 * Go back to waiting, unless somebody ended the stream meanwhile.
	 */
	private void settle() {
		this.state.set(IDLE);
		Throwable ex = this.abortion;
		if (ex != null) {
			finish(ex);
		}
	}

	@Override
	public void onComplete() {
		if (!this.state.compareAndSet(IDLE, OVER)) {
			return;
		}
		this.timer.dispose();
		String last = this.decoder.end();
		if (last.isEmpty()) {
			this.actual.onComplete();
			return;
		}
		this.rest.set(last);
		deliverRest();
	}

	/**
	 * What the decoder held back at the end waits for a reader that asks.
	 */
	private void deliverRest() {
		if (this.rest.get() != null && this.requested.get() > 0) {
			String last = this.rest.getAndSet(null);
			if (last != null) {
				emit(last);
				this.actual.onComplete();
			}
		}
	}

	@Override
	public void onError(Throwable ex) {
		finish(ex);
	}

	/**
	 * End the stream from outside.
	 */
	void abort(Throwable ex) {
		this.abortion = ex;
		finish(ex);
	}

	private void finish(Throwable ex) {
		if (this.state.compareAndSet(IDLE, OVER)) {
			this.timer.dispose();
			this.upstream.cancel();
			this.actual.onError((ex instanceof CancellationException || ex instanceof Error) ? ex
					: this.limits.failures().of(ex, this.sessionId, this.delivered.toString(), this.deliveredLength));
		}
	}

	@Override
	public void cancel() {
		this.timer.dispose();
		this.upstream.cancel();
	}

	private void watch(long delay) {
		try {
			this.timer
				.update(this.limits.scheduler().schedule(this::onTimer, Math.max(0, delay), TimeUnit.NANOSECONDS));
		}
		catch (RejectedExecutionException ex) {
			// the client is being closed, and the connection with it
		}
	}

	private long limit() {
		return (this.started ? this.limits.idle() : this.limits.firstText()).toNanos();
	}

	private long remaining(long now) {
		return limit() - (now - this.silentSince);
	}

	private void onTimer() {
		if (this.state.get() == OVER || this.timer.isDisposed()) {
			return;
		}
		boolean counting = this.requested.get() > 0 && this.state.get() == IDLE;
		long remaining = counting ? remaining(System.nanoTime()) : limit();
		if (remaining > 0) {
			watch(remaining);
			return;
		}
		finish(new FailureClassifier.TimeLimitException(
				this.started ? "no further text arrived within eigi.http.stream-idle-timeout"
						: "no text arrived within eigi.http.stream-first-text-timeout"));
		if (this.state.get() != OVER) {
			watch(limit());
		}
	}

}
