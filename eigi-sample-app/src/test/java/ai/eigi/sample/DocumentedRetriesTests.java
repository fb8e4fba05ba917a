package ai.eigi.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.client.transport.RetrySettings;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The table of what is sent again, as it stands in the documentation, against what
 * reaches a server. The first row, in which nothing is sent, has nothing to count there.
 */
class DocumentedRetriesTests {

	private static final Path PAGE = Path.of("../docs/errors-and-retries.md");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static EigiSimulator simulator;

	@BeforeAll
	static void start() {
		simulator = EigiSimulator.start();
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@TestFactory
	List<DynamicTest> requestsAreRepeatedAsTheTableSays() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Row row : rows()) {
			List<Fault> faults = row.faults();
			for (Fault fault : faults) {
				for (Column column : Column.values()) {
					String promise = row.cells().get(column.ordinal());
					String name = "%s (%d), %s: %s".formatted(row.label(), faults.indexOf(fault) + 1, column, promise);
					tests.add(DynamicTest.dynamicTest(name, () -> check(column, fault, promise)));
				}
			}
		}
		assertThat(tests).hasSizeGreaterThan(30);
		return tests;
	}

	@Test
	void streamIsNotRepeatedAfterItsFirstText() {
		simulator.reset();
		simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2), 2);
		try (EigiClient client = client((retry) -> retry, PATIENCE)) {
			assertThatExceptionOfType(EigiStreamInterruptedException.class)
				.isThrownBy(() -> client.operations().streamChat(message()).blockLast(PATIENCE));
		}
		assertThat(simulator.requests(SimulatorRoute.CHAT)).hasSize(1);
	}

	private static void check(Column column, Fault fault, String promise) {
		assertThat(promise).matches("(again|never).*");
		int expected = promise.startsWith("again") ? 2 : 1;
		assertThat(requests(column, fault, promise, (retry) -> retry)).isEqualTo(expected);
		if (promise.contains("`eigi.retry.redial-when-rate-limited`")) {
			assertThat(requests(column, fault, promise, (retry) -> retry.withRedialWhenRateLimited(true))).isEqualTo(2);
		}
		else if (promise.contains("`eigi.retry.repeat-writes-when-unavailable`")) {
			assertThat(requests(column, fault, promise, (retry) -> retry.withRepeatWritesWhenUnavailable(true)))
				.isEqualTo(2);
		}
		else {
			// the two properties loosen no other entry
			assertThat(requests(column, fault, promise,
					(retry) -> retry.withRedialWhenRateLimited(true).withRepeatWritesWhenUnavailable(true)))
				.isEqualTo(expected);
		}
	}

	private static int requests(Column column, Fault fault, String promise, UnaryOperator<RetrySettings> settings) {
		simulator.reset();
		simulator.failNext(column.route, fault, 2);
		// no other fault may end by the limit instead of its own way
		Duration limit = (fault == Row.NO_ANSWER) ? Duration.ofMillis(300) : PATIENCE;
		try (EigiClient client = client(settings, limit)) {
			Throwable error = catchThrowable(
					() -> Flux.from(column.operation.apply(client.operations())).blockLast(PATIENCE));
			assertThat(error).isInstanceOf(EigiException.class);
			if (promise.contains("outcome unknown")) {
				assertThat(error).isInstanceOf(EigiOutcomeUnknownException.class);
			}
		}
		return simulator.requests(column.route).size();
	}

	private static EigiClient client(UnaryOperator<RetrySettings> settings, Duration responseTimeout) {
		return EigiClient.builder()
			.apiKey(simulator.apiKey())
			.baseUrl(simulator.baseUrl())
			.http((http) -> http.withResponseTimeout(responseTimeout))
			.retry((retry) -> settings
				.apply(retry.withMaxAttempts(2).withBackoff(Duration.ofMillis(1), 1, Duration.ofMillis(1))))
			.build();
	}

	private static ChatRequest message() {
		return ChatRequest.of(SimulatedAgent.SUPPORT.id(), "Hello");
	}

	private static List<Row> rows() throws IOException {
		String page = Files.readString(PAGE);
		String table = page.substring(page.indexOf("| what happened | reads |"), page.indexOf("An answer of success"));
		List<Row> rows = table.lines()
			.skip(2)
			.filter((line) -> line.startsWith("|"))
			.map((line) -> Stream.of(line.split("\\|")).map(String::strip).toList())
			.map((cells) -> new Row(cells.get(1), cells.subList(2, 5)))
			.toList();
		assertThat(rows).hasSizeGreaterThanOrEqualTo(7);
		return rows;
	}

	/**
	 * What the operations of a column do.
	 */
	private enum Column {

		READS(SimulatorRoute.LIST_CONVERSATIONS, (operations) -> operations.listConversations(ConversationQuery.all())),

		WRITES(SimulatorRoute.CHAT, (operations) -> operations.chat(message())),

		CALLS(SimulatorRoute.START_CALLS, (operations) -> operations
			.startCalls(OutboundCallRequest.of(SimulatedAgent.SUPPORT.id(), "+14155550123")));

		private final SimulatorRoute route;

		private final Function<EigiOperations, Publisher<?>> operation;

		Column(SimulatorRoute route, Function<EigiOperations, Publisher<?>> operation) {
			this.route = route;
			this.operation = operation;
		}

	}

	/**
	 * A row of the table.
	 *
	 * @param label what happened
	 * @param cells what is promised, for each column
	 */
	private record Row(String label, List<String> cells) {

		private static final Fault NO_ANSWER = Fault.noAnswer();

		private static final Pattern STATUSES = Pattern.compile("\\d{3}(, \\d{3})*");

		/**
		 * What the row speaks of, as far as a server can do it.
		 */
		List<Fault> faults() {
			if (STATUSES.matcher(this.label).matches()) {
				return Stream.of(this.label.split(", ")).map(Integer::parseInt).map(Fault::status).toList();
			}
			if (this.label.startsWith("503 with `Retry-After`")) {
				return List.of(Fault.status(503).withRetryAfter(0));
			}
			if (this.label.startsWith("reset, early close, time limit")) {
				return List.of(Fault.droppedConnection().withReset(), Fault.droppedConnection(), NO_ANSWER);
			}
			if (this.label.startsWith("any other status, an answer that cannot be read")) {
				return List.of(Fault.status(307), Fault.status(400), Fault.status(404), Fault.status(501),
						Fault.unreadableAnswer());
			}
			assertThat(this.label).as("a row that this test knows")
				.containsAnyOf("nothing was sent", "first text", "401");
			return List.of();
		}

	}

}
