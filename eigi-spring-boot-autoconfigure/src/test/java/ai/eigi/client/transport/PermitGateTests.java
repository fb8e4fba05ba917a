package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import reactor.core.Disposable;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limit in virtual time: exact, fair, and free of charge for who leaves.
 */
@Execution(ExecutionMode.SAME_THREAD)
class PermitGateTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<Long> left = new ArrayList<>();

	private final List<String> order = new ArrayList<>();

	private final List<Throwable> refused = new ArrayList<>();

	private PermitGate gate(int limit, Duration maxWait) {
		return new PermitGate(List.of(new SlidingWindow(limit, MINUTE.toNanos())), maxWait, this.time,
				() -> this.time.now(TimeUnit.NANOSECONDS));
	}

	private long now() {
		return this.time.now(TimeUnit.MILLISECONDS);
	}

	private Disposable send(PermitGate gate, String name) {
		PermitGate.Permit permit = gate.permit();
		return permit.await().subscribe((granted) -> {
			granted.leave();
			this.left.add(now());
			this.order.add(name);
			granted.release();
		}, this.refused::add);
	}

	@Test
	void lettingOutStopsAtTheLimitAndGoesOnWhenTheFirstIsAMinuteOld() {
		PermitGate gate = gate(2, MINUTE);
		send(gate, "a");
		this.time.advanceTimeBy(Duration.ofSeconds(20));
		send(gate, "b");
		send(gate, "c");
		send(gate, "d");
		assertThat(this.order).containsExactly("a", "b");
		assertThat(gate.waitingCount()).isEqualTo(2);
		this.time.advanceTimeBy(Duration.ofMillis(39_999));
		assertThat(this.order).hasSize(2);
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.order).containsExactly("a", "b", "c");
		this.time.advanceTimeBy(Duration.ofSeconds(20));
		assertThat(this.order).containsExactly("a", "b", "c", "d");
	}

	@Test
	void twoBurstsDoNotMeetOverTheEdgeOfAWindow() {
		PermitGate gate = gate(10, MINUTE);
		this.time.advanceTimeBy(Duration.ofMillis(59_975));
		for (int i = 0; i < 20; i++) {
			send(gate, "n" + i);
		}
		this.time.advanceTimeBy(Duration.ofMillis(50));
		assertThat(this.left).hasSize(10);
	}

	@Test
	void whoWouldWaitTooLongIsRefusedAtOnceAndReservesNothing() {
		PermitGate gate = gate(1, Duration.ofSeconds(59));
		send(gate, "a");
		send(gate, "b");
		assertThat(this.refused).singleElement()
			.isInstanceOfSatisfying(PermitGate.PermitRefusedException.class,
					(ex) -> assertThat(ex.neededWait()).isEqualTo(MINUTE));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		send(gate, "c");
		this.time.advanceTimeBy(Duration.ofSeconds(59));
		assertThat(this.order).containsExactly("a", "c");
	}

	@Test
	void theWaitOfThoseInFrontCountsToo() {
		PermitGate gate = gate(1, Duration.ofSeconds(90));
		send(gate, "a");
		send(gate, "b");
		send(gate, "c");
		assertThat(this.refused).singleElement()
			.isInstanceOfSatisfying(PermitGate.PermitRefusedException.class,
					(ex) -> assertThat(ex.neededWait()).isEqualTo(MINUTE.multipliedBy(2)));
	}

	@Test
	void whoLeavesTheQueueCostsTheOthersNothing() {
		PermitGate gate = gate(1, MINUTE.multipliedBy(10));
		send(gate, "a");
		List<Disposable> leaving = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			leaving.add(send(gate, "leaving" + i));
		}
		send(gate, "b");
		leaving.forEach(Disposable::dispose);
		assertThat(gate.waitingCount()).isEqualTo(1);
		this.time.advanceTimeBy(MINUTE);
		assertThat(this.order).containsExactly("a", "b");
		this.time.advanceTimeBy(MINUTE.multipliedBy(10));
		assertThat(this.order).containsExactly("a", "b");
	}

	@Test
	void aPermitCountsFromWhenItsRequestLeaves() {
		PermitGate gate = gate(1, MINUTE.multipliedBy(10));
		PermitGate.Permit slow = gate.permit();
		slow.await().subscribe();
		send(gate, "b");
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		slow.leave();
		this.time.advanceTimeBy(Duration.ofMillis(59_999));
		assertThat(this.order).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.order).containsExactly("b");
	}

	@Test
	void aRequestThatNeverLeftGivesItsPlaceBack() {
		PermitGate gate = gate(1, MINUTE);
		PermitGate.Permit failing = gate.permit();
		failing.await().subscribe();
		send(gate, "b");
		assertThat(this.order).isEmpty();
		failing.release();
		assertThat(this.order).containsExactly("b");
	}

	@Test
	void duringACoolDownNobodyLeavesAndWhoCannotWaitIsRefusedAtOnce() {
		PermitGate gate = gate(100, Duration.ofSeconds(30));
		gate.coolDown(Duration.ofSeconds(20));
		send(gate, "a");
		assertThat(this.order).isEmpty();
		assertThat(gate.availablePermits()).isZero();
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		gate.coolDown(Duration.ofSeconds(20));
		this.time.advanceTimeBy(Duration.ofMillis(19_999));
		assertThat(this.order).isEmpty();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.order).containsExactly("a");
		gate.coolDown(Duration.ofSeconds(31));
		send(gate, "b");
		assertThat(this.refused).hasSize(1);
	}

	@Test
	void aCoolDownThatIsTooLongEndsTheWaitOfThoseWhoWait() {
		PermitGate gate = gate(1, MINUTE);
		send(gate, "a");
		send(gate, "b");
		assertThat(this.refused).isEmpty();
		gate.coolDown(Duration.ofSeconds(61));
		assertThat(this.refused).hasSize(1);
		assertThat(gate.waitingCount()).isZero();
	}

	@Test
	void aShorterCoolDownDoesNotEndALongerOne() {
		PermitGate gate = gate(100, MINUTE);
		gate.coolDown(Duration.ofSeconds(20));
		gate.coolDown(Duration.ofSeconds(1));
		send(gate, "a");
		this.time.advanceTimeBy(Duration.ofSeconds(19));
		assertThat(this.order).isEmpty();
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.order).containsExactly("a");
	}

	@Test
	void anAbsurdCoolDownIsBounded() {
		PermitGate gate = gate(100, MINUTE);
		gate.coolDown(Duration.ofDays(365));
		this.time.advanceTimeBy(Duration.ofHours(1));
		send(gate, "a");
		assertThat(this.order).containsExactly("a");
	}

	@Test
	void aCoolDownCanBeEndedAndTheLimitStays() {
		PermitGate gate = gate(1, MINUTE.multipliedBy(2));
		gate.coolDown(Duration.ofSeconds(50));
		send(gate, "a");
		send(gate, "b");
		gate.endCoolDown();
		assertThat(this.order).containsExactly("a");
		gate.endCoolDown();
		assertThat(this.order).containsExactly("a");
		this.time.advanceTimeBy(MINUTE);
		assertThat(this.order).containsExactly("a", "b");
	}

	@Test
	void closingEndsEveryWait() {
		PermitGate gate = gate(1, MINUTE);
		send(gate, "a");
		send(gate, "b");
		gate.close();
		send(gate, "c");
		assertThat(this.refused).hasSize(2).allMatch(PermitGate.ClientClosedException.class::isInstance);
	}

	@Test
	void severalWindowsHoldTogether() {
		PermitGate gate = new PermitGate(
				List.of(new SlidingWindow(3, MINUTE.toNanos()), new SlidingWindow(1, Duration.ofSeconds(1).toNanos())),
				MINUTE, this.time, () -> this.time.now(TimeUnit.NANOSECONDS));
		for (int i = 0; i < 4; i++) {
			send(gate, "n" + i);
		}
		this.time.advanceTimeBy(Duration.ofSeconds(59));
		assertThat(this.left).containsExactly(0L, 1000L, 2000L);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		assertThat(this.left).containsExactly(0L, 1000L, 2000L, 60_000L);
	}

	@Test
	void inAnyMinuteNoMoreLeaveThanAllowedAndNobodyWaitsWhileFewerHaveLeft() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int round = 0; round < 20; round++) {
			this.left.clear();
			this.order.clear();
			int limit = 1 + random.nextInt(8);
			PermitGate gate = gate(limit, MINUTE.multipliedBy(100));
			List<Disposable> waiting = new ArrayList<>();
			int sent = 0;
			for (int step = 0; step < 300; step++) {
				if (random.nextInt(3) == 0) {
					waiting.add(send(gate, "n" + sent++));
				}
				if (random.nextInt(6) == 0 && !waiting.isEmpty()) {
					waiting.remove(random.nextInt(waiting.size())).dispose();
				}
				this.time.advanceTimeBy(Duration.ofMillis(random.nextInt(12_000)));
				long now = now();
				long inLastMinute = this.left.stream().filter((at) -> at > now - MINUTE.toMillis()).count();
				assertThat(inLastMinute).as("seed %d: limit", seed).isLessThanOrEqualTo(limit);
				if (gate.waitingCount() > 0) {
					assertThat(inLastMinute).as("seed %d: nobody waits in vain", seed).isEqualTo(limit);
				}
			}
			waiting.forEach(Disposable::dispose);
			for (int i = limit; i < this.left.size(); i++) {
				assertThat(this.left.get(i) - this.left.get(i - limit)).as("seed %d", seed)
					.isGreaterThanOrEqualTo(MINUTE.toMillis());
			}
			assertThat(this.order.stream().map((name) -> Integer.parseInt(name.substring(1))).toList())
				.as("seed %d: order", seed)
				.isSorted();
		}
	}

}
