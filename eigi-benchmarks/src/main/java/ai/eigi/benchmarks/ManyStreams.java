package ai.eigi.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.sun.management.UnixOperatingSystemMXBean;
import reactor.core.publisher.Flux;

/**
 * Many streams at once, each of 10 chunks a second. Streams are opened 500 a second;
 * processor time, gaps and allocation are measured when all of them are open.
 */
final class ManyStreams {

	/**
	 * The clients that are compared.
	 */
	static final List<StreamingClients> CLIENTS = List.of(StreamingClients.EIGI, StreamingClients.WEB_CLIENT_FAST,
			StreamingClients.REACTOR_NETTY);

	private static final int CHUNKS_PER_SECOND = 10;

	private static final int OPENED_PER_SECOND = 500;

	private static final int BATCH = 5;

	private static final int SECONDS_TO_SETTLE = 4;

	private static final int SECONDS_TO_SPARE = 4;

	private static final double MOST_CPU_PERCENT = 100;

	private static final long MOST_HEAP_PER_STREAM = 15_000;

	private final Options options;

	private final String baseUrl;

	private final StreamingClients client;

	private final int count;

	private final Resources resources = new Resources();

	ManyStreams(Options options, String baseUrl, StreamingClients client, int count) {
		this.options = options;
		this.baseUrl = baseUrl;
		this.client = client;
		this.count = count;
	}

	static void printHeader(Options options) {
		Table.header(
				String.format(Locale.ROOT,
						"Many streams: each of 10 chunks a second, measured for %d s, each client in a JVM of its own. "
								+ "Targets: none lost, 100 %% of a core, 15,000 bytes of heap a stream",
						options.seconds()),
				"client", "streams", "open", "chunks/s", "chunks received", "lost", "client CPU, % of a core",
				"gaps > 200 ms", "largest gap ms", "heap/stream bytes", "bytes allocated/chunk", "threads");
	}

	boolean run() throws InterruptedException {
		checkFileDescriptors();
		int seconds = this.count / OPENED_PER_SECOND + SECONDS_TO_SETTLE + this.options.seconds() + SECONDS_TO_SPARE;
		int chunks = seconds * CHUNKS_PER_SECOND;
		try (StreamingClient streams = this.client.open(this.baseUrl, this.count + 100)) {
			// classes and threads that every client needs are not counted as streams'
			TextProbe.read(streams.stream("burst:5"), 5L * ServerHandler.TEXT.length());
			return measure(streams, chunks);
		}
	}

	private boolean measure(StreamingClient client, int chunks) throws InterruptedException {
		long heapBefore = Resources.usedHeap();
		List<PacedProbe> probes = new ArrayList<>(this.count);
		Flux<Integer> openings = Flux.range(0, (this.count + BATCH - 1) / BATCH)
			.delayElements(Duration.ofMillis(BATCH * 1000 / OPENED_PER_SECOND));
		openings.doOnNext((batch) -> {
			for (int i = 0; i < BATCH && probes.size() < this.count; i++) {
				PacedProbe probe = new PacedProbe();
				probes.add(probe);
				client.stream("paced:" + chunks).subscribe(probe);
			}
		}).blockLast();
		Thread.sleep(Duration.ofSeconds(SECONDS_TO_SETTLE).toMillis());

		probes.forEach(PacedProbe::startMeasuring);
		long open = probes.stream().filter(PacedProbe::isOpen).count();
		Resources.Usage before = this.resources.now();
		long receivedBefore = received(probes);
		Thread.sleep(Duration.ofSeconds(this.options.seconds()).toMillis());
		Resources.Usage used = this.resources.now().since(before);
		long received = received(probes) - receivedBefore;
		probes.forEach(PacedProbe::stopMeasuring);
		long heap = Resources.usedHeap() - heapBefore;
		int threads = ManagementFactory.getThreadMXBean().getThreadCount();

		for (PacedProbe probe : probes) {
			probe.awaitEnd();
		}
		long lost = (long) this.count * chunks - received(probes);
		long gaps = probes.stream().mapToLong(PacedProbe::gaps).sum();
		double largestGap = probes.stream().mapToLong(PacedProbe::largestGap).max().orElse(0) / 1e6;
		double cpu = 100.0 * used.cpuNanos() / used.nanos();
		Table.row(this.client.title(), format("%,d", this.count), (open == this.count) ? "all" : open,
				format("%,.0f", received * 1e9 / used.nanos()), format("%,d", received(probes)), lost,
				format("%.0f", cpu), format("%,d (%.2f %%)", gaps, 100.0 * gaps / received), format("%.0f", largestGap),
				format("%,.0f", (double) heap / this.count), format("%.0f", (double) used.allocatedBytes() / received),
				threads);
		return this.client != StreamingClients.EIGI
				|| (lost == 0 && cpu <= MOST_CPU_PERCENT && heap / this.count <= MOST_HEAP_PER_STREAM);
	}

	private static String format(String format, Object... values) {
		return String.format(Locale.ROOT, format, values);
	}

	private static long received(List<PacedProbe> probes) {
		return probes.stream().mapToLong(PacedProbe::chunks).sum();
	}

	private void checkFileDescriptors() {
		if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
				&& system.getMaxFileDescriptorCount() < this.count + 500) {
			throw new IllegalStateException("%d streams need more than %d open files: raise ulimit -n"
				.formatted(this.count, system.getMaxFileDescriptorCount()));
		}
	}

}
