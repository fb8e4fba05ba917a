package ai.eigi.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clock that the simulator reads. Calls settle, sessions end and rate limits recover by
 * this clock and no other, so a test moves time instead of waiting for it.
 *
 * @since 0.1.0
 */
public final class SimulatorClock extends Clock {

	private final Clock base;

	private final AtomicReference<Duration> ahead;

	private SimulatorClock(Clock base, AtomicReference<Duration> ahead) {
		this.base = base;
		this.ahead = ahead;
	}

	/**
	 * Create a clock that runs with the system's. It can be advanced as well.
	 * @return a running clock
	 */
	public static SimulatorClock system() {
		return new SimulatorClock(Clock.systemUTC(), new AtomicReference<>(Duration.ZERO));
	}

	/**
	 * Create a clock that stands still until it is advanced.
	 * @param start the time it shows first
	 * @return a standing clock
	 */
	public static SimulatorClock manual(Instant start) {
		return new SimulatorClock(Clock.fixed(start, ZoneOffset.UTC), new AtomicReference<>(Duration.ZERO));
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
	 * @param duration how far
	 */
	public void advance(Duration duration) {
		Objects.requireNonNull(duration, "duration must not be null");
		if (duration.isNegative()) {
			throw new IllegalArgumentException("The clock cannot go back");
		}
		this.ahead.accumulateAndGet(duration, Duration::plus);
	}

	@Override
	public Instant instant() {
		return this.base.instant().plus(this.ahead.get());
	}

	@Override
	public ZoneId getZone() {
		return this.base.getZone();
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return new SimulatorClock(this.base.withZone(zone), this.ahead);
	}

}
