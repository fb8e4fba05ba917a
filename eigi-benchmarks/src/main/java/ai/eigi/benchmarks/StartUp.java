package ai.eigi.benchmarks;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Starts a WebFlux application with and without this starter, each in a JVM of its own,
 * in turns.
 */
final class StartUp {

	private static final int WARM_UP_ROUNDS = 2;

	private final Options options;

	StartUp(Options options) {
		this.options = options;
	}

	boolean run() throws IOException, InterruptedException {
		List<Contender> contenders = Arrays.stream(Variant.values()).map(Contender::new).toList();
		List<Contender> order = new ArrayList<>(contenders);
		for (int round = -WARM_UP_ROUNDS; round < this.options.rounds(); round++) {
			for (Contender contender : order) {
				contender.measure(round >= 0);
			}
			Collections.rotate(order, 1);
		}
		report(contenders);
		return true;
	}

	private void report(List<Contender> contenders) {
		Contender plain = contenders.get(Variant.WEB_FLUX.ordinal());
		Contender webClient = contenders.get(Variant.WEB_CLIENT.ordinal());
		Contender tls = contenders.get(Variant.TLS.ordinal());
		Table.header(
				String.format(Locale.ROOT, "Start-up: a WebFlux application until it is ready, %d rounds",
						this.options.rounds()),
				"application", "ms from the start of the JVM", "ratio within a round to WebFlux", "to `WebClient`",
				"to `WebClient` with TLS", "heap after collection, MB", "ratio to WebFlux", "to `WebClient`",
				"to `WebClient` with TLS", "classes loaded");
		for (Contender contender : contenders) {
			Table.row(contender.variant.title, contender.millis.format("%,.0f"),
					contender.millis.dividedBy(plain.millis).format("%.3f"),
					contender.millis.dividedBy(webClient.millis).format("%.3f"),
					contender.millis.dividedBy(tls.millis).format("%.3f"), contender.heap.format("%.2f"),
					contender.heap.dividedBy(plain.heap).format("%.3f"),
					contender.heap.dividedBy(webClient.heap).format("%.3f"),
					contender.heap.dividedBy(tls.heap).format("%.3f"), contender.classes.format("%,.0f"));
		}
	}

	/**
	 * What is on the class path and injected.
	 */
	private enum Variant {

		WEB_FLUX("WebFlux", StartUpApplication.class,
				Pattern.compile(".*(eigi-s|resilience4j-|reactor-pool|webclient|spring-boot-http-client).*\\.jar")),

		WEB_CLIENT("WebFlux, a `WebClient` injected", StartUpWithWebClient.class,
				Pattern.compile(".*(eigi-s|resilience4j-|reactor-pool).*\\.jar")),

		TLS("WebFlux, a `WebClient` injected that is ready for TLS", StartUpWithTls.class, WEB_CLIENT.left),

		EIGI("**WebFlux, `EigiOperations` injected**", StartUpWithEigi.class,
				Pattern.compile(".*eigi-simulator.*\\.jar"));

		private final String title;

		private final Class<?> application;

		private final Pattern left;

		Variant(String title, Class<?> application, Pattern left) {
			this.title = title;
			this.application = application;
			this.left = left;
		}

		private List<String> command() {
			String classPath = String.join(File.pathSeparator,
					Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
						.filter((entry) -> !this.left.matcher(entry.substring(entry.lastIndexOf('/') + 1)).matches())
						.toList());
			return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseG1GC",
					"-Xmx256m", "-cp", classPath, this.application.getName());
		}

	}

	private static final class Contender {

		private final Variant variant;

		private final Samples millis = new Samples();

		private final Samples heap = new Samples();

		private final Samples classes = new Samples();

		Contender(Variant variant) {
			this.variant = variant;
		}

		void measure(boolean counts) throws IOException, InterruptedException {
			Process process = new ProcessBuilder(this.variant.command()).redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			String line;
			try (BufferedReader output = new BufferedReader(
					new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
				line = output.lines().reduce((first, second) -> second).orElse("");
			}
			if (process.waitFor() != 0 || !line.startsWith(StartUpApplication.READY)) {
				throw new IOException(this.variant + " did not start: " + line);
			}
			String[] values = line.substring(StartUpApplication.READY.length()).split(" ");
			if (counts) {
				this.millis.add(Double.parseDouble(values[0]));
				this.heap.add(Double.parseDouble(values[1]) / 1e6);
				this.classes.add(Double.parseDouble(values[2]));
			}
		}

	}

}
