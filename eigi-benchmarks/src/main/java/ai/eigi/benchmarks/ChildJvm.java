package ai.eigi.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts further JVMs on the class path of this one: the server, so that its work is not
 * counted as the client's, and one for each measurement, so that no client runs on what
 * an earlier one left behind.
 */
final class ChildJvm {

	private ChildJvm() {
	}

	/**
	 * Run a measurement to its end; what it prints goes where this process prints.
	 * @return its exit code
	 */
	static int run(String heap, Options options, String... arguments) throws IOException, InterruptedException {
		List<String> command = command(heap, BenchmarkRunner.class);
		command.addAll(command.size() - 1, options.asArguments());
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).inheritIO().start().waitFor();
	}

	private static List<String> command(String heap, Class<?> main) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:+UseG1GC", "-Xms" + heap, "-Xmx" + heap, "-cp",
				System.getProperty("java.class.path"), main.getName()));
		return command;
	}

	/**
	 * The server in a process of its own. It ends with its input, so also when this
	 * process dies.
	 */
	static final class Server implements AutoCloseable {

		private final Process process;

		private final int port;

		private Server(Process process, int port) {
			this.process = process;
			this.port = port;
		}

		static Server start(Class<?> main) throws IOException {
			Process process = new ProcessBuilder(command("512m", main)).redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			BufferedReader output = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
			String port = output.readLine();
			if (port == null) {
				throw new IOException("The server did not start");
			}
			return new Server(process, Integer.parseInt(port));
		}

		int port() {
			return this.port;
		}

		@Override
		public void close() throws IOException {
			this.process.getOutputStream().close();
			try {
				if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
					this.process.destroyForcibly();
				}
			}
			catch (InterruptedException ex) {
				this.process.destroyForcibly();
				Thread.currentThread().interrupt();
			}
		}

	}

}
