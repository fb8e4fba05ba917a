package ai.eigi.client.transport;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Decodes one streamed text and passes each piece on as it comes. All of it in one
 * operator and before any that queues, so that every buffer is released here and a piece
 * of text costs no allocation but itself, and no look at the clock.
 * <p>
 * Its time limits count while the reader asks and the server is silent.
 * {@link TimeLimits} looks now and then whether anything has happened since the last
 * look.
 */
final class TextSubscriber implements CoreSubscriber<DataBuffer>, Subscription, TimeLimits.Watched {

	private static final int KEPT_TEXT = 65_536;

	private static final int IDLE = 0;

	private static final int EMITTING = 1;

	private static final int OVER = 2;

	private final CoreSubscriber<? super String> actual;

	private final TextLimits limits;

	private final @Nullable String sessionId;

	private final Runnable whenOver;

	private final Utf8TextDecoder decoder = new Utf8TextDecoder();

	private StringBuilder delivered = new StringBuilder(0);

	private final AtomicInteger state = new AtomicInteger();

	private final AtomicLong requested = new AtomicLong();

	private final AtomicReference<@Nullable String> rest = new AtomicReference<>();

	private volatile @Nullable Throwable abortion;

	private volatile boolean completed;

	private volatile boolean cancelled;

	// published by the state and by what is requested

	private long deliveredLength;

	private int asked;

	// touched by the looks alone

	private long silentSince;

	private long lengthAtLastLook;

	private int askedAtLastLook;

	// takes requests and cancellation before the connection's thread hands out the body
	private final Operators.DeferredSubscription upstream = new Operators.DeferredSubscription();

	TextSubscriber(CoreSubscriber<? super String> actual, TextLimits limits, @Nullable String sessionId,
			Runnable whenOver) {
		this.actual = actual;
		this.limits = limits;
		this.sessionId = sessionId;
		this.whenOver = whenOver;
		this.silentSince = System.nanoTime() - limits.waited().toNanos();
	}

	@Override
	public Context currentContext() {
		return DroppedErrors.quiet(this.actual.currentContext());
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.upstream.set(subscription);
	}

	@Override
	public void request(long n) {
		if (!Operators.validate(n)) {
			return;
		}
		if (this.requested.get() == 0) {
			this.asked++;
		}
		this.requested.getAndAccumulate(n, Operators::addCap);
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
		if (!text.isEmpty()) {
			emit(text);
		}
		this.state.set(IDLE);
		Throwable ex = this.abortion;
		if (ex != null) {
			finish(ex);
		}
		else if (this.completed) {
			complete();
		}
		else if (text.isEmpty() && this.requested.get() != Long.MAX_VALUE) {
			this.upstream.request(1);
		}
	}

	private void emit(String text) {
		this.deliveredLength += text.length();
		keep(text);
		this.limits.operation().text(text.length());
		this.actual.onNext(text);
		if (this.requested.get() != Long.MAX_VALUE) {
			this.requested.decrementAndGet();
		}
	}

	/**
	 * Keep the beginning for an interruption, growing by a quarter: a builder that
	 * doubles would cost many open streams twice what they have delivered.
	 */
	private void keep(String text) {
		int kept = this.delivered.length();
		int more = Math.min(text.length(), KEPT_TEXT - kept);
		if (more > 0) {
			if (kept + more > this.delivered.capacity()) {
				this.delivered = new StringBuilder(kept + more + kept / 4 + 64).append(this.delivered);
			}
			this.delivered.append(text, 0, more);
		}
	}

	@Override
	public void onComplete() {
		this.completed = true;
		complete();
	}

	private void complete() {
		// a body that is thrown away completes
		if (this.cancelled || !this.state.compareAndSet(IDLE, OVER)) {
			return;
		}
		String last = this.decoder.end();
		if (last.isEmpty()) {
			this.whenOver.run();
			this.limits.operation().completed();
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
		if (this.rest.get() != null && this.requested.get() > 0 && !this.cancelled) {
			String last = this.rest.getAndSet(null);
			if (last != null) {
				emit(last);
				this.whenOver.run();
				this.limits.operation().completed();
				this.actual.onComplete();
			}
		}
	}

	@Override
	public void onError(Throwable ex) {
		abort(ex);
	}

	/**
	 * End the stream. While a text is being passed on, also when its reader itself is the
	 * cause, the end waits until that has returned.
	 */
	void abort(Throwable ex) {
		this.abortion = ex;
		finish(ex);
	}

	private void finish(Throwable ex) {
		if (this.state.compareAndSet(IDLE, OVER)) {
			this.upstream.cancel();
			this.whenOver.run();
			if (this.cancelled) {
				return;
			}
			if (ex instanceof CancellationException) {
				this.limits.operation().cancelled();
				this.actual.onError(ex);
				return;
			}
			Throwable failure = (ex instanceof Error) ? ex
					: this.limits.failures().of(ex, this.sessionId, this.delivered.toString(), this.deliveredLength);
			this.limits.operation().failed(failure);
			this.actual.onError(failure);
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.limits.operation().cancelled();
		this.upstream.cancel();
		this.whenOver.run();
	}

	@Override
	public void close() {
		abort(new FailureClassifier.TimeLimitException(FailureClassifier.CLIENT_CLOSED));
	}

	@Override
	public boolean isOver(long now) {
		int state = this.state.get();
		if (state == OVER || this.cancelled) {
			return true;
		}
		boolean counting = this.requested.get() > 0 && state == IDLE;
		boolean started = this.deliveredLength > 0;
		if (!counting || this.deliveredLength != this.lengthAtLastLook || this.asked != this.askedAtLastLook) {
			this.lengthAtLastLook = this.deliveredLength;
			this.askedAtLastLook = this.asked;
			this.silentSince = now - (started ? 0 : this.limits.waited().toNanos());
			return false;
		}
		if (now - this.silentSince < (started ? this.limits.idle() : this.limits.firstText()).toNanos()) {
			return false;
		}
		finish(new FailureClassifier.TimeLimitException(
				started ? "no further text arrived within eigi.http.stream-idle-timeout"
						: "no text arrived within eigi.http.stream-first-text-timeout"));
		return this.state.get() == OVER;
	}

}
