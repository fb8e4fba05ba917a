package ai.eigi.client.transport;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of everything that waits when the client is closed.
 */
class TimeLimitsTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final TimeLimits limits = new TimeLimits(this.time, Duration.ofSeconds(1));

	@Test
	void closingEndsWhatIsWatched() {
		Waiting seen = new Waiting();
		this.limits.watch(seen);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		Waiting unseen = new Waiting();
		this.limits.watch(unseen);
		this.limits.close();
		assertThat(seen.closed).hasValue(1);
		assertThat(unseen.closed).hasValue(1);
		int looks = seen.looks.get();
		assertThat(looks).isPositive();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(seen.looks).hasValue(looks);
	}

	@Test
	void whatBeginsAfterClosingEndsAtOnce() {
		this.limits.close();
		Waiting late = new Waiting();
		this.limits.watch(late);
		assertThat(late.closed).hasValue(1);
	}

	@Test
	@Timeout(20)
	void whoWatchesWhileTheClientIsClosedIsNotHeldUp() throws Exception {
		Object monitor = new Object();
		CountDownLatch closing = new CountDownLatch(1);
		this.limits.watch(new Waiting() {

			@Override
			public void close() {
				closing.countDown();
				synchronized (monitor) {
					super.close();
				}
			}

		});
		Thread closer = new Thread(this.limits::close);
		Waiting late = new Waiting();
		synchronized (monitor) {
			closer.start();
			closing.await();
			this.limits.watch(late);
		}
		closer.join();
		assertThat(late.closed).hasValue(1);
	}

	private static class Waiting implements TimeLimits.Watched {

		private final AtomicInteger looks = new AtomicInteger();

		private final AtomicInteger closed = new AtomicInteger();

		@Override
		public boolean isOver(long now) {
			this.looks.incrementAndGet();
			return false;
		}

		@Override
		public void close() {
			this.closed.incrementAndGet();
		}

	}

}
