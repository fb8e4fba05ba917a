package ai.eigi.benchmarks;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SignalType;

/**
 * Reads a stream to its end and notes how much came and when.
 */
final class TextProbe extends BaseSubscriber<String> {

	private final CountDownLatch over = new CountDownLatch(1);

	private long firstTextAt;

	private long overAt;

	private long characters;

	private @Nullable Throwable error;

	/**
	 * Read a whole stream.
	 * @param stream the stream
	 * @param expected how many characters it has
	 * @return the probe, with all that was noted
	 * @throws IllegalStateException if the stream broke or something was lost
	 */
	static TextProbe read(Flux<String> stream, long expected) throws InterruptedException {
		TextProbe probe = new TextProbe();
		stream.subscribe(probe);
		probe.over.await();
		if (probe.error != null || probe.characters != expected) {
			throw new IllegalStateException("Got " + probe.characters + " of " + expected, probe.error);
		}
		return probe;
	}

	long firstTextAt() {
		return this.firstTextAt;
	}

	long overAt() {
		return this.overAt;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		requestUnbounded();
	}

	@Override
	protected void hookOnNext(String text) {
		if (this.characters == 0) {
			this.firstTextAt = System.nanoTime();
		}
		this.characters += text.length();
	}

	@Override
	protected void hookOnError(Throwable ex) {
		this.error = ex;
	}

	@Override
	protected void hookFinally(SignalType type) {
		this.overAt = System.nanoTime();
		this.over.countDown();
	}

}
