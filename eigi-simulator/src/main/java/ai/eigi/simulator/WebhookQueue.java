package ai.eigi.simulator;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Work that waits for its time. What is due at the same time is done in the order in
 * which it was added.
 */
final class WebhookQueue {

	private final Queue<Work> waiting = new PriorityQueue<>(
			Comparator.comparing(Work::due).thenComparing(Work::sequence));

	private long sequence;

	synchronized void add(Instant due, String what, Supplier<CompletableFuture<Void>> action) {
		this.waiting.add(new Work(due, this.sequence++, what, action));
	}

	/**
	 * Take the first work if it is due.
	 */
	synchronized @Nullable Work poll(Instant now) {
		Work first = this.waiting.peek();
		return (first != null && !first.due().isAfter(now)) ? this.waiting.poll() : null;
	}

	synchronized @Nullable Instant nextDue() {
		Work first = this.waiting.peek();
		return (first != null) ? first.due() : null;
	}

	/**
	 * Look at all work that is due.
	 */
	synchronized List<Work> due(Instant now) {
		return this.waiting.stream().filter((work) -> !work.due().isAfter(now)).toList();
	}

	synchronized void removeDue(Instant now) {
		while (poll(now) != null) {
			continue;
		}
	}

	synchronized void clear() {
		this.waiting.clear();
	}

	/**
	 * Something to do.
	 *
	 * @param due when
	 * @param sequence its number in the order of adding
	 * @param what what, in words
	 * @param action what
	 */
	record Work(Instant due, long sequence, String what, Supplier<CompletableFuture<Void>> action) {
	}

}
