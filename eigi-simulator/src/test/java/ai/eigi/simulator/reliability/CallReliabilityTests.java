package ai.eigi.simulator.reliability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.CallMode;
import ai.eigi.client.call.CallSettings;
import ai.eigi.client.call.CallTracking;
import ai.eigi.client.call.CallUpdate;
import ai.eigi.client.call.CallVerdict;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.transport.RateLimitSettings;
import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.SimulatedAgent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fault against every way to place a call, over real sockets: how often each phone
 * rang, and whether what the caller is told of it is true. Prints the table that
 * {@code docs/reliability.md} holds.
 */
@Tag("same-on-any-jdk")
class CallReliabilityTests {

	private static final Duration SETTLING = Duration.ofMillis(300);

	private static final int ROUNDS = 2;

	/**
	 * Cells that are played at once; most of their time they wait.
	 */
	private static final int AT_ONCE = 12;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "reliability");
		thread.setDaemon(true);
		return thread;
	});

	@Test
	void nobodyIsPhonedTwiceAndEveryVerdictIsRight() throws Exception {
		Map<CallFault, Map<Way, Future<Cell>>> cells = new EnumMap<>(CallFault.class);
		Semaphore atOnce = new Semaphore(AT_ONCE);
		for (CallFault fault : CallFault.values()) {
			Map<Way, Future<Cell>> row = new EnumMap<>(Way.class);
			for (Way way : Way.values()) {
				row.put(way, this.threads.submit(() -> {
					atOnce.acquire();
					try {
						return play(fault, way);
					}
					finally {
						atOnce.release();
					}
				}));
			}
			cells.put(fault, row);
		}
		int dialled = 0;
		List<String> table = new ArrayList<>();
		table.add("| fault | phones that rang | "
				+ List.of(Way.values()).stream().map(Way::toString).collect(Collectors.joining(" | ")) + " |");
		table.add("| --- | --- |" + " --- |".repeat(Way.values().length));
		List<String> wrong = new ArrayList<>();
		for (CallFault fault : CallFault.values()) {
			StringBuilder line = new StringBuilder("| %s | %s |".formatted(fault, (fault.placed()) ? "all" : "none"));
			for (Way way : Way.values()) {
				Cell cell = cells.get(fault).get(way).get();
				dialled += cell.numbers();
				wrong.addAll(cell.wrong());
				line.append(' ').append(String.join(", ", cell.told())).append(" |");
			}
			table.add(line.toString());
		}
		table.forEach(System.out::println);
		System.out.println(dialled + " numbers dialled");
		assertThat(wrong).as("phones that rang twice, or verdicts that are not true").isEmpty();
		assertThat(dialled).isGreaterThanOrEqualTo(10_000);
		assertThat(Files.readString(documentation())).as("docs/reliability.md")
			.contains(String.join("\n", table))
			.contains("%,d".formatted(dialled) + " numbers");
	}

	private static Path documentation() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("docs/reliability.md"))) {
			folder = folder.getParent();
		}
		return folder.resolve("docs/reliability.md");
	}

	private Cell play(CallFault fault, Way way) throws Exception {
		Cell cell = new Cell(fault, way);
		Duration limit = fault.endsByTimeLimit() ? Duration.ofMillis(1500) : Duration.ofSeconds(20);
		try (EigiSimulator simulator = EigiSimulator.builder().port(0).start();
				FaultyGateway gateway = new FaultyGateway(simulator.baseUrl(), fault, this.threads);
				EigiClient client = client(simulator, gateway.url(), way, limit);
				EigiClient caller = (fault == CallFault.REFUSED) ? client(simulator, closedPort(), way, limit)
						: client(simulator, gateway.url(), way, limit)) {
			simulator.onCalls(CallOutcome.answered().withRinging(Duration.ZERO).withDuration(Duration.ZERO));
			Map<String, Sinks.Empty<Void>> leaving = new ConcurrentHashMap<>();
			gateway.onLeave((body) -> leaving.forEach((number, leave) -> {
				if (body.contains(number)) {
					leave.tryEmitEmpty();
				}
			}));
			for (int round = 0; round < ROUNDS; round++) {
				if (fault == CallFault.STALE_CONNECTION) {
					caller.operations().listConversations(ConversationQuery.all()).block();
				}
				Flux.fromIterable(cell.requests(round)).flatMap((request) -> {
					Sinks.Empty<Void> leave = Sinks.empty();
					leaving.put(request.recipients().get(0).number(), leave);
					return cell.place(caller.operations(), client.operations(), request, leave);
				}, 100).blockLast(Duration.ofMinutes(2));
			}
			cell.check(simulator);
		}
		return cell;
	}

	private static EigiClient client(EigiSimulator simulator, String url, Way way, Duration responseTimeout) {
		return EigiClient.builder()
			.apiKey(simulator.apiKey())
			.baseUrl(url)
			.calls(new CallSettings(CallMode.LIVE, Set.of(), way.correlated))
			.http((http) -> http.withResponseTimeout(responseTimeout))
			.rateLimit((limit) -> new RateLimitSettings(true, 100_000, Duration.ofSeconds(30)))
			.retry((retry) -> retry.withMaxAttempts(5).withBackoff(Duration.ofMillis(20), 2, Duration.ofMillis(200)))
			.build();
	}

	private static String closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "http://localhost:" + socket.getLocalPort();
		}
	}

	/**
	 * A way to place calls.
	 */
	enum Way {

		START_ONE("`startCalls`, one number", 1, true),

		START_MANY("`startCalls`, 50 numbers", 50, true),

		START_MANY_UNCORRELATED("the same without correlation", 50, false),

		PLACE("`placeCalls`", 50, true),

		TRACK("`trackCalls`", 50, true);

		private final String words;

		private final int recipients;

		private final boolean correlated;

		Way(String words, int recipients, boolean correlated) {
			this.words = words;
			this.recipients = recipients;
			this.correlated = correlated;
		}

		@Override
		public String toString() {
			return this.words;
		}

	}

	/**
	 * One fault against one way.
	 */
	private static final class Cell {

		private final CallFault fault;

		private final Way way;

		private final Map<String, String> told = Collections.synchronizedMap(new LinkedHashMap<>());

		private final List<String> wrong = new ArrayList<>();

		Cell(CallFault fault, Way way) {
			this.fault = fault;
			this.way = way;
		}

		List<OutboundCallRequest> requests(int round) {
			int requests = (this.way.recipients == 1) ? 20 : 1;
			return IntStream.range(0, requests).mapToObj((i) -> {
				OutboundCallRequest.Builder request = OutboundCallRequest.builder(SimulatedAgent.SUPPORT.id());
				for (int n = 0; n < this.way.recipients; n++) {
					request.to("+1415555%04d".formatted(round * 1000 + i * this.way.recipients + n));
				}
				return (this.way.correlated) ? request.build().withCorrelationIds() : request.build();
			}).toList();
		}

		/**
		 * Place calls and note what the caller is told of each number.
		 */
		Mono<Void> place(EigiOperations caller, EigiOperations other, OutboundCallRequest request,
				Sinks.Empty<Void> leave) {
			CallAttempt stored = request.attemptAt(Instant.now());
			Mono<Void> placing = switch (this.way) {
				case START_ONE, START_MANY,
						START_MANY_UNCORRELATED ->
					caller.startCalls(request)
						.doOnNext((result) -> tell(request, "accepted"))
						.then()
						.onErrorResume(EigiOutcomeUnknownException.class,
								(ex) -> resolve(other, request, ex.callAttempt(), "unknown"));
				case PLACE -> caller.placeCalls(request, UnknownOutcomePolicy.resolve(SETTLING))
					.doOnNext((resolution) -> resolution.calls()
						.forEach((call) -> tell(request, call.call().index(), words(call.verdict()))))
					.then();
				case TRACK -> caller.trackCalls(request, CallTracking.defaults().withFindWithin(SETTLING))
					.doOnNext((update) -> tell(request, update.call().index(), words(update.stage())))
					.then();
			};
			placing = placing.onErrorResume(EigiException.class, (ex) -> {
				tell(request, "refused: " + ex.getClass().getSimpleName());
				return Mono.empty();
			});
			if (!this.fault.isCallerGone()) {
				return placing;
			}
			// a caller who leaves is told nothing: he stored the attempt and looks
			Mono<Void> left = (this.fault == CallFault.CALLER_GONE_AT_ONCE) ? Mono.empty() : leave.asMono();
			return placing.takeUntilOther(left).then(Mono.defer(() -> resolve(other, request, stored, "left")));
		}

		private Mono<Void> resolve(EigiOperations operations, OutboundCallRequest request, CallAttempt attempt,
				String before) {
			// a caller who leaves does not wait until the calls are placed
			Duration settling = (this.fault == CallFault.CALLER_GONE_BEFORE) ? Duration.ofSeconds(10) : SETTLING;
			return operations.resolveCalls(attempt, settling)
				.doOnNext((resolution) -> resolution.calls()
					.forEach((call) -> tell(request, call.call().index(), before + ", then " + words(call.verdict()))))
				.then();
		}

		private void tell(OutboundCallRequest request, String words) {
			IntStream.range(0, request.recipients().size()).forEach((i) -> tell(request, i, words));
		}

		private void tell(OutboundCallRequest request, int index, String words) {
			this.told.put(request.recipients().get(index).number(), words);
		}

		private static String words(CallVerdict verdict) {
			return switch (verdict) {
				case ACCEPTED -> "accepted";
				case PLACED -> "placed";
				case NOT_SEEN -> "not seen";
				case REFUSED -> "refused";
				case UNDECIDED -> "undecided";
			};
		}

		private static String words(CallUpdate.Stage stage) {
			return switch (stage) {
				case IN_PROGRESS, ENDED, ANALYZED -> "followed";
				case NOT_SEEN -> "not seen";
				case ACCEPTED -> "accepted";
				case REFUSED -> "refused";
				case OUTCOME_UNKNOWN -> "unknown";
			};
		}

		void check(EigiSimulator simulator) {
			for (int round = 0; round < ROUNDS; round++) {
				requests(round).stream().flatMap((request) -> request.recipients().stream()).forEach((recipient) -> {
					String number = recipient.number();
					int rang = simulator.rings(number);
					String said = this.told.getOrDefault(number, "nothing");
					boolean heard = said.endsWith("accepted") || said.endsWith("placed") || said.endsWith("followed");
					boolean denied = said.endsWith("not seen") || said.startsWith("refused");
					if (rang > 1 || rang != (this.fault.placed() ? 1 : 0) || (rang == 1 && !heard)
							|| (rang == 0 && !denied)) {
						this.wrong.add("%s, %s: a phone rang %d time(s), and the caller was told: %s"
							.formatted(this.fault, this.way, rang, said));
					}
				});
			}
		}

		int numbers() {
			return this.told.size();
		}

		Set<String> told() {
			return new TreeSet<>(this.told.values());
		}

		List<String> wrong() {
			return this.wrong.stream().distinct().toList();
		}

	}

}
