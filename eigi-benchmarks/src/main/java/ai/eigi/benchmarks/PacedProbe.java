package ai.eigi.benchmarks;

import java.util.concurrent.CountDownLatch;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

/**
 * Reads a stream whose chunks come every 100 ms, and counts those that come late.
 */
final class PacedProbe extends BaseSubscriber<String> {

	private static final long LONG_GAP = 200_000_000;

	private final CountDownLatch over = new CountDownLatch(1);

	private volatile boolean measuring;

	private volatile long characters;

	private long lastAt;

	private long gaps;

	private long largestGap;

	void startMeasuring() {
		this.measuring = true;
	}

	void stopMeasuring() {
		this.measuring = false;
	}

	boolean isOpen() {
		return this.characters > 0 && this.over.getCount() > 0;
	}

	long chunks() {
		return this.characters / ServerHandler.TEXT.length();
	}

	void awaitEnd() throws InterruptedException {
		this.over.await();
	}

	long gaps() {
		return this.gaps;
	}

	long largestGap() {
		return this.largestGap;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		requestUnbounded();
	}

	@Override
	@SuppressWarnings("NonAtomicOperationOnVolatileField")
	protected void hookOnNext(String text) {
		this.characters += text.length();
		long now = System.nanoTime();
		if (this.measuring && this.lastAt != 0) {
			long gap = now - this.lastAt;
			this.largestGap = Math.max(this.largestGap, gap);
			this.gaps += (gap > LONG_GAP) ? 1 : 0;
		}
		this.lastAt = now;
	}

	@Override
	protected void hookOnError(Throwable ex) {
		System.err.println("A stream broke: " + ex);
	}

	@Override
	protected void hookFinally(SignalType type) {
		this.over.countDown();
	}

}
