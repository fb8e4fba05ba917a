package ai.eigi.example.servlet;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Browsers that do not read: they slow eigi down, fill no memory and stop nobody else.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.simulator.enabled=false", "eigi.rate-limit.enabled=false", "eigi.api-key=vk_test",
				"spring.threads.virtual.enabled=false", "server.tomcat.connection-timeout=60s" })
@DirtiesContext
class SlowBrowserTests {

	private static final int MEGABYTE = 1024 * 1024;

	// more than the 8 threads that Boot gives to applicationTaskExecutor
	private static final int BROWSERS = 12;

	private static FloodServer eigi;

	private final List<Socket> browsers = new ArrayList<>();

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startServer() throws IOException {
		eigi = new FloodServer();
	}

	@AfterAll
	static void stopServer() throws IOException {
		eigi.close();
	}

	@DynamicPropertySource
	static void eigi(DynamicPropertyRegistry registry) {
		registry.add("eigi.base-url", () -> eigi.baseUrl());
	}

	@AfterEach
	void closeBrowsers() throws IOException {
		for (Socket browser : this.browsers) {
			browser.close();
		}
		Awaitility.await().until(() -> eigi.flooding() == 0);
	}

	@Test
	void eigiIsSlowedDown() throws IOException {
		long before = eigi.written();
		browserThatDoesNotRead();
		Awaitility.await().until(() -> eigi.flooding() == 1);
		long taken = standstill() - before;
		System.out.printf("A browser that does not read: eigi's socket took %,d bytes%n", taken);
		assertThat(taken).isLessThan(20 * MEGABYTE);
	}

	@Test
	void othersAreServed() throws Exception {
		for (int i = 0; i < BROWSERS; i++) {
			browserThatDoesNotRead();
		}
		Awaitility.await().until(() -> eigi.flooding() == BROWSERS);
		standstill();
		CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> {
			try {
				return HttpReader.all(new HttpReader(this.port).ask("/chat/text", "a few"));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo("a few end");
	}

	private void browserThatDoesNotRead() throws IOException {
		this.browsers.add(new HttpReader(this.port).askWithoutReading());
	}

	/**
	 * Waits until nothing more is taken for a second.
	 */
	private static long standstill() {
		AtomicLong last = new AtomicLong(-1);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(200))
			.atMost(Duration.ofSeconds(40))
			.during(Duration.ofSeconds(1))
			.until(() -> last.getAndSet(eigi.written()) == eigi.written());
		return last.get();
	}

}
