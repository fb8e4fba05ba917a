package ai.eigi.testbrowser;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * A browser for tests, which are skipped where there is none unless {@code CI} is
 * {@code true}.
 *
 * @since 0.1.0
 */
public final class TestBrowser implements AutoCloseable {

	private static final File CHROMIUM = new File("/usr/bin/chromium");

	private static final File CHROMEDRIVER = new File("/usr/bin/chromedriver");

	private final ChromeDriver driver;

	private TestBrowser(ChromeDriver driver) {
		this.driver = driver;
	}

	/**
	 * Start a browser without a window. Ends the test where none is installed.
	 * @param profile an empty folder
	 * @return the browser, to be closed
	 */
	public static TestBrowser start(Path profile) {
		boolean installed = CHROMIUM.canExecute() && CHROMEDRIVER.canExecute();
		String hint = "%s and %s are needed: apt-get install chromium chromium-driver".formatted(CHROMIUM,
				CHROMEDRIVER);
		if ("true".equals(System.getenv("CI"))) {
			assertThat(installed).as(hint).isTrue();
		}
		assumeThat(installed).as(hint).isTrue();
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM);
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-proxy-server",
				"--disable-dev-shm-usage", "--window-size=1200,1000", "--user-data-dir=" + profile);
		return new TestBrowser(new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(CHROMEDRIVER).build(), options));
	}

	/**
	 * What drives the browser.
	 * @return the driver
	 */
	public ChromeDriver driver() {
		return this.driver;
	}

	/**
	 * Find an element that is there.
	 * @param selector a CSS selector
	 * @return the first that it selects
	 */
	public WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	/**
	 * Wait for something, 15 seconds at most.
	 * @param condition what is waited for
	 */
	public void until(Supplier<Boolean> condition) {
		new WebDriverWait(this.driver, Duration.ofSeconds(15), Duration.ofMillis(20))
			.until((driver) -> condition.get());
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
