package ai.eigi.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What limiter, retry and observation cost a call and a chunk: the same client with them
 * on and off, in turns. Chats are short, long, and at the pace at which an agent speaks.
 */
final class Overhead {

	private static final int WARM_UP_ROUNDS = 2;

	private static final int CHATS = 1500;

	private static final int LONG_CHAT = 200;

	private static final int PACED_CHATS = 1000;

	private static final int PACED_CHUNKS = 60;

	private final Options options;

	private final Resources resources = new Resources();

	private final List<Contender> contenders;

	Overhead(Options options, String baseUrl) {
		this.options = options;
		this.contenders = Stream.of(EigiVariants.values())
			.map((variant) -> new Contender(variant, variant.open(baseUrl, PACED_CHATS)))
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
		report();
		return true;
	}

	private void measure(Contender contender, boolean counts) throws InterruptedException {
		Resources.Usage one = oneByOne(contender, 1);
		Resources.Usage many = oneByOne(contender, LONG_CHAT);
		Resources.Usage paced = contender.isPaced() ? atOnce(contender) : null;
		if (paced != null && counts) {
			contender.cpuOfPacedChat.add(paced.cpuNanos() / 1e3 / PACED_CHATS);
		}
		if (counts) {
			contender.cpuOfCall.add(one.cpuNanos() / 1e3 / CHATS);
			contender.bytesOfCall.add((double) one.allocatedBytes() / CHATS);
			contender.bytesOfChunk
				.add((double) (many.allocatedBytes() - one.allocatedBytes()) / CHATS / (LONG_CHAT - 1));
			contender.cpuOfChat.add(many.cpuNanos() / 1e3 / CHATS);
		}
	}

	private Resources.Usage oneByOne(Contender contender, int chunks) throws InterruptedException {
		System.gc();
		Resources.Usage before = this.resources.now();
		for (int i = 0; i < CHATS; i++) {
			TextProbe.read(contender.client.stream("burst:" + chunks), (long) chunks * ServerHandler.TEXT.length());
		}
		return this.resources.now().since(before);
	}

	private Resources.Usage atOnce(Contender contender) throws InterruptedException {
		System.gc();
		Resources.Usage before = this.resources.now();
		List<PacedProbe> probes = IntStream.range(0, PACED_CHATS).mapToObj((i) -> new PacedProbe()).toList();
		probes.forEach((probe) -> contender.client.stream("paced:" + PACED_CHUNKS).subscribe(probe));
		for (PacedProbe probe : probes) {
			probe.awaitEnd();
			if (probe.chunks() != PACED_CHUNKS) {
				throw new IllegalStateException("Only " + probe.chunks() + " chunks came");
			}
		}
		return this.resources.now().since(before);
	}

	private void report() {
		Contender base = this.contenders.get(EigiVariants.DEFAULT.ordinal());
		Table.header(String.format(Locale.ROOT,
				"Overhead: chats of 1 and of %d chunks one after the other, and %d at once of %d chunks, 10 a second; %d rounds",
				LONG_CHAT, PACED_CHATS, PACED_CHUNKS, this.options.rounds()), "client", "CPU µs/call", "bytes/call",
				"bytes/further chunk", "CPU µs/chat of " + LONG_CHAT, "ratio to the default within a round",
				"CPU µs/paced chat", "ratio to the default within a round");
		for (Contender contender : this.contenders) {
			Table.row(contender.variant.title(), contender.cpuOfCall.format("%.0f"),
					contender.bytesOfCall.format("%,.0f"), contender.bytesOfChunk.format("%.1f"),
					contender.cpuOfChat.format("%.0f"), contender.cpuOfChat.dividedBy(base.cpuOfChat).format("%.3f"),
					contender.isPaced() ? contender.cpuOfPacedChat.format("%.0f") : "",
					contender.isPaced() ? contender.cpuOfPacedChat.dividedBy(base.cpuOfPacedChat).format("%.3f") : "");
		}
	}

	private static final class Contender {

		private final EigiVariants variant;

		private final StreamingClient client;

		private final Samples cpuOfCall = new Samples();

		private final Samples bytesOfCall = new Samples();

		private final Samples bytesOfChunk = new Samples();

		private final Samples cpuOfChat = new Samples();

		private final Samples cpuOfPacedChat = new Samples();

		Contender(EigiVariants variant, StreamingClient client) {
			this.variant = variant;
			this.client = client;
		}

		/**
		 * It takes as long as it takes, so only what is looked for is measured.
		 */
		boolean isPaced() {
			return this.variant.compareTo(EigiVariants.DEFAULT) >= 0;
		}

	}

}
