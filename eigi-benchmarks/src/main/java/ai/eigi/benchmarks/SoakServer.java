package ai.eigi.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.ChunkStyle;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatorRoute;

/**
 * The embedded server in a process of its own, with something going wrong all the time.
 * Prints its port, and ends when its input ends.
 */
public final class SoakServer {

	private static final List<Fault> FAULTS = List.of(Fault.status(400), Fault.status(401), Fault.status(404),
			Fault.status(422), Fault.status(429).withRetryAfter(1), Fault.status(429), Fault.status(500),
			Fault.badGateway(), Fault.status(503).withRetryAfter(1), Fault.status(503), Fault.unreadableAnswer(),
			Fault.lostAnswer(), Fault.lostAnswer().withReset(), Fault.droppedConnection(), Fault.droppedRequest(),
			Fault.noAnswer(), Fault.delayed(Duration.ofMillis(300)), Fault.slowBody(Duration.ofMillis(20)),
			Fault.cutAfterChunks(0), Fault.cutAfterChunks(5), Fault.cutAfterChunks(5).withReset(), Fault.halfAnswer(),
			Fault.stalledAfterChunks(0), Fault.stalledAfterChunks(5));

	// several weights: these carry most of the load
	private static final List<SimulatorRoute> ROUTES = List.of(SimulatorRoute.CHAT, SimulatorRoute.CHAT,
			SimulatorRoute.CHAT, SimulatorRoute.START_CALLS, SimulatorRoute.GET_CONVERSATION,
			SimulatorRoute.LIST_CONVERSATIONS, SimulatorRoute.FIRST_MESSAGE, SimulatorRoute.LIST_AGENTS,
			SimulatorRoute.LIST_VOICES, SimulatorRoute.GET_PROMPT);

	private static int mostRings;

	private static long rings;

	private SoakServer() {
	}

	/**
	 * Start the server.
	 * @param args not used
	 * @throws Exception if it could not be started
	 */
	public static void main(String[] args) throws Exception {
		ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
		try (EigiSimulator simulator = EigiSimulator.builder().demoData().chunkDelay(Duration.ofMillis(5)).start()) {
			prepare(simulator);
			scheduler.scheduleAtFixedRate(() -> spoil(simulator), 1000, 40, TimeUnit.MILLISECONDS);
			// what it remembers would grow, and is not what is measured
			scheduler.scheduleAtFixedRate(() -> forget(simulator), 20, 20, TimeUnit.SECONDS);
			System.out.println(simulator.port());
			BenchmarkServer.awaitEndOfInput();
			scheduler.shutdownNow();
			scheduler.awaitTermination(5, TimeUnit.SECONDS);
			count(simulator);
			System.err.printf("%nPhones rang %,d times, each %d times at most%n", rings, mostRings);
		}
		System.exit(0);
	}

	private static void prepare(EigiSimulator simulator) {
		simulator.replyWith("One \u00e9 and a \u20ac and a \ud83d\ude42,\n  said the agent. ".repeat(6));
		simulator.chunkBy(ChunkStyle.WORD);
		simulator.onCalls((call) -> CallOutcome.answered()
			.withRinging(Duration.ofMillis(200))
			.withDuration(Duration.ofMillis(300)));
	}

	private static void spoil(EigiSimulator simulator) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		simulator.failNext(ROUTES.get(random.nextInt(ROUTES.size())), FAULTS.get(random.nextInt(FAULTS.size())));
	}

	private static void forget(EigiSimulator simulator) {
		count(simulator);
		simulator.reset();
		prepare(simulator);
	}

	private static void count(EigiSimulator simulator) {
		for (int ofOneNumber : simulator.rings().values()) {
			rings += ofOneNumber;
			mostRings = Math.max(mostRings, ofOneNumber);
		}
	}

}
