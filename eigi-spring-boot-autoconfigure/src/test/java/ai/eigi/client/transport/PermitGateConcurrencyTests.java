package ai.eigi.client.transport;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The gate under contention, on threads that must not block; BlockHound watches.
 */
class PermitGateConcurrencyTests {

	private static final Duration PERIOD = Duration.ofMillis(200);

	private static final int THREADS = 8;

	private final Scheduler callers = Schedulers.newParallel("callers", THREADS);

	private final Scheduler timer = Schedulers.newParallel("timer", 2);

	@AfterEach
	void dispose() {
		this.callers.dispose();
		this.timer.dispose();
	}

	private PermitGate gate(int limit) {
		return new PermitGate(List.of(new SlidingWindow(limit, PERIOD.toNanos())), Duration.ofMinutes(5), this.timer,
				System::nanoTime);
	}

	@Test
	void hundredsOfThousandsOfPermitsOnThreadsThatMustNotBlock() {
		PermitGate gate = gate(Integer.MAX_VALUE);
		AtomicInteger left = new AtomicInteger();
		Flux.range(0, 400_000)
			.parallel(THREADS)
			.runOn(this.callers)
			.flatMap((i) -> gate.permit().await().doOnNext((permit) -> {
				permit.leave();
				left.incrementAndGet();
				permit.release();
			}))
			.then()
			.block(Duration.ofSeconds(60));
		assertThat(left).hasValue(400_000);
		assertThat(gate.waitingCount()).isZero();
	}

	@Test
	void noPermitIsLostOrInventedWhileCallersLeaveInEveryMoment() {
		int limit = 50;
		PermitGate gate = gate(limit);
		Queue<Long> left = new ConcurrentLinkedQueue<>();
		Flux.range(0, 600)
			.parallel(THREADS)
			.runOn(this.callers)
			.flatMap((i) -> attempt(gate, left, i % 3 == 0))
			.then()
			.block(Duration.ofSeconds(60));
		List<Long> times = left.stream().sorted().toList();
		assertThat(times).hasSizeBetween(400, 600);
		for (int i = limit; i < times.size(); i++) {
			// the times are taken just before the gate takes its own
			assertThat(times.get(i) - times.get(i - limit)).isGreaterThan(PERIOD.toNanos() - 50_000_000);
		}
		assertThat(gate.waitingCount()).isZero();
		Mono.delay(PERIOD.multipliedBy(2), this.timer).block(Duration.ofSeconds(5));
		assertThat(gate.availablePermits()).isEqualTo(limit);
	}

	private Mono<PermitGate.Permit> attempt(PermitGate gate, Queue<Long> left, boolean givesUp) {
		return Mono.defer(() -> {
			PermitGate.Permit permit = gate.permit();
			Mono<PermitGate.Permit> leaving = permit.await().doOnNext((granted) -> {
				long now = System.nanoTime();
				// false where the patience ended in this moment: the place is another's
				if (granted.leave()) {
					left.add(now);
				}
			}).doFinally((signal) -> permit.release());
			Duration patience = Duration.ofNanos(ThreadLocalRandom.current().nextLong(3_000_000));
			return givesUp ? leaving.takeUntilOther(Mono.delay(patience, this.timer)) : leaving;
		});
	}

}
