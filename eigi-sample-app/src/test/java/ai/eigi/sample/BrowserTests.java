package ai.eigi.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.RecordedRequest;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import ai.eigi.simulator.TranscriptLine;
import ai.eigi.testbrowser.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page in a browser. Skipped where there is none, unless {@code CI} is {@code true}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.rate-limit.enabled=false", "eigi.simulator.chunk-delay=0ms",
				"eigi.simulator.demo-data=true" })
@ActiveProfiles("simulator")
class BrowserTests {

	private static TestBrowser test;

	private static ChromeDriver browser;

	@Autowired
	private EigiSimulator simulator;

	@Autowired
	private EigiOperations eigi;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void startBrowser(@TempDir Path profile) {
		test = TestBrowser.start(profile);
		browser = test.driver();
	}

	@AfterAll
	static void quitBrowser() {
		if (test != null) {
			test.close();
			test = null;
		}
	}

	@BeforeEach
	void openPage() {
		this.simulator.reset();
		browser.get("http://localhost:" + this.port);
		until(() -> find("#service").getText().startsWith("Simulator"));
		until(() -> !browser.findElements(By.cssSelector("#conversations details")).isEmpty());
		until(() -> find("#event").getAttribute("data-connected") != null);
	}

	@Test
	void answerGrowsWhileItArrives() {
		this.simulator.replyWith("one two three");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(2));
		send("Count");
		until(() -> lastTurn().endsWith("one two"));
		assertThat(find("#chat-log").getAttribute("aria-busy")).isEqualTo("true");
	}

	@Test
	void sessionGoesOn() {
		this.simulator.replyWith((turn) -> turn.message() + ": one two");
		send("First");
		until(() -> lastTurn().endsWith("First: one two"));
		until(() -> find("#send").isEnabled());
		assertThat(find("#chat-log").getAttribute("aria-busy")).isEqualTo("false");
		assertThat(browser.switchTo().activeElement().getAttribute("id")).isEqualTo("message");
		send("Second");
		until(() -> lastTurn().endsWith("Second: one two"));
		List<RecordedRequest> requests = this.simulator.requests(SimulatorRoute.CHAT);
		assertThat(requests).hasSize(2);
		assertThat(requests.get(0).json().has("session_id")).isFalse();
		assertThat(requests.get(1).json().path("session_id").asString()).isNotBlank();
	}

	@Test
	void textIsShownAsItIsAndNeverAsHtml() {
		this.simulator.replyWith((turn) -> turn.message());
		send("<img src=x onerror=\"document.title='broken'\"> नमस्ते 👍🏽");
		until(() -> lastTurn().endsWith("नमस्ते 👍🏽"));
		assertThat(lastTurn()).contains("<img src=x");
		assertThat(browser.getTitle()).isEqualTo("eigi sample");
	}

	@Test
	void stopCancelsTheRequestAndKeepsTheText() {
		this.simulator.replyWith("one two three four");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.stalledAfterChunks(2));
		send("Count");
		until(() -> lastTurn().endsWith("one two"));
		int open = this.simulator.openConnections();
		find("#stop").click();
		until(() -> find("#chat-status").getText().startsWith("Stopped"));
		until(() -> this.simulator.openConnections() < open);
		assertThat(lastTurn()).endsWith("one two");
		assertThat(find("#send").isEnabled()).isTrue();
	}

	@Test
	void brokenAnswerKeepsItsTextAndSaysSo() {
		this.simulator.replyWith("one two three four");
		this.simulator.failNext(SimulatorRoute.CHAT, Fault.cutAfterChunks(2));
		send("Count");
		until(() -> lastTurn().contains("The answer broke off here."));
		assertThat(lastTurn()).contains("one two");
		assertThat(this.simulator.requests(SimulatorRoute.CHAT)).hasSize(1);
	}

	@Test
	void errorIsShownInWordsAndTheMessageIsKept() {
		new Select(find("#agent")).selectByVisibleText("Another agent…");
		find("#own-agent").sendKeys("nobody", Keys.TAB);
		send("Hello");
		until(() -> find("#chat-error").getText().contains("eigi does not know this agent"));
		assertThat(find("#message").getAttribute("value")).isEqualTo("Hello");
	}

	@Test
	void conversationsArePagedAndFilteredAndHaveTranscripts() {
		until(() -> find("#page").getText().startsWith("Page 1 of "));
		find("#next").click();
		until(() -> find("#page").getText().startsWith("Page 2 of "));
		this.simulator.addConversation(Map.of("conversation_type", "WHATSAPP", "conversation_status", "FAILED",
				"conversation_transcript", List.of(Map.of("role", "user", "content", "Is anybody there?"))));
		new Select(find("#type")).selectByVisibleText("WhatsApp");
		new Select(find("#status")).selectByVisibleText("Failed");
		until(() -> find("#page").getText().equals("Page 1 of 1, 1 in all"));
		find("#conversations summary").sendKeys(Keys.ENTER);
		until(() -> find("#conversations .talk").getText().contains("Is anybody there?"));
	}

	@Test
	void callIsWatchedToItsEnd() {
		this.simulator.onCalls(CallOutcome.answered()
			.withRinging(Duration.ofMillis(400))
			.withDuration(Duration.ofSeconds(6))
			.withTranscript(TranscriptLine.agent("Hello!"), TranscriptLine.user("Who is there?")));
		dial("+14155550188");
		until(() -> find("#call-status").getText().equals("In progress"));
		assertThat(find("#place-call").isEnabled()).isFalse();
		until(() -> find("#call-status").getText().startsWith("Completed"));
		assertThat(find("#call-log").getText()).contains("Hello!", "Who is there?");
		until(() -> find("#conversations").getText().contains("+14155550188"));
		assertThat(this.simulator.rings("+14155550188")).isEqualTo(1);
	}

	@Test
	void callOfUnknownOutcomeIsNotDialledAgainUnseen() {
		this.simulator.onCalls(CallOutcome.answered()
			.withRinging(Duration.ofMillis(400))
			.withDuration(Duration.ofMillis(1200))
			.withTranscript(TranscriptLine.agent("Hello!")));
		this.simulator.failNext(SimulatorRoute.START_CALLS, Fault.droppedConnection().afterHandling());
		dial("+14155550189");
		until(() -> find("#call-status").getText().startsWith("Completed"));
		assertThat(find("#call-error").getText()).isEmpty();
		assertThat(this.simulator.rings("+14155550189")).isEqualTo(1);
	}

	@Test
	void callThatNobodyHereBeganIsShownWhenItEnds() {
		this.simulator.onCalls(CallOutcome.answered().withRinging(Duration.ZERO).withDuration(Duration.ofMillis(200)));
		this.eigi.startCalls(OutboundCallRequest.of(SimulatedAgent.APPOINTMENTS.id(), "+14155550187")).block();
		until(() -> find("#event").getText().contains("+14155550187"));
		until(() -> find("#conversations").getText().contains("+14155550187"));
	}

	@Test
	void narrowScreenNeedsNoScrollingSideways() {
		browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 320, "height", 640, "deviceScaleFactor", 1, "mobile", false));
		try {
			Object overhang = browser
				.executeScript("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
			assertThat(overhang).isEqualTo(0L);
		}
		finally {
			browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
		}
	}

	private void send(String message) {
		find("#message").sendKeys(message, Keys.ENTER);
	}

	private void dial(String number) {
		new Select(find("#agent")).selectByVisibleText("Appointment Agent");
		find("#number").sendKeys(number, Keys.ENTER);
	}

	private static String lastTurn() {
		List<WebElement> turns = browser.findElements(By.cssSelector("#chat-log li"));
		return (turns.isEmpty()) ? "" : turns.get(turns.size() - 1).getText().strip();
	}

	private static WebElement find(String selector) {
		return test.find(selector);
	}

	private static void until(Supplier<Boolean> condition) {
		test.until(condition);
	}

}
