package ai.eigi.sample;

import java.nio.file.Path;
import java.util.List;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.prompt.PromptDefinition;
import ai.eigi.client.prompt.PromptUpdate;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import ai.eigi.testbrowser.TestBrowser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Agents and prompts on the page, in a browser.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "eigi.rate-limit.enabled=false", "eigi.retry.initial-backoff=10ms" })
@ActiveProfiles("simulator")
class ManagementBrowserTests {

	private static final String NAME = "desk / <b>\"orders\"</b> & more";

	private static TestBrowser browser;

	@Autowired
	private EigiSimulator simulator;

	@Autowired
	private EigiManagementOperations eigi;

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
	void preparePrompt() {
		this.simulator.reset();
		this.eigi.createPrompt(PromptDefinition.of(NAME, "One\r\nand more")).block();
		this.eigi.updatePrompt(NAME, PromptUpdate.of("Two")).block();
	}

	private void openPage() {
		browser.driver().get("http://localhost:" + this.port);
		browser.until(() -> !options("#prompt-version").isEmpty());
		browser.until(() -> browser.find("#agents").getText().contains("Support Agent"));
	}

	private void choosePrompt() {
		new Select(browser.find("#prompt")).selectByValue(NAME);
		browser.until(() -> text().equals("Two"));
	}

	private static String text() {
		return browser.find("#prompt-content").getDomProperty("value");
	}

	private static List<String> options(String select) {
		return new Select(browser.find(select)).getOptions()
			.stream()
			.map((option) -> option.getDomProperty("value"))
			.toList();
	}

	private static void write(String text) {
		WebElement content = browser.find("#prompt-content");
		content.clear();
		content.sendKeys(text);
	}

	@Test
	void agentsOfTheAccountAreListedAndOfferedToTalkWith() {
		this.simulator.addAgent(SimulatedAgent.of("newcomer", "<i>Newcomer</i>").withType("OUTBOUND"));
		openPage();
		assertThat(browser.find("#agents").getText()).contains("Support Agent (is called, Customer Service)")
			.contains("<i>Newcomer</i> (calls, Customer Service, chat only)");
		browser.until(() -> options("#agent").contains("newcomer"));
		assertThat(options("#agent")).containsExactly(SimulatedAgent.SUPPORT.id(), SimulatedAgent.APPOINTMENTS.id(),
				SimulatedAgent.WEBSITE_GUIDE.id(), "newcomer", "");
		new Select(browser.find("#agent")).selectByValue("newcomer");
		browser.find("#message").sendKeys("Hello", Keys.ENTER);
		browser.until(() -> this.simulator.requestCount(SimulatorRoute.CHAT) == 1);
		assertThat(this.simulator.requests(SimulatorRoute.CHAT).get(0).json().path("agent_id").asString())
			.isEqualTo("newcomer");
	}

	@Test
	void aPromptIsReadInItsVersionsAndSavedAsANewOne() {
		openPage();
		choosePrompt();
		assertThat(options("#prompt-version")).containsExactly("2", "1");
		assertThat(browser.find("#save-prompt").isEnabled()).isFalse();
		new Select(browser.find("#prompt-version")).selectByValue("1");
		assertThat(text()).isEqualTo("One\nand more");
		new Select(browser.find("#prompt-version")).selectByValue("2");
		write("Three नमस्ते");
		browser.find("#save-prompt").click();
		browser.until(() -> browser.find("#prompt-status").getText().equals("Version 3 is saved."));
		assertThat(options("#prompt-version")).containsExactly("3", "2", "1");
		assertThat(text()).isEqualTo("Three नमस्ते");
		assertThat(browser.find("#save-prompt").isEnabled()).isFalse();
		assertThat(this.eigi.getPrompt(NAME).block().content()).isEqualTo("Three नमस्ते");
		assertThat(browser.driver().getTitle()).isEqualTo("eigi sample");
	}

	@Test
	void thePromptOfAnAgentIsOneClickAwayAndItsVersionIsShown() {
		openPage();
		browser.find("#agents button").click();
		browser.until(() -> text().contains("You are Support Agent"));
		write("You are nobody.");
		browser.find("#save-prompt").click();
		browser.until(() -> browser.find("#agents").getText().contains("support_agent_internal, version 2"));
	}

	@Test
	void aVersionOfSomebodyElseIsNotBuriedUnseen() {
		openPage();
		choosePrompt();
		write("Mine");
		this.eigi.updatePrompt(NAME, PromptUpdate.of("Theirs")).block();
		browser.find("#save-prompt").click();
		browser.until(() -> browser.find("#prompt-error").getText().contains("Somebody has changed this prompt"));
		assertThat(text()).isEqualTo("Mine");
		assertThat(this.simulator.requestCount(SimulatorRoute.UPDATE_PROMPT)).isEqualTo(2);
	}

	@Test
	void aLostAnswerIsLookedIntoAndNothingIsSavedTwice() {
		openPage();
		choosePrompt();
		write("Three");
		this.simulator.failNext(SimulatorRoute.UPDATE_PROMPT, Fault.droppedConnection().afterHandling());
		browser.find("#save-prompt").click();
		browser.until(() -> browser.find("#prompt-status").getText().equals("Version 3 is saved."));
		assertThat(options("#prompt-version")).containsExactly("3", "2", "1");
	}

	@Test
	void errorsAreShownAndTheTextIsKept() {
		openPage();
		choosePrompt();
		write("Three");
		this.simulator.failNext(SimulatorRoute.UPDATE_PROMPT, Fault.status(403));
		browser.find("#save-prompt").click();
		browser.until(() -> browser.find("#prompt-error").getText().contains("eigi does not allow this."));
		assertThat(text()).isEqualTo("Three");
		assertThat(browser.find("#save-prompt").isEnabled()).isTrue();
		this.simulator.failNext(SimulatorRoute.LIST_AGENTS, Fault.status(403));
		browser.find("#refresh-agents").click();
		browser.until(() -> browser.find("#agents-error").getText().contains("eigi does not allow this."));
	}

	@Test
	void aPromptThatCannotBeReadLeavesTheOneBefore() {
		openPage();
		choosePrompt();
		this.simulator.failNext(SimulatorRoute.LIST_PROMPT_VERSIONS, Fault.status(404));
		new Select(browser.find("#prompt")).selectByValue("support_agent_internal");
		browser.until(() -> browser.find("#prompt-error").getText().contains("eigi does not know this prompt."));
		assertThat(browser.find("#prompt").getDomProperty("value")).isEqualTo(NAME);
		assertThat(text()).isEqualTo("Two");
	}

	@Test
	void aTextThatIsNotSavedIsDroppedOnDemandOnly() {
		openPage();
		choosePrompt();
		write("Three");
		new Select(browser.find("#prompt-version")).selectByValue("1");
		browser.driver().switchTo().alert().dismiss();
		assertThat(text()).isEqualTo("Three");
		assertThat(browser.find("#prompt-version").getDomProperty("value")).isEqualTo("2");
		new Select(browser.find("#prompt-version")).selectByValue("1");
		browser.driver().switchTo().alert().accept();
		assertThat(text()).isEqualTo("One\nand more");
	}

}
