package ai.eigi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the benchmarks and prints Markdown. From the root of the repository:
 * <pre class="code">
 * ./mvnw -q -Pbenchmarks -DskipTests -pl eigi-benchmarks -am verify -Dbenchmark=all
 * </pre>
 */
public final class Benchmarks {

	private static final List<String> NAMES = List.of("throughput", "first-text", "many-streams", "paging", "overhead",
			"all", "soak", "start-up");

	private Benchmarks() {
	}

	/**
	 * Run what the system properties say.
	 * @param args not used
	 * @throws Exception if a process could not be run
	 */
	public static void main(String[] args) throws Exception {
		Options options = Options.fromSystemProperties();
		if (!NAMES.contains(options.benchmark())) {
			System.err.println("No benchmark is called " + options.benchmark() + "; there are " + NAMES);
			System.exit(2);
		}
		boolean passed = true;
		printHeader(options);
		if (options.benchmark().equals("start-up")) {
			new StartUp(options).run();
			return;
		}
		if (options.benchmark().equals("soak")) {
			try (ChildJvm.Server server = ChildJvm.Server.start(SoakServer.class)) {
				passed = run("256m", options, "soak", server);
			}
			System.exit(passed ? 0 : 1);
		}
		try (ChildJvm.Server server = ChildJvm.Server.start(BenchmarkServer.class)) {
			for (String name : List.of("throughput", "first-text", "overhead")) {
				if (options.includes(name)) {
					passed &= run("1g", options, name, server);
				}
			}
			if (options.includes("many-streams")) {
				passed &= manyStreams(options, server);
			}
			if (options.includes("paging")) {
				passed &= run("1g", options, "paging", server);
				passed &= run("64m", options, "paging-heap", server);
			}
		}
		System.exit(passed ? 0 : 1);
	}

	private static boolean manyStreams(Options options, ChildJvm.Server server)
			throws IOException, InterruptedException {
		ManyStreams.printHeader(options);
		boolean passed = true;
		for (int count : options.streams()) {
			for (StreamingClients client : ManyStreams.CLIENTS) {
				passed &= run("1g", options, "many-streams", server, client.name(), String.valueOf(count));
			}
		}
		return passed;
	}

	private static boolean run(String heap, Options options, String name, ChildJvm.Server server, String... arguments)
			throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(List.of(name, String.valueOf(server.port())));
		all.addAll(List.of(arguments));
		return ChildJvm.run(heap, options, all.toArray(String[]::new)) == 0;
	}

	private static void printHeader(Options options) throws IOException {
		System.out.printf("- Machine: %s, %d processors, %s %s %s%n", processor(),
				Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"),
				System.getProperty("os.version"), System.getProperty("os.arch"));
		System.out.printf("- JVM: %s %s, G1; the server is a process of its own, plain HTTP over loopback%n",
				System.getProperty("java.vm.name"), System.getProperty("java.vm.version"));
		System.out.printf("- Command: `./mvnw -q -Pbenchmarks -DskipTests -pl eigi-benchmarks -am verify %s`%n",
				String.join(" ", options.asArguments()));
		System.out.println("- Figures are medians, with the smallest and the largest round in brackets");
	}

	private static String processor() throws IOException {
		Path info = Path.of("/proc/cpuinfo");
		if (!Files.isReadable(info)) {
			return "unknown processor";
		}
		return Files.readAllLines(info)
			.stream()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse("unknown processor");
	}

}
