package ai.eigi.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * What to run, from system properties, so that Maven can pass them on.
 *
 * @param benchmark name of the benchmark, or {@code all}
 * @param rounds how many measured rounds
 * @param chunks chunks of one stream in a round of {@code throughput}
 * @param requests measured requests of each client in {@code first-text}
 * @param streams numbers of concurrent streams
 * @param seconds how long {@code many-streams} measures
 * @param conversations how many conversations {@code paging} reads
 * @param minutes how long {@code soak} runs
 * @param gate whether a missed target is a failure
 */
record Options(String benchmark, int rounds, int chunks, int requests, List<Integer> streams, int seconds,
		int conversations, int minutes, boolean gate) {

	static Options fromSystemProperties() {
		return new Options(System.getProperty("benchmark", "all"), Integer.getInteger("rounds", 9),
				Integer.getInteger("chunks", 3_000_000), Integer.getInteger("requests", 20_000),
				Arrays.stream(System.getProperty("streams", "1000,5000").split(",")).map(Integer::valueOf).toList(),
				Integer.getInteger("seconds", 20), Integer.getInteger("conversations", 100_000),
				Integer.getInteger("minutes", 30), Boolean.getBoolean("gate"));
	}

	boolean includes(String name) {
		return this.benchmark.equals("all") || this.benchmark.equals(name);
	}

	/**
	 * The same options for another process.
	 */
	List<String> asArguments() {
		return List.of("-Dbenchmark=" + this.benchmark, "-Drounds=" + this.rounds, "-Dchunks=" + this.chunks,
				"-Drequests=" + this.requests,
				"-Dstreams=" + String.join(",", this.streams.stream().map(String::valueOf).toList()),
				"-Dseconds=" + this.seconds, "-Dconversations=" + this.conversations, "-Dminutes=" + this.minutes,
				"-Dgate=" + this.gate);
	}

}
