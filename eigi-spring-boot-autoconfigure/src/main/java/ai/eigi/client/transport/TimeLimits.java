package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Watches the time limits of all requests of a client with one task, which looks at each
 * of them several times within the shortest limit. A timer for each request would wake a
 * thread for each, and cost more than the request's own work. A limit is never cut short;
 * it may be passed by up to two looks.
 */
final class TimeLimits {

	private static final long LONGEST_TICK = Duration.ofMillis(100).toNanos();

	private static final long SHORTEST_TICK = Duration.ofMillis(5).toNanos();

	private static final int LOOKS_WITHIN_LIMIT = 20;

	private static final int IDLE_TICKS = 10;

	private final Scheduler scheduler;

	private final long tick;

	private final Queue<Watched> added = Queues.<Watched>unboundedMultiproducer().get();

	private final AtomicBoolean ticking = new AtomicBoolean();

	private volatile boolean closed;

	// touched by the task, and at the end by whoever closes

	private final List<Watched> watched = new ArrayList<>();

	private int idleTicks;

	TimeLimits(Scheduler scheduler, Duration shortestLimit) {
		this.scheduler = scheduler;
		this.tick = Math.max(SHORTEST_TICK, Math.min(LONGEST_TICK, shortestLimit.toNanos() / LOOKS_WITHIN_LIMIT));
	}

	/**
	 * Watch something until it says that it is over.
	 */
	void watch(Watched something) {
		this.added.offer(something);
		if (this.closed) {
			// that alone, and without a lock: whoever watches himself may hold his own
			something.close();
		}
		else if (this.ticking.compareAndSet(false, true)) {
			next();
		}
	}

	private void next() {
		try {
			this.scheduler.schedule(this::look, this.tick, TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			// the client is closed
		}
	}

	/**
	 * End everything that is watched, and what will be. Connections that close with their
	 * threads do not always tell: whoever waits must learn of it here.
	 */
	void close() {
		List<Watched> open;
		synchronized (this) {
			this.closed = true;
			takeAdded();
			open = List.copyOf(this.watched);
			this.watched.clear();
		}
		open.forEach(Watched::close);
	}

	private synchronized void look() {
		if (this.closed) {
			return;
		}
		takeAdded();
		long now = System.nanoTime();
		this.watched.removeIf((one) -> one.isOver(now));
		this.idleTicks = this.watched.isEmpty() ? this.idleTicks + 1 : 0;
		if (this.idleTicks < IDLE_TICKS) {
			next();
			return;
		}
		this.idleTicks = 0;
		this.ticking.set(false);
		if (!this.added.isEmpty() && this.ticking.compareAndSet(false, true)) {
			next();
		}
	}

	private void takeAdded() {
		Watched something;
		while ((something = this.added.poll()) != null) {
			this.watched.add(something);
		}
	}

	/**
	 * Something with a time limit.
	 */
	interface Watched {

		/**
		 * Look at the time.
		 * @param now the time in {@link System#nanoTime()}
		 * @return whether it needs no more looks, because it has ended or was ended now
		 */
		boolean isOver(long now);

		/**
		 * The client is closed: end now.
		 */
		void close();

	}

}
