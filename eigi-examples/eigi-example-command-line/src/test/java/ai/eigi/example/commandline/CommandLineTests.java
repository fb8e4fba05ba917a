package ai.eigi.example.commandline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.eigi.simulator.ChunkStyle;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatorRoute;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command as a shell sees it: what it writes, its exit code, and that it ends.
 */
class CommandLineTests {

	private static final Duration SOON = Duration.ofSeconds(5);

	private EigiSimulator simulator;

	@TempDir
	private Path folder;

	@BeforeEach
	void start() {
		this.simulator = EigiSimulator.start();
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void wholeAnswerIsWrittenByteForByteAndTheProcessEnds() throws Exception {
		String text = "  First,\n\n\tzwei\r\nतीन 👍🏽  ";
		this.simulator.replyWith(text);
		this.simulator.chunkBy(ChunkStyle.BYTE);
		this.simulator.chunkDelay(Duration.ofMillis(20));
		try (Command command = ask("Hello", "agent")) {
			byte[] written = command.output().readNBytes(text.getBytes(StandardCharsets.UTF_8).length);
			assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(text);
			assertThat(command.exitCode(SOON)).isZero();
			assertThat(command.wholeOutput()).isEmpty();
		}
		assertThat(this.simulator.requests(SimulatorRoute.CHAT)).singleElement()
			.satisfies((request) -> assertThat(request.json().path("message").asString()).isEqualTo("Hello agent"));
	}

	@Test
	void textIsWrittenAsItComesAndInterruptingClosesTheConnection() throws Exception {
		this.simulator.replyWith("one two three");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(2));
		try (Command command = ask("Count")) {
			assertThat(command.output().readNBytes(8)).asString().isEqualTo("one two ");
			assertThat(command.isRunning()).isTrue();
			assertThat(this.simulator.openConnections()).isEqualTo(1);
			command.interrupt();
			Awaitility.await().atMost(SOON).until(() -> this.simulator.openConnections() == 0);
			assertThat(command.exitCode(SOON)).isNotZero();
		}
	}

	@Test
	void refusedKeyIsOneLine() throws Exception {
		this.simulator.deactivateKey(this.simulator.apiKey());
		try (Command command = ask("Hello")) {
			assertThat(command.wholeOutput()).isEmpty();
			assertThat(command.exitCode(SOON)).isEqualTo(1);
			assertThat(command.errors().lines()).singleElement()
				.asString()
				.contains("401")
				.doesNotContain(this.simulator.apiKey());
		}
	}

	@Test
	void brokenAnswerKeepsItsTextAndFails() throws Exception {
		this.simulator.replyWith("one two three four");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
		try (Command command = ask("Count")) {
			assertThat(command.wholeOutput()).isEqualTo("one two ");
			assertThat(command.exitCode(SOON)).isEqualTo(1);
			assertThat(command.errors().lines()).hasSize(1);
		}
		assertThat(this.simulator.requests(SimulatorRoute.CHAT)).hasSize(1);
	}

	@Test
	void missingKeyIsExplained() throws Exception {
		try (Command command = Command.start(this.folder, "--eigi.simulator.enabled=false", "Hello")) {
			assertThat(command.wholeOutput()).isEmpty();
			assertThat(command.exitCode(SOON)).isEqualTo(1);
			assertThat(command.errors()).contains("eigi.api-key")
				.doesNotContain("\tat ", "BeanCreationException", "UnsatisfiedDependencyException");
		}
	}

	@Test
	void nothingToAskIsAWrongUse() throws Exception {
		try (Command command = ask()) {
			assertThat(command.wholeOutput()).isEmpty();
			assertThat(command.exitCode(SOON)).isEqualTo(2);
			assertThat(command.errors().lines()).hasSize(1);
		}
		assertThat(this.simulator.requests()).isEmpty();
	}

	private Command ask(String... words) throws IOException {
		List<String> arguments = new ArrayList<>(List.of("--eigi.simulator.enabled=false",
				"--eigi.base-url=" + this.simulator.baseUrl(), "--eigi.api-key=" + this.simulator.apiKey()));
		arguments.addAll(List.of(words));
		return Command.start(this.folder, arguments.toArray(String[]::new));
	}

}
