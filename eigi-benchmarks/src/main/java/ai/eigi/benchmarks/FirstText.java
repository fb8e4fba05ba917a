package ai.eigi.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Short streams one after the other on a kept-alive connection. Clients take turns in
 * blocks of requests, in an order that rotates.
 */
final class FirstText {

	private static final int CHUNKS = 5;

	private static final int BLOCK = 500;

	private static final double MOST_MICROS_LATER = 20;

	private static final double MOST_BYTES = 25_000;

	private final Options options;

	private final List<Contender> contenders;

	private final Resources resources = new Resources();

	FirstText(Options options, String baseUrl) {
		this.options = options;
		this.contenders = Stream.of(StreamingClients.values())
			.map((client) -> new Contender(client, client.open(baseUrl, 10)))
			.toList();
	}

	boolean run() throws InterruptedException {
		int blocks = Math.max(1, this.options.requests() / BLOCK);
		List<Contender> order = new ArrayList<>(this.contenders);
		// half as many again to warm up
		for (int block = -(blocks + 1) / 2; block < blocks; block++) {
			for (Contender contender : order) {
				measure(contender, block >= 0);
			}
			Collections.rotate(order, 1);
		}
		this.contenders.forEach((contender) -> contender.client.close());
		return report(blocks * BLOCK);
	}

	private void measure(Contender contender, boolean counts) throws InterruptedException {
		Samples first = new Samples();
		Samples whole = new Samples();
		Resources.Usage before = this.resources.now();
		for (int i = 0; i < BLOCK; i++) {
			long start = System.nanoTime();
			TextProbe probe = TextProbe.read(contender.client.stream("burst:" + CHUNKS),
					(long) CHUNKS * ServerHandler.TEXT.length());
			first.add((probe.firstTextAt() - start) / 1e3);
			whole.add((probe.overAt() - start) / 1e3);
		}
		Resources.Usage used = this.resources.now().since(before);
		if (counts) {
			contender.first.add(first);
			contender.whole.add(whole);
			contender.firstOfBlocks.add(first.median());
			contender.cpu.add(used.cpuNanos() / 1e3 / BLOCK);
			contender.bytes.add((double) used.allocatedBytes() / BLOCK);
		}
	}

	private boolean report(int requests) {
		Contender ours = this.contenders.get(StreamingClients.EIGI.ordinal());
		Contender bare = this.contenders.get(StreamingClients.WEB_CLIENT_FAST.ordinal());
		Table.header(
				String.format(Locale.ROOT,
						"Time to the first text: streams of %d chunks, one after the other, %,d for each client",
						CHUNKS, requests),
				"client", "first text p50 µs", "p99 µs", "whole p50 µs", "p99 µs",
				"p50 of first text in a block, less that of `WebClient` with the fast-path decoder, µs",
				"CPU µs/request", "bytes allocated/request");
		for (Contender contender : this.contenders) {
			Table.row(contender.name.title(), micros(contender.first, 50), micros(contender.first, 99),
					micros(contender.whole, 50), micros(contender.whole, 99),
					contender.firstOfBlocks.minus(bare.firstOfBlocks).format("%+.1f"), contender.cpu.format("%.0f"),
					contender.bytes.format("%,.0f"));
		}
		boolean passed = ours.firstOfBlocks.minus(bare.firstOfBlocks).median() <= MOST_MICROS_LATER
				&& ours.bytes.median() <= MOST_BYTES;
		System.out.printf(Locale.ROOT,
				"%nTarget: first text at most %.0f µs later and at most %,.0f bytes a request: **%s**%n",
				MOST_MICROS_LATER, MOST_BYTES, passed ? "met" : "missed");
		return passed;
	}

	private static String micros(Samples samples, double percent) {
		return String.format(Locale.ROOT, "%.0f", samples.percentile(percent));
	}

	private static final class Contender {

		private final StreamingClients name;

		private final StreamingClient client;

		private final Samples first = new Samples();

		private final Samples whole = new Samples();

		private final Samples firstOfBlocks = new Samples();

		private final Samples cpu = new Samples();

		private final Samples bytes = new Samples();

		Contender(StreamingClients name, StreamingClient client) {
			this.name = name;
			this.client = client;
		}

	}

}
