package ai.eigi.client.transport;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.TestPublisher;
import reactor.test.publisher.TestPublisher.Violation;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.util.RaceTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who has to close a stream when its cancel and its arrival meet.
 */
class HandOverTests {

	private final AtomicInteger closed = new AtomicInteger();

	// emits what was under way when it was cancelled
	private final TestPublisher<TextStream> source = TestPublisher.createNoncompliant(Violation.CLEANUP_ON_TERMINATE);

	private final Receiver receiver = new Receiver();

	// each spins until the other has begun: neither may wait for a thread, nor for a
	// virtual one's carrier
	private final Scheduler racers = Schedulers.fromExecutorService(Executors.newFixedThreadPool(2));

	@AfterEach
	void stopRacers() {
		this.racers.dispose();
	}

	@Test
	void cancelBeforeReachesTheSourceAndClosesWhatComesLate() {
		new HandOver(this.source.mono()).subscribe(this.receiver);
		this.receiver.cancel();
		this.source.assertCancelled();
		this.source.next(stream());
		assertThat(this.receiver.received).hasValue(0);
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void cancelAfterwardsDoesNothing() {
		new HandOver(this.source.mono()).subscribe(this.receiver);
		this.source.next(stream());
		this.receiver.cancel();
		this.source.assertNotCancelled();
		assertThat(this.receiver.received).hasValue(1);
		assertThat(this.closed).hasValue(0);
	}

	@Test
	void streamIsHandedOverOrClosedWhateverComesFirst() {
		for (int i = 1; i <= 500; i++) {
			TestPublisher<TextStream> racing = TestPublisher.createNoncompliant(Violation.CLEANUP_ON_TERMINATE);
			Receiver racer = new Receiver();
			new HandOver(racing.mono()).subscribe(racer);
			TextStream stream = stream();
			int before = this.closed.get();
			RaceTestUtils.race(60, this.racers, () -> racing.next(stream), racer::cancel);
			assertThat(racer.received.get() + this.closed.get() - before).as("round %d", i).isEqualTo(1);
		}
	}

	private TextStream stream() {
		TimeLimits limits = new TimeLimits(VirtualTimeScheduler.create(), Duration.ofSeconds(1));
		return new TextStream(null, Flux.never(), new TextLimits(Duration.ofSeconds(1), Duration.ofSeconds(1),
				Duration.ZERO, limits, Operation.unheard(), (error, session, text, length) -> {
					throw new IllegalStateException(error);
				}), this.closed::incrementAndGet);
	}

	/**
	 * Counts what arrives, also after it was cancelled, and ends nothing by itself.
	 */
	private static final class Receiver implements CoreSubscriber<TextStream> {

		private final AtomicInteger received = new AtomicInteger();

		private Subscription subscription;

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(TextStream stream) {
			this.received.incrementAndGet();
		}

		@Override
		public void onError(Throwable ex) {
			throw new IllegalStateException(ex);
		}

		@Override
		public void onComplete() {
		}

		void cancel() {
			this.subscription.cancel();
		}

	}

}
