package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Scheduler;

/**
 * Lets requests out, in the order they came, no more than the limit within any period and
 * none during a cool-down. A permit counts from when its request leaves, not from when it
 * was granted, so that a slow connection cannot push two periods' requests together; one
 * whose request never left costs nothing. Nobody waits longer than the bound: who would
 * have to is refused at once.
 * <p>
 * State is guarded by the monitor, held for a few instructions and never while calling
 * out.
 */
final class PermitGate {

	private static final Duration LONGEST_COOL_DOWN = Duration.ofHours(1);

	private final Scheduler scheduler;

	private final LongSupplier clock;

	private final long clockOrigin;

	private final List<SlidingWindow> windows;

	private final long maxWait;

	private final Set<Permit> waiting = new LinkedHashSet<>();

	private long coolUntil;

	private @Nullable Disposable timer;

	private long timerAt = Long.MAX_VALUE;

	private boolean closed;

	/**
	 * Create a gate.
	 * @param windows what limits the requests; none for no limit
	 * @param maxWait how long a permit is waited for
	 * @param scheduler runs what waited
	 * @param nanoClock monotonic clock in nanoseconds
	 */
	PermitGate(List<SlidingWindow> windows, Duration maxWait, Scheduler scheduler, LongSupplier nanoClock) {
		this.windows = List.copyOf(windows);
		this.maxWait = maxWait.toNanos();
		this.scheduler = scheduler;
		this.clock = nanoClock;
		this.clockOrigin = nanoClock.getAsLong();
	}

	/**
	 * A permit to wait for. Whoever asks for one releases it in the end, however it ends.
	 */
	Permit permit() {
		return new Permit();
	}

	/**
	 * Take places without waiting, for requests that leave now.
	 * @return whether there were as many
	 */
	synchronized boolean tryLeave(int permits) {
		long now = now();
		if (this.closed || !this.waiting.isEmpty() || now < this.coolUntil || free(now) < permits) {
			return false;
		}
		for (int i = 0; i < permits; i++) {
			for (SlidingWindow window : this.windows) {
				window.take();
				window.leave(now);
			}
		}
		return true;
	}

	/**
	 * Let nothing out for a while.
	 */
	void coolDown(Duration duration) {
		Duration bounded = (duration.compareTo(LONGEST_COOL_DOWN) > 0) ? LONGEST_COOL_DOWN : duration;
		List<Runnable> actions = new ArrayList<>();
		synchronized (this) {
			long now = now();
			this.coolUntil = Math.max(this.coolUntil, now + bounded.toNanos());
			settle(now, actions);
		}
		actions.forEach(Runnable::run);
	}

	/**
	 * Let requests out again at once.
	 */
	void endCoolDown() {
		synchronized (this) {
			this.coolUntil = Math.min(this.coolUntil, now());
		}
		drain();
	}

	synchronized int availablePermits() {
		long now = now();
		return (now < this.coolUntil) ? 0 : Math.max(0, free(now));
	}

	/**
	 * What is left of the cool-down.
	 */
	synchronized Duration coolDown() {
		return Duration.ofNanos(Math.max(0, this.coolUntil - now()));
	}

	/**
	 * How many may leave within a period at most.
	 */
	int limit() {
		return this.windows.stream().mapToInt(SlidingWindow::limit).min().orElse(Integer.MAX_VALUE);
	}

	/**
	 * Whether everything is as it was in the beginning.
	 */
	synchronized boolean isAtRest() {
		long now = now();
		return this.waiting.isEmpty() && now >= this.coolUntil
				&& this.windows.stream().allMatch((window) -> window.isEmpty(now));
	}

	synchronized int waitingCount() {
		return this.waiting.size();
	}

	void close() {
		List<Runnable> actions = new ArrayList<>();
		synchronized (this) {
			this.closed = true;
			for (Permit permit : this.waiting) {
				actions.add(permit.fail(new ClientClosedException()));
			}
			this.waiting.clear();
			if (this.timer != null) {
				this.timer.dispose();
			}
		}
		actions.forEach(Runnable::run);
	}

	private long now() {
		return this.clock.getAsLong() - this.clockOrigin;
	}

	private int free(long now) {
		int free = Integer.MAX_VALUE;
		for (SlidingWindow window : this.windows) {
			free = Math.min(free, window.free(now));
		}
		return free;
	}

	private void drain() {
		List<Runnable> actions = new ArrayList<>();
		synchronized (this) {
			settle(now(), actions);
		}
		actions.forEach(Runnable::run);
	}

