package ai.eigi.example.servlet;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatorRoute;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.hamcrest.Matchers.notNullValue;

/**
 * Time limits of the servlet container, and its end.
 */
class TimeLimitTests {

	private EigiSimulator simulator;

	@BeforeEach
	void start() {
		this.simulator = EigiSimulator.start();
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void streamMayLastLongerThanTheLimitForRequests() throws IOException {
		try (ConfigurableApplicationContext context = run("--spring.mvc.async.request-timeout=200ms")) {
			this.simulator.replyWith("one two three four five");
			this.simulator.chunkDelay(Duration.ofMillis(200));
			assertThat(HttpReader.all(browser(context).ask("/chat/text", "Count")))
				.isEqualTo("one two three four five");
			assertThat(HttpReader.all(browser(context).ask("/chat/events", "Count"))).contains("DONE");
			this.simulator.failNext(SimulatorRoute.CHAT, Fault.noAnswer());
			assertThat(browser(context).ask("/chat/whole", "Count").statusCode()).isEqualTo(503);
		}
	}

	@Test
	void wholeAnswerMayTakeAsLongAsEigiIsGiven() {
		try (ConfigurableApplicationContext context = run()) {
			Duration limit = DurationStyle
				.detectAndParse(context.getEnvironment().getRequiredProperty("spring.mvc.async.request-timeout"));
			assertThat(limit).isGreaterThan(Duration.ofSeconds(120));
		}
	}

	@Test
	void shutdownLetsAStreamEndInTime() throws Exception {
		ConfigurableApplicationContext context = run();
		this.simulator.replyWith("one two three four five");
		this.simulator.chunkDelay(Duration.ofMillis(100));
		HttpResponse<InputStream> response = browser(context).ask("/chat/text", "Count");
		assertThat(HttpReader.next(response, 4)).isEqualTo("one ");
		CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
		assertThat(HttpReader.all(response)).isEqualTo("two three four five");
		closing.get();
	}

	@Test
	void shutdownCutsAStreamThatDoesNotEnd() throws Exception {
		ConfigurableApplicationContext context = run("--spring.lifecycle.timeout-per-shutdown-phase=300ms");
		this.simulator.replyWith("one two three");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(1));
		HttpResponse<InputStream> response = browser(context).ask("/chat/text", "Count");
		assertThat(HttpReader.next(response, 4)).isEqualTo("one ");
		long start = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
		assertThatIOException().isThrownBy(() -> response.body().read());
		Awaitility.await().until(() -> this.simulator.openConnections() == 0);
	}

	/**
	 * What Tomcat does to the streams at its stop, if there is time for it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "/chat/text", "/chat/events" })
	void streamThatTheContainerGivesUpDoesNotLookWhole(String path) throws IOException {
		try (ConfigurableApplicationContext context = runImpatient()) {
			this.simulator.replyWith("one two three");
			this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(1));
			HttpResponse<InputStream> response = browser(context).ask(path, "Count");
			HttpReader.until(response, "one ");
			context.getBean(ImpatientContainer.class).giveUp();
			assertThatIOException().isThrownBy(() -> HttpReader.all(response));
			Awaitility.await().until(() -> this.simulator.openConnections() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/chat/text", "/chat/events", "/chat/whole" })
	void answerThatTheContainerGivesUpBeforeItsFirstTextHasAStatus(String path) {
		try (ConfigurableApplicationContext context = runImpatient()) {
			this.simulator.failNext(SimulatorRoute.CHAT, Fault.noAnswer());
			CompletableFuture<HttpResponse<InputStream>> response = CompletableFuture
				.supplyAsync(() -> browser(context).ask(path, "Count"));
			Awaitility.await().until(() -> this.simulator.requests(SimulatorRoute.CHAT).size() == 1);
			context.getBean(ImpatientContainer.class).giveUp();
			assertThat(response.join().statusCode()).isEqualTo(503);
		}
	}

	@Test
	void browserThatDoesNotReadIsGivenUp() throws IOException {
		try (FloodServer flood = new FloodServer();
				ConfigurableApplicationContext context = run(new SpringApplication(ServletApplication.class),
						flood.baseUrl(), "--server.tomcat.connection-timeout=500ms");
				Socket browser = browser(context).askWithoutReading()) {
			Awaitility.await().until(() -> flood.begun() == 1);
			Awaitility.await().until(() -> flood.flooding() == 0);
			assertThat(browser.isClosed()).isFalse();
		}
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return run(new SpringApplication(ServletApplication.class), this.simulator.baseUrl(), arguments);
	}

	private ConfigurableApplicationContext runImpatient() {
		return run(new SpringApplication(ServletApplication.class, ImpatientContainer.class), this.simulator.baseUrl());
	}

	private ConfigurableApplicationContext run(SpringApplication application, String baseUrl, String... arguments) {
		String[] all = new String[arguments.length + 4];
		System.arraycopy(arguments, 0, all, 4, arguments.length);
		all[0] = "--server.port=0";
		all[1] = "--eigi.simulator.enabled=false";
		all[2] = "--eigi.base-url=" + baseUrl;
		all[3] = "--eigi.api-key=" + this.simulator.apiKey();
		return application.run(all);
	}

	private static HttpReader browser(ConfigurableApplicationContext context) {
		return new HttpReader(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
	}

	/**
	 * Gives up an answer when it is told to, and not in its own time.
	 */
	static final class ImpatientContainer implements WebMvcConfigurer, AsyncHandlerInterceptor {

		private final AtomicReference<AsyncContext> running = new AtomicReference<>();

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(this);
		}

		@Override
		public void afterConcurrentHandlingStarted(HttpServletRequest request, HttpServletResponse response,
				Object handler) {
			this.running.set(request.getAsyncContext());
		}

		void giveUp() {
			Awaitility.await().until(this.running::get, notNullValue()).setTimeout(1);
		}

	}

}
