package ai.eigi.example.servlet;

import java.nio.file.Path;
import java.util.List;

import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatorRoute;
import ai.eigi.testbrowser.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a browser. Skipped where there is none, unless {@code CI} is {@code true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.rate-limit.enabled=false", "eigi.simulator.chunk-delay=0ms", "example.heartbeat=100ms" })
@Import(BrowserTests.BareEvents.class)
class BrowserTests {

	private static final String TEXT = "  one\n\ntwo\r\nतीन 👍🏽 ";

	private static TestBrowser browser;

	@Autowired
	private EigiSimulator simulator;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startBrowser(@TempDir Path profile) {
		browser = TestBrowser.start(profile);
	}

	@AfterAll
	static void quitBrowser() {
		if (browser != null) {
			browser.close();
			browser = null;
		}
	}

	@BeforeEach
	void openPage() {
		this.simulator.reset();
		browser.driver().get("http://127.0.0.1:" + this.port);
	}

	@Test
	void answerGrowsWhileItArrives() {
		this.simulator.replyWith(TEXT);
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(2));
		ask();
		browser.until(() -> answer().equals("  one\n\n"));
		assertThat(status()).isEqualTo("Answering…");
	}

	@Test
	void wholeAnswerIsShownCharacterForCharacter() {
		this.simulator.replyWith(TEXT);
		ask();
		browser.until(() -> status().equals("Done"));
		assertThat(answer()).isEqualTo(TEXT);
		assertThat(this.simulator.requests(SimulatorRoute.CHAT)).hasSize(1);
	}

	@Test
	void leavingThePageClosesTheConnectionToEigi() {
		this.simulator.replyWith("one two three");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(2));
		ask();
		browser.until(() -> answer().equals("one two "));
		int open = this.simulator.openConnections();
		browser.driver().get("about:blank");
		browser.until(() -> this.simulator.openConnections() < open);
	}

	@Test
	void brokenAnswerKeepsItsTextAndSaysSo() {
		this.simulator.replyWith("one two three");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
		ask();
		browser.until(() -> !status().equals("Answering…"));
		assertThat(status()).isNotEqualTo("Done").isNotBlank();
		assertThat(answer()).isEqualTo("one two ");
	}

	/**
	 * Why the example wraps each piece in JSON.
	 */
	@Test
	void eventsWithBareTextLoseSpacesAndLineEnds() {
		Object received = browser.driver().executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				const pieces = [];
				const source = new EventSource("/bare");
				source.onmessage = (event) => pieces.push(event.data);
				source.onerror = () => { source.close(); done(pieces) };
				""");
		assertThat(received).isEqualTo(List.of("one", "two", "\n", "a\nb"));
		assertThat(BareEvents.PIECES).containsExactly("one", " two", "\n", "a\r\nb");
	}

	private void ask() {
		browser.find("#message").sendKeys("Count", Keys.ENTER);
	}

	/**
	 * As JSON, because the driver changes line ends.
	 */
	private String answer() {
		Object json = browser.driver()
			.executeScript("return JSON.stringify(document.querySelector('#answer').textContent)");
		return JsonMapper.shared().readValue((String) json, String.class);
	}

	private String status() {
		return browser.find("#status").getText();
	}

	/**
	 * A stream as Spring MVC sends it without any wrapping.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class BareEvents {

		private static final List<String> PIECES = List.of("one", " two", "\n", "a\r\nb");

		@GetMapping(path = "/bare", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> bare() {
			return Flux.fromIterable(PIECES);
		}

	}

}
