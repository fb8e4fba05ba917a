package ai.eigi.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import ai.eigi.client.EigiClient;
import ai.eigi.client.observation.EigiClientMetrics;
import com.sun.management.UnixOperatingSystemMXBean;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Everything the client can do, for a long time, in a small heap, against a server with
 * which something goes wrong all the time. What is held is looked at now and then; in the
 * end nothing may be left.
 */
final class Soak {

	private static final int WORKERS = 60;

	private static final int CONNECTIONS = 40;

	private static final int REQUESTS_PER_MINUTE = 12_000;

	private static final int SAMPLES = 15;

	// longer than an idle connection is kept, and than the limit looks back
	private static final Duration QUIET = Duration.ofSeconds(75);

	private final Options options;

	private final String baseUrl;

	private final BufferLeaks leaks = new BufferLeaks();

	private final Map<String, LongAdder> ends = new ConcurrentHashMap<>();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private final RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();

	private final AtomicInteger connections = new AtomicInteger();

	private final List<String> faults = new ArrayList<>();

	Soak(Options options, String baseUrl) {
		this.options = options;
		this.baseUrl = baseUrl;
	}

	boolean run() throws InterruptedException {
		this.leaks.install();
		Table.header(
				String.format(Locale.ROOT,
						"Soak: %d workers, at most %d connections and %,d requests a minute, for %d minutes", WORKERS,
						CONNECTIONS, REQUESTS_PER_MINUTE, this.options.minutes()),
				"minute", "operations", "heap after collection, MB", "direct buffers in use, MB", "threads",
				"connections", "open files", "waiting for a permit");
		Held before = hold(null);
		EigiClient client = client();
		RateLimiter limiter = this.limiters.rateLimiter("eigi");
		List<Held> samples = work(client, limiter);
		Thread.sleep(QUIET.toMillis());
		Held quiet = hold(limiter);
		row("quiet", quiet);
		int permits = limiter.getMetrics().getAvailablePermissions();
		client.close();
		Thread.sleep(Duration.ofSeconds(5).toMillis());
		Held after = hold(null);
		row("closed", after);
		judge(before, samples, quiet, after, permits);
		return report();
	}

