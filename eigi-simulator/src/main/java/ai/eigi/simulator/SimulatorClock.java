package ai.eigi.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Clock of a simulator, by which calls settle, webhooks are sent and rate limits free up.
 * A test advances it instead of waiting.
 *
 * @since 0.1.0
 */
public final class SimulatorClock extends Clock {

	private final Clock base;

	private final boolean running;

	private final Timeline timeline;

	private SimulatorClock(Clock base, boolean running, Timeline timeline) {
		this.base = base;
		this.running = running;
		this.timeline = timeline;
	}

	/**
	 * Create a clock that runs with the system's. It can be advanced as well.
	 * @return a running clock
	 */
	public static SimulatorClock system() {
		return new SimulatorClock(Clock.systemUTC(), true, new Timeline());
	}

	/**
	 * Create a clock that stands still until it is advanced.
	 * @param start the time it shows first
	 * @return a standing clock
	 */
	public static SimulatorClock manual(Instant start) {
		return new SimulatorClock(Clock.fixed(start, ZoneOffset.UTC), false, new Timeline());
	}

	/**
	 * Create a clock that stands still at the present time until it is advanced.
	 * @return a standing clock
	 */
	public static SimulatorClock manual() {
		return manual(Instant.now());
	}

	/**
	 * Move the clock forward.
	 * <p>
	 * A standing clock stops on the way at each time at which webhooks are due, and goes
	 * on when they have been answered: what a receiver reads while it is called belongs
	 * to that time. All that became due has been sent when this returns. A running clock
	 * jumps, and what became due is sent in the background.
	 * <p>
	 * A move that falls into another one, made by a receiver for instance, only moves the
	 * clock; what it makes due is left to the other one.
	 * @param duration how far; zero to send what is due already
	 */
	public void advance(Duration duration) {
		Objects.requireNonNull(duration, "duration must not be null");
		if (duration.isNegative()) {
			throw new IllegalArgumentException("The clock cannot go back");
		}
		if (!this.timeline.enter()) {
			this.timeline.move(duration);
			catchUp();
			return;
		}
		try {
			pass(duration);
		}
		finally {
			this.timeline.leave();
		}
		catchUp();
	}

	/**
	 * Do what became due by moves that fell into another one just as it was ending.
	 */
	private void catchUp() {
		Instant due = this.timeline.nextDue();
		while (due != null && !due.isAfter(instant()) && this.timeline.enter()) {
			try {
				pass(Duration.ZERO);
			}
			finally {
				this.timeline.leave();
			}
			due = this.timeline.nextDue();
		}
	}

	/**
	 * Show the time again that the clock would show had it never been advanced. For a
	 * simulator that was {@linkplain EigiSimulator#reset() reset}: what was to happen by
	 * the former time may happen anew, late or never.
	 */
	public void rewind() {
		this.timeline.ahead.set(Duration.ZERO);
	}

	private void pass(Duration duration) {
		Duration left = duration;
		this.timeline.runDue();
		Instant due = this.timeline.nextDue();
		while (due != null) {
			Duration until = Duration.between(instant(), due);
			if (until.compareTo(left) > 0) {
				break;
			}
			if (!until.isNegative()) {
				this.timeline.move(until);
				left = left.minus(until);
			}
			this.timeline.runDue();
			due = this.timeline.nextDue();
		}
		this.timeline.move(left);
		this.timeline.runDue();
	}

	@Override
	public Instant instant() {
		return this.base.instant().plus(this.timeline.ahead.get());
	}

	@Override
	public ZoneId getZone() {
		return this.base.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new SimulatorClock(this.base.withZone(zone), this.running, this.timeline);
	}

	boolean isRunning() {
		return this.running;
	}

	void add(Agenda agenda) {
		this.timeline.agendas.add(agenda);
	}

	void remove(Agenda agenda) {
		this.timeline.agendas.remove(agenda);
	}

	/**
	 * Things to do at times of the clock.
	 */
	interface Agenda {

		/**
		 * Time of the first thing to do that the clock has to stop at.
		 * @return the time, or {@code null} if there is none
		 */
		@Nullable Instant nextDue();

		/**
		 * Do what is due, or have it done.
		 */
		void runDue();

	}

	/**
	 * What a clock has in common with its copies for other zones.
	 */
	private static final class Timeline {

		private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

		private final List<Agenda> agendas = new CopyOnWriteArrayList<>();

		private final ReentrantLock moving = new ReentrantLock();

		boolean enter() {
			return !this.moving.isHeldByCurrentThread() && this.moving.tryLock();
		}

		void leave() {
			this.moving.unlock();
		}

		void move(Duration duration) {
			this.ahead.accumulateAndGet(duration, Duration::plus);
		}

		@Nullable Instant nextDue() {
			return this.agendas.stream()
				.map(Agenda::nextDue)
				.filter(Objects::nonNull)
				.min(Comparator.naturalOrder())
				.orElse(null);
		}

		void runDue() {
			this.agendas.forEach(Agenda::runDue);
		}

	}

}
