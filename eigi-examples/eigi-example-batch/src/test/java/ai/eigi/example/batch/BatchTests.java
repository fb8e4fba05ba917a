package ai.eigi.example.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatorRoute;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The job, run once and again, with answers lost and the process killed. No phone rings
 * twice.
 */
@ExtendWith(OutputCaptureExtension.class)
class BatchTests {

	private static final List<String> NUMBERS = List.of("+14155550111", "+14155550112", "+14155550113", "+14155550114",
			"+14155550115");

	private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

	private EigiSimulator simulator;

	@TempDir
	private Path folder;

	@BeforeEach
	void start() throws IOException {
		this.simulator = EigiSimulator.start();
		this.simulator
			.onCalls(CallOutcome.answered().withRinging(Duration.ofMillis(100)).withDuration(Duration.ofMillis(1100)));
		recipients(NUMBERS);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void everybodyIsCalledOnceHoweverOftenTheJobRuns(CapturedOutput output) throws IOException {
		assertThat(run()).isZero();
		assertThat(this.simulator.requests(SimulatorRoute.START_CALLS)).hasSize(3);
		assertEverybodyWasCalledOnce();
		assertThat(report()).containsExactlyElementsOf(Stream
			.concat(Stream.of("number,state,outcome,seconds"), NUMBERS.stream().map((n) -> n + ",ENDED,COMPLETED,1"))
			.toList());
		recipients(Stream.concat(NUMBERS.stream(), Stream.of("+14155550116")).toList());
		assertThat(run()).isZero();
		assertThat(this.simulator.rings()).hasSize(6).values().containsOnly(1);
		assertThat(output).doesNotContain(NUMBERS);
	}

	@Test
	void lostAnswerIsLookedForAndNobodyIsCalledTwice() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.lostAnswer());
		assertThat(run()).isZero();
		assertEverybodyWasCalledOnce();
		assertThat(report()).filteredOn((line) -> line.endsWith(",ENDED,COMPLETED,1")).hasSize(5);
	}

	@Test
	void callsThatAreNotSeenAreReportedAndNeverDialledAgain() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedConnection());
		assertThat(run()).isZero();
		assertThat(run()).isZero();
		assertThat(this.simulator.requests(SimulatorRoute.START_CALLS)).hasSize(3);
		assertThat(this.simulator.rings()).containsOnlyKeys(NUMBERS.subList(2, 5)).values().containsOnly(1);
		assertThat(report()).filteredOn((line) -> line.endsWith(",NOT_SEEN,,")).hasSize(2);
	}

	@Test
	void refusedRequestFailsTheJobAndTheNextStartGoesOn() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.delayed(Duration.ZERO));
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(403));
		assertThat(run()).isNotZero();
		assertThat(this.simulator.rings()).hasSize(2);
		assertThat(run()).isZero();
		assertEverybodyWasCalledOnce();
	}

	/**
	 * A 429 is no promise that nobody was called, and what another status means nobody
	 * knows.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 429, 409, 302 })
	void refusalThatPromisesNothingIsLookedIntoAndNobodyIsCalledTwice(int status) throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(status).afterHandling());
		assertThat(run()).isNotZero();
		assertThat(this.simulator.rings()).hasSize(2);
		assertThat(run()).isZero();
		assertEverybodyWasCalledOnce();
		assertThat(report()).filteredOn((line) -> line.endsWith(",ENDED,COMPLETED,1")).hasSize(5);
	}

	@Test
	void callsOfARateLimitedRequestThatAreNotSeenAreReportedAndNeverDialledAgain() throws IOException {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.status(429));
		assertThat(run()).isNotZero();
		assertThat(run()).isZero();
		assertThat(this.simulator.rings()).containsOnlyKeys(NUMBERS.subList(2, 5)).values().containsOnly(1);
		assertThat(report()).filteredOn((line) -> line.endsWith(",NOT_SEEN,,")).hasSize(2);
	}

	@Test
	void wrongNumberStopsTheJobBeforeAnybodyIsCalled(CapturedOutput output) throws IOException {
		recipients(List.of("+14155550111", "4155550112"));
		assertThat(run()).isNotZero();
		assertThat(output).contains("Line 3: the number is not in E.164 form").doesNotContain("4155550112");
		assertThat(this.simulator.requests()).isEmpty();
	}

	@Test
	void processKilledWhileItDialsGoesOnWithoutDiallingTwice() throws Exception {
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.delayed(Duration.ZERO));
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.noAnswer().afterHandling());
		Process process = startProcess();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> this.simulator.rings(NUMBERS.get(3)) == 1);
		process.destroyForcibly().waitFor();
		assertThat(this.simulator.rings()).hasSize(4);
		Process again = startProcess();
		assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(again.exitValue()).isZero();
		assertEverybodyWasCalledOnce();
		assertThat(report()).filteredOn((line) -> line.endsWith(",ENDED,COMPLETED,1")).hasSize(5);
	}

	private void assertEverybodyWasCalledOnce() {
		assertThat(this.simulator.rings()).containsOnlyKeys(NUMBERS).values().containsOnly(1);
	}

	private int run() {
		SpringApplication application = new SpringApplication(BatchApplication.class);
		List<String> arguments = arguments();
		arguments.add("--spring.datasource.url=" + this.database);
		arguments.add("--campaign.report=file:" + this.folder.resolve("report.csv"));
		return SpringApplication.exit(application.run(arguments.toArray(String[]::new)));
	}

	/**
	 * With the database file of {@code application.yml}, in the folder of the test.
	 */
	private Process startProcess() throws IOException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1", "-cp",
						System.getProperty("java.class.path"), BatchApplication.class.getName()));
		command.addAll(arguments());
		return new ProcessBuilder(command).directory(this.folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("output.txt").toFile())
			.start();
	}

	private List<String> arguments() {
		return new ArrayList<>(Map
			.of("eigi.simulator.enabled", "false", "eigi.base-url", this.simulator.baseUrl(), "eigi.api-key",
					this.simulator.apiKey(), "eigi.calls.mode", "live", "campaign.calls-per-request", "2",
					"campaign.settling-time", "500ms", "campaign.look-interval", "100ms", "campaign.recipients",
					"file:" + this.folder.resolve("people.csv"))
			.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toList());
	}

	private void recipients(List<String> numbers) throws IOException {
		Files.write(this.folder.resolve("people.csv"),
				Stream.concat(Stream.of("number,name"), numbers.stream().map((number) -> number + ",\"Somebody, Dr.\""))
					.toList());
	}

	private List<String> report() throws IOException {
		return Files.readAllLines(this.folder.resolve("report.csv"));
	}

}
