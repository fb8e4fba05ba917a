package ai.eigi.example.commandline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command in a process of its own, in the poorest of locales.
 */
final class Command implements AutoCloseable {

	private final Process process;

	private final Path errors;

	private Command(Process process, Path errors) {
		this.process = process;
		this.errors = errors;
	}

	/**
	 * From the classes of the build.
	 */
	static Command start(Path folder, String... arguments) throws IOException {
		List<String> what = new ArrayList<>();
		if (Runtime.version().feature() >= 24) {
			// for the packaged command its manifest says so
			what.add("--enable-native-access=ALL-UNNAMED");
		}
		what.addAll(List.of("-cp", System.getProperty("java.class.path"), CommandLineApplication.class.getName()));
		return start(folder, what, arguments);
	}

	/**
	 * As a user starts it.
	 */
	static Command startPackaged(String jar, Path folder, String... arguments) throws IOException {
		return start(folder, List.of("-jar", jar), arguments);
	}

	private static Command start(Path folder, List<String> what, String... arguments) throws IOException {
		Path errors = Files.createTempFile(folder, "errors", ".txt");
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElseThrow(), "-XX:TieredStopAtLevel=1"));
		command.addAll(what);
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
		builder.environment().put("LC_ALL", "C");
		// where one of them is set, Java writes so to the standard error
		builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"));
		return new Command(builder.start(), errors);
	}

	InputStream output() {
		return this.process.getInputStream();
	}

	String wholeOutput() throws IOException {
		return new String(output().readAllBytes(), StandardCharsets.UTF_8);
	}

	String errors() throws IOException {
		return Files.readString(this.errors);
	}

	int exitCode(Duration within) throws InterruptedException {
		assertThat(this.process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)).as("has ended").isTrue();
		return this.process.exitValue();
	}

	boolean isRunning() {
		return this.process.isAlive();
	}

	/**
	 * Asks the process to end, as Ctrl-C does.
	 */
	void interrupt() {
		this.process.destroy();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
