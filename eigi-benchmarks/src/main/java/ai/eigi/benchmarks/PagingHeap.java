package ai.eigi.benchmarks;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Heap in use while all pages are read, in a JVM with a small heap: looked at after a
 * full collection at every tenth of the way.
 */
final class PagingHeap {

	private final Options options;

	private final String baseUrl;

	PagingHeap(Options options, String baseUrl) {
		this.options = options;
		this.baseUrl = baseUrl;
	}

	boolean run() {
		int total = this.options.conversations();
		int step = Math.max(1, total / 10);
		StringJoiner used = new StringJoiner(", ");
		AtomicLong count = new AtomicLong();
		AtomicLong smallest = new AtomicLong(Long.MAX_VALUE);
		AtomicLong largest = new AtomicLong();
		try (EigiPaging client = new EigiPaging(this.baseUrl)) {
			client.all(ConversationPages.agentId(total, 0)).doOnNext((conversation) -> {
				if (count.incrementAndGet() % step == step / 2) {
					long heap = Resources.usedHeap();
					used.add(String.format(Locale.ROOT, "%.1f", heap / 1e6));
					smallest.accumulateAndGet(heap, Math::min);
					largest.accumulateAndGet(heap, Math::max);
				}
			}).blockLast();
		}
		System.out.printf(Locale.ROOT,
				"%nHeap of a JVM with -Xmx64m while %,d conversations are read, after a full collection, MB: %s%n",
				count.get(), used);
		return largest.get() - smallest.get() < 2_000_000;
	}

}
