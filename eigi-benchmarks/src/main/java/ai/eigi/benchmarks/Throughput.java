package ai.eigi.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One stream from a server that writes blobs of 1,000 chunks, so that the client is the
 * limit. A round reads one stream with each client, in an order that rotates.
 */
final class Throughput {

	private static final int WARM_UP_ROUNDS = 3;

	private static final double LEAST_RATIO = 0.95;

	private static final double MOST_BYTES_PER_CHUNK = 180;

	private final Options options;

	private final List<Contender> contenders;

	private final Resources resources = new Resources();

	Throughput(Options options, String baseUrl) {
		this.options = options;
		this.contenders = Stream.of(StreamingClients.values())
			.map((client) -> new Contender(client, client.open(baseUrl, 10)))
			.toList();
	}

	boolean run() throws InterruptedException {
		List<Contender> order = new ArrayList<>(this.contenders);
		for (int round = -WARM_UP_ROUNDS; round < this.options.rounds(); round++) {
			for (Contender contender : order) {
				measure(contender, round >= 0);
			}
			Collections.rotate(order, 1);
		}
		this.contenders.forEach((contender) -> contender.client.close());
		return report();
	}

	private void measure(Contender contender, boolean counts) throws InterruptedException {
		System.gc();
		int chunks = this.options.chunks();
		Resources.Usage before = this.resources.now();
		TextProbe.read(contender.client.stream("flood:" + chunks), (long) chunks * ServerHandler.TEXT.length());
		Resources.Usage used = this.resources.now().since(before);
		if (counts) {
			contender.chunksPerSecond.add(chunks * 1e9 / used.nanos());
			contender.cpuNanos.add((double) used.cpuNanos() / chunks);
			contender.bytes.add((double) used.allocatedBytes() / chunks);
		}
	}

	private boolean report() {
		Contender ours = this.contenders.get(StreamingClients.EIGI.ordinal());
		Contender bare = this.contenders.get(StreamingClients.WEB_CLIENT_FAST.ordinal());
		Table.header(
				String.format(Locale.ROOT, "Throughput: one stream of %,d chunks of 8 bytes, %d rounds",
						this.options.chunks(), this.options.rounds()),
				"client", "chunks/s", "ratio of medians", "ratio within a round", "CPU ns/chunk",
				"bytes allocated/chunk");
		for (Contender contender : this.contenders) {
			Table.row(contender.name.title(), contender.chunksPerSecond.format("%,.0f"),
					String.format(Locale.ROOT, "%.2f", contender.ratioTo(bare)),
					contender.chunksPerSecond.dividedBy(bare.chunksPerSecond).format("%.2f"),
					contender.cpuNanos.format("%.0f"), contender.bytes.format("%.1f"));
		}
		boolean passed = ours.ratioTo(bare) >= LEAST_RATIO && ours.bytes.median() <= MOST_BYTES_PER_CHUNK;
		System.out.printf(Locale.ROOT,
				"%nTarget: at least %.2f of `WebClient` with the fast-path decoder and at most %.0f bytes a chunk: **%s**%n",
				LEAST_RATIO, MOST_BYTES_PER_CHUNK, passed ? "met" : "missed");
		return passed;
	}

	private static final class Contender {

		private final StreamingClients name;

		private final StreamingClient client;

		private final Samples chunksPerSecond = new Samples();

		private final Samples cpuNanos = new Samples();

		private final Samples bytes = new Samples();

		Contender(StreamingClients name, StreamingClient client) {
			this.name = name;
			this.client = client;
		}

		double ratioTo(Contender other) {
			return this.chunksPerSecond.median() / other.chunksPerSecond.median();
		}

	}

}
