package ai.eigi.example.commandline;

import java.nio.file.Path;
import java.time.Duration;

import ai.eigi.simulator.EigiSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged command. Runs in Maven's {@code integration-test} phase, once there is a
 * package.
 */
class PackagedCommandTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@TempDir
	private Path folder;

	@Test
	void answerIsAllThatIsWritten() throws Exception {
		try (EigiSimulator simulator = EigiSimulator.start()) {
			simulator.replyWith("one two");
			try (Command command = ask(simulator, "Count")) {
				assertThat(command.wholeOutput()).isEqualTo("one two");
				assertThat(command.exitCode(SOON)).isZero();
				assertThat(command.errors()).isEmpty();
			}
		}
	}

	@Test
	void refusedKeyIsOneLine() throws Exception {
		try (EigiSimulator simulator = EigiSimulator.start()) {
			simulator.deactivateKey(simulator.apiKey());
			try (Command command = ask(simulator, "Hello")) {
				assertThat(command.wholeOutput()).isEmpty();
				assertThat(command.exitCode(SOON)).isEqualTo(1);
				assertThat(command.errors().lines()).singleElement().asString().contains("401");
			}
		}
	}

	private Command ask(EigiSimulator simulator, String message) throws Exception {
		String jar = System.getProperty("packaged-command");
		assertThat(jar).as("run with ./mvnw verify").isNotNull();
		return Command.startPackaged(jar, this.folder, "--eigi.simulator.enabled=false",
				"--eigi.base-url=" + simulator.baseUrl(), "--eigi.api-key=" + simulator.apiKey(), message);
	}

}
