package ai.eigi.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.eigi.simulator.SimulatedAgent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample, started in a JVM of its own from the code that was made ahead of
 * time. Runs in Maven's {@code integration-test} phase, once there is a package.
 */
class PackagedApplicationTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Pattern READY = Pattern.compile("Open http://localhost:(\\d+)");

	private static final StringBuffer output = new StringBuffer();

	private static Process application;

	private static WebClient client;

	@BeforeAll
	static void start() throws Exception {
		ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-jar", jar(), "--server.port=0")
			.redirectErrorStream(true);
		java.environment().keySet().removeIf((name) -> name.startsWith("EIGI_"));
		application = java.start();
		CompletableFuture<String> port = new CompletableFuture<>();
		Thread reader = new Thread(() -> read(application.inputReader(), port), "output of the application");
		reader.setDaemon(true);
		reader.start();
		client = WebClient.create("http://127.0.0.1:" + port.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
	}

	private static String jar() {
		String jar = System.getProperty("packaged-application");
		assertThat(jar).as("run with ./mvnw verify").isNotNull();
		return jar;
	}

	private static void read(BufferedReader lines, CompletableFuture<String> port) {
		try (lines) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				output.append(line).append('\n');
				Matcher ready = READY.matcher(line);
				if (ready.find()) {
					port.complete(ready.group(1));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			port.completeExceptionally(new IllegalStateException("The application ended:\n" + output));
		}
	}

	@AfterAll
	static void stop() throws InterruptedException {
		if (application != null) {
			application.destroy();
			if (!application.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				application.destroyForcibly();
			}
		}
	}

	@Test
	void startsFromCodeMadeAheadOfTime() {
		assertThat(output.toString()).contains("Starting AOT-processed SampleApplication")
			.contains("SIMULATOR: talking to the embedded server");
	}

	@Test
	void chats() {
		String answer = client.post()
			.uri("/api/chat")
			.bodyValue(Map.of("agentId", SimulatedAgent.SUPPORT.id(), "message", "Hello"))
			.exchangeToMono((response) -> {
				assertThat(response.headers().header(ChatController.SESSION_HEADER)).hasSize(1);
				return response.bodyToMono(String.class);
			})
			.block(LIMIT);
		assertThat(answer).isNotBlank();
	}

	@Test
	void placesACallAndReadsItBack() {
		CallStep last = client.post()
			.uri("/api/calls")
			.bodyValue(Map.of("agentId", SimulatedAgent.APPOINTMENTS.id(), "number", "+14155550188"))
			.retrieve()
			.bodyToFlux(CallStep.class)
			.blockLast(LIMIT);
		assertThat(last.stage()).isEqualTo("ENDED");
		assertThat(last.status()).isEqualTo("COMPLETED");
		ConversationView read = client.get()
			.uri("/api/conversations/{id}", last.conversation().id())
			.retrieve()
			.bodyToMono(ConversationView.class)
			.block(LIMIT);
		assertThat(read.to()).isEqualTo("+14155550188");
		assertThat(read.transcript()).isNotEmpty();
	}

	@Test
	void takesAnOpenValueAsAParameter() {
		assertThat(client.get()
			.uri("/api/conversations?status=COMPLETED&type=TELEPHONY")
			.retrieve()
			.bodyToMono(String.class)
			.block(LIMIT)).contains("\"items\"");
	}

	@Test
	void servesItsPage() {
		assertThat(client.get().uri("/").retrieve().bodyToMono(String.class).block(LIMIT)).contains("sample.js");
	}

	@Test
	void packageHoldsHintsForANativeImage() throws IOException {
		try (JarFile jar = new JarFile(jar())) {
			assertThat(jar.stream()).anyMatch((entry) -> entry.getName()
				.matches(".*META-INF/native-image/ai.eigi/eigi-sample-app/reachability-metadata.json"));
		}
	}

}