	private EigiClient client() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
		return EigiClient.builder()
			.apiKey(StreamingClient.API_KEY)
			.baseUrl(this.baseUrl)
			.http((http) -> http.withMaxConnections(CONNECTIONS)
				.withConnectTimeout(Duration.ofSeconds(1))
				.withResponseTimeout(Duration.ofSeconds(2))
				.withStreamFirstTextTimeout(Duration.ofSeconds(2))
				.withStreamIdleTimeout(Duration.ofSeconds(1)))
			.rateLimit((limit) -> limit.withRequestsPerMinute(REQUESTS_PER_MINUTE).withMaxWait(Duration.ofSeconds(3)))
			.retry((retry) -> retry.withBackoff(Duration.ofMillis(20), 2, Duration.ofMillis(200)))
			.rateLimiterRegistry(this.limiters)
			.observationRegistry(observations)
			.listener(new EigiClientMetrics(this.meters))
			.recordOutcomes()
			.httpClient((http) -> http.doOnChannelInit((observer, channel, address) -> opened(channel)))
			.build();
	}

	private void opened(Channel channel) {
		this.connections.incrementAndGet();
		channel.closeFuture().addListener((closed) -> this.connections.decrementAndGet());
	}

	private List<Held> work(EigiClient client, RateLimiter limiter) throws InterruptedException {
		SoakLoad load = new SoakLoad(client);
		Disposable work = Flux.range(0, WORKERS)
			.flatMap((worker) -> Mono.defer(() -> counted(load.next())).repeat(), WORKERS)
			.subscribe();
		List<Held> samples = new ArrayList<>();
		long pause = Duration.ofMinutes(this.options.minutes()).toMillis() / SAMPLES;
		for (int i = 1; i <= SAMPLES; i++) {
			Thread.sleep(pause);
			Held held = hold(limiter);
			samples.add(held);
			row(String.format(Locale.ROOT, "%.1f", i * pause / 60_000.0), held);
		}
		work.dispose();
		return samples;
	}

	private Mono<Void> counted(Mono<Void> operation) {
		return operation.doOnSuccess((ignored) -> count("completed"))
			.doOnCancel(() -> count("cancelled"))
			.onErrorResume((ex) -> {
				count(ex.getClass().getSimpleName());
				return Mono.empty();
			})
			// a refusal takes no time, and a worker would do nothing else
			.then(Mono.delay(Duration.ofMillis(5), Schedulers.parallel()))
			.then();
	}

	private void count(String end) {
		this.ends.computeIfAbsent(end, (key) -> new LongAdder()).increment();
	}

	private long operations() {
		return this.ends.values().stream().mapToLong(LongAdder::sum).sum();
	}

	private Held hold(@Nullable RateLimiter limiter) {
		PooledByteBufAllocatorMetric buffers = PooledByteBufAllocator.DEFAULT.metric();
		long active = buffers.directArenas().stream().mapToLong((arena) -> arena.numActiveBytes()).sum();
		return new Held(operations(), Resources.usedHeap(), active,
				ManagementFactory.getThreadMXBean().getThreadCount(), this.connections.get(), openFiles(),
				(limiter != null) ? limiter.getMetrics().getNumberOfWaitingThreads() : 0);
	}

	private static long openFiles() {
		return (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)
				? system.getOpenFileDescriptorCount() : -1;
	}

	private static void row(String minute, Held held) {
		Table.row(minute, String.format(Locale.ROOT, "%,d", held.operations()), megabytes(held.heap()),
				megabytes(held.buffers()), held.threads(), held.connections(), held.files(), held.waiting());
	}

	private static String megabytes(long bytes) {
		return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
	}

	private void judge(Held before, List<Held> samples, Held quiet, Held after, int permits) {
		// what is loaded and compiled in the beginning is no growth
		List<Held> settled = samples.subList(SAMPLES / 5, SAMPLES);
		int half = settled.size() / 2;
		double first = settled.subList(0, half).stream().mapToLong(Held::heap).average().orElse(0);
		double second = settled.subList(half, settled.size()).stream().mapToLong(Held::heap).average().orElse(0);
		System.out.printf(Locale.ROOT,
				"%nHeap: %.2f MB in the first half of what follows the warm-up, %.2f in the second%n", first / 1e6,
				second / 1e6);
		expect(second < first + 1e6, "the heap has grown");
		expect(quiet.waiting() == 0, quiet.waiting() + " still wait for a permit");
		expect(permits == REQUESTS_PER_MINUTE, "only " + permits + " permits are left when nothing is sent");
		expect(quiet.connections() == 0, quiet.connections() + " connections are open when nothing is sent");
		expect(after.threads() <= before.threads() + 8, "threads are left of a closed client");
		expect(after.files() <= before.files() + 10, "files are left open by a closed client");
		this.leaks.found().forEach((leak) -> expect(false, "a buffer was not released: " + leak));
	}

	private void expect(boolean met, String fault) {
		if (!met) {
			this.faults.add(fault);
		}
	}

	private boolean report() {
		System.out.println("\nOperations ended: " + new TreeMap<>(this.ends));
		System.out.println("\nLeft behind: " + (this.faults.isEmpty() ? "nothing" : String.join("; ", this.faults)));
		return this.faults.isEmpty();
	}

	/**
	 * What is held at a moment.
	 *
	 * @param operations how many operations have ended
	 * @param heap bytes of heap in use after a full collection
	 * @param buffers bytes of pooled direct buffers in use
	 * @param threads live threads
	 * @param connections open connections to the service
	 * @param files open files, connections among them
	 * @param waiting requests that wait for a permit
	 */
	private record Held(long operations, long heap, long buffers, int threads, int connections, long files,
			int waiting) {

	}

}
