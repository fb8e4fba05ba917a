package ai.eigi.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * All pages of a list, as fast as they come, and where a page takes as long to arrive as
 * to consume. A round reads all pages in each way, in an order that rotates.
 */
final class Paging {

	private static final int SLOW_PAGES = 50;

	private static final Duration SLOWNESS = Duration.ofMillis(20);

	private static final double LEAST_SPEED = 0.95;

	private static final double LEAST_OVERLAP = 1.7;

	private final Options options;

	private final String baseUrl;

	private final Resources resources = new Resources();

	Paging(Options options, String baseUrl) {
		this.options = options;
		this.baseUrl = baseUrl;
	}

	boolean run() throws InterruptedException {
		int total = this.options.conversations();
		List<Contender> fast = measure(2, this.options.rounds(), total, Duration.ZERO);
		double speed = report(String.format(Locale.ROOT, "Paging: %,d conversations, 100 on a page, %d rounds", total,
				this.options.rounds()), fast);
		int slowRounds = Math.min(5, this.options.rounds());
		List<Contender> slow = measure(1, slowRounds, SLOW_PAGES * PagingClient.PAGE_SIZE, SLOWNESS);
		double overlap = report("Paging: %d pages that take %d ms to arrive and %d ms to consume, %d rounds"
			.formatted(SLOW_PAGES, SLOWNESS.toMillis(), SLOWNESS.toMillis(), slowRounds), slow);
		boolean passed = speed >= LEAST_SPEED && overlap >= LEAST_OVERLAP;
		System.out.printf(Locale.ROOT,
				"%nTarget: at least %.2f of the loop's speed, and %.1f times where pages are slow: **%s**%n",
				LEAST_SPEED, LEAST_OVERLAP, passed ? "met" : "missed");
		return passed;
	}

	private List<Contender> measure(int warmUp, int rounds, int total, Duration slowness) throws InterruptedException {
		List<Contender> contenders = Stream.of(PagingClients.values())
			.map((client) -> new Contender(client, client.open(this.baseUrl)))
			.toList();
		List<Contender> order = new ArrayList<>(contenders);
		for (int round = -warmUp; round < rounds; round++) {
			for (Contender contender : order) {
				read(contender, total, slowness, round >= 0);
			}
			Collections.rotate(order, 1);
		}
		contenders.forEach((contender) -> contender.client.close());
		return contenders;
	}

	private void read(Contender contender, int total, Duration slowness, boolean counts) throws InterruptedException {
		String agentId = ConversationPages.agentId(total, (int) slowness.toMillis());
		System.gc();
		Resources.Usage before = this.resources.now();
		long count = contender.client.readAll(agentId, slowness);
		Resources.Usage used = this.resources.now().since(before);
		if (count != total) {
			throw new IllegalStateException("%s read %d of %d".formatted(contender.name, count, total));
		}
		if (counts) {
			contender.seconds.add(used.nanos() / 1e9);
			contender.cpu.add(used.cpuNanos() / 1e3 / total);
			contender.bytes.add((double) used.allocatedBytes() / total);
		}
	}

	/**
	 * Print a table.
	 * @return our speed divided by the loop's
	 */
	private static double report(String title, List<Contender> contenders) {
		Contender ours = contenders.get(PagingClients.EIGI.ordinal());
		Contender loop = contenders.get(PagingClients.LOOP.ordinal());
		Table.header(title, "client", "seconds", "speed, ratio of medians", "ratio within a round",
				"CPU µs/conversation", "bytes allocated/conversation");
		for (Contender contender : contenders) {
			Table.row(contender.name.title(), contender.seconds.format("%.2f"),
					String.format(Locale.ROOT, "%.2f", contender.speedBeside(loop)),
					loop.seconds.dividedBy(contender.seconds).format("%.2f"), contender.cpu.format("%.1f"),
					contender.bytes.format("%,.0f"));
		}
		return ours.speedBeside(loop);
	}

	private static final class Contender {

		private final PagingClients name;

		private final PagingClient client;

		private final Samples seconds = new Samples();

		private final Samples cpu = new Samples();

		private final Samples bytes = new Samples();

		Contender(PagingClients name, PagingClient client) {
			this.name = name;
			this.client = client;
		}

		double speedBeside(Contender other) {
			return other.seconds.median() / this.seconds.median();
		}

	}

}