	/**
	 * Grant what can be granted, refuse who would wait too long, and see to the next
	 * time.
	 */
	private void settle(long now, List<Runnable> actions) {
		if (this.closed) {
			return;
		}
		Iterator<Permit> iterator = this.waiting.iterator();
		while (iterator.hasNext()) {
			Permit permit = iterator.next();
			if (now >= this.coolUntil && free(now) > 0) {
				iterator.remove();
				actions.add(permit.grant());
			}
			else if (permit.deadline < Math.max(now, this.coolUntil)) {
				iterator.remove();
				actions.add(permit.fail(new PermitRefusedException(Duration.ofNanos(freeAt(0, now) - now))));
			}
			else {
				break;
			}
		}
		schedule(now);
	}

	private long freeAt(int waitersBefore, long now) {
		long at = Math.max(now, this.coolUntil);
		for (SlidingWindow window : this.windows) {
			at = Math.max(at, window.freeAt(waitersBefore, now, this.coolUntil));
		}
		return at;
	}

	private void schedule(long now) {
		if (this.waiting.isEmpty()) {
			return;
		}
		long next = Math.max(now, this.coolUntil);
		for (SlidingWindow window : this.windows) {
			next = Math.max(next, window.nextFree(now));
		}
		// everybody has the same bound, so the first in line is the first to give up
		next = Math.min(next, this.waiting.iterator().next().deadline + 1);
		if (next < this.timerAt) {
			if (this.timer != null) {
				this.timer.dispose();
			}
			this.timerAt = next;
			this.timer = this.scheduler.schedule(this::onTimer, Math.max(0, next - now), TimeUnit.NANOSECONDS);
		}
	}

	private void onTimer() {
		synchronized (this) {
			this.timer = null;
			this.timerAt = Long.MAX_VALUE;
		}
		drain();
	}

	/**
	 * The right to send one request.
	 */
	final class Permit {

		private State state = State.NEW;

		private @Nullable MonoSink<Permit> sink;

		private long deadline;

		/**
		 * Wait for it. Ends with {@link PermitRefusedException} as soon as it is known
		 * that the wait would be too long.
		 */
		Mono<Permit> await() {
			return Mono.create(this::enter);
		}

		private void enter(MonoSink<Permit> sink) {
			sink.onCancel(this::release);
			Runnable action = () -> {
			};
			synchronized (PermitGate.this) {
				long now = now();
				this.sink = sink;
				if (this.state != State.NEW) {
					return;
				}
				if (PermitGate.this.closed) {
					action = fail(new ClientClosedException());
				}
				else if (PermitGate.this.waiting.isEmpty() && now >= PermitGate.this.coolUntil && free(now) > 0) {
					action = grant();
				}
				else {
					long wait = freeAt(PermitGate.this.waiting.size(), now) - now;
					if (wait > PermitGate.this.maxWait) {
						action = fail(new PermitRefusedException(Duration.ofNanos(wait)));
					}
					else {
						this.deadline = now + PermitGate.this.maxWait;
						this.state = State.WAITING;
						PermitGate.this.waiting.add(this);
						schedule(now);
					}
				}
			}
			action.run();
		}

		private Runnable grant() {
			this.state = State.GRANTED;
			PermitGate.this.windows.forEach(SlidingWindow::take);
			return () -> {
				if (this.sink != null) {
					this.sink.success(this);
				}
			};
		}

		private Runnable fail(RuntimeException ex) {
			this.state = State.OVER;
			return () -> {
				if (this.sink != null) {
					this.sink.error(ex);
				}
			};
		}

		/**
		 * The request leaves now.
		 * @return whether it may: not without a permit, nor after it was released
		 */
		boolean leave() {
			synchronized (PermitGate.this) {
				if (this.state != State.GRANTED) {
					return false;
				}
				this.state = State.OVER;
				long now = now();
				PermitGate.this.windows.forEach((window) -> window.leave(now));
				schedule(now);
				return true;
			}
		}

		/**
		 * The request is over. Gives the place back if it never left.
		 */
		void release() {
			synchronized (PermitGate.this) {
				State before = this.state;
				this.state = State.OVER;
				if (before == State.WAITING) {
					PermitGate.this.waiting.remove(this);
				}
				else if (before == State.GRANTED) {
					PermitGate.this.windows.forEach(SlidingWindow::giveBack);
				}
				else {
					return;
				}
			}
			drain();
		}

		private enum State {

			NEW, WAITING, GRANTED, OVER

		}

	}

	/**
	 * The wait for a permit would be too long.
	 */
	static final class PermitRefusedException extends RuntimeException {

		private final transient Duration neededWait;

		PermitRefusedException(Duration neededWait) {
			super("permit refused", null, false, false);
			this.neededWait = neededWait;
		}

		Duration neededWait() {
			return this.neededWait;
		}

	}

	/**
	 * The client was closed.
	 */
	static final class ClientClosedException extends RuntimeException {

		ClientClosedException() {
			super("client closed", null, false, false);
		}

	}

}
