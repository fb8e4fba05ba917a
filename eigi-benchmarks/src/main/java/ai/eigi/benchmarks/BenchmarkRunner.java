package ai.eigi.benchmarks;

/**
 * Runs one measurement in this JVM. Started by {@link Benchmarks}.
 */
public final class BenchmarkRunner {

	private BenchmarkRunner() {
	}

	/**
	 * Run a measurement.
	 * @param args name of the measurement, port of the server, what else it needs
	 * @throws Exception if it could not be run
	 */
	public static void main(String[] args) throws Exception {
		Options options = Options.fromSystemProperties();
		String baseUrl = "http://127.0.0.1:" + args[1];
		boolean passed = switch (args[0]) {
			case "throughput" -> new Throughput(options, baseUrl).run();
			case "first-text" -> new FirstText(options, baseUrl).run();
			case "many-streams" ->
				new ManyStreams(options, baseUrl, StreamingClients.valueOf(args[2]), Integer.parseInt(args[3])).run();
			case "paging" -> new Paging(options, baseUrl).run();
			case "overhead" -> new Overhead(options, baseUrl).run();
			case "soak" -> new Soak(options, baseUrl).run();
			case "paging-heap" -> new PagingHeap(options, baseUrl).run();
			default -> throw new IllegalArgumentException(args[0]);
		};
		System.exit((passed || !options.gate()) ? 0 : 1);
	}

}
