package ai.eigi.boot.autoconfigure;

import java.util.Map;

import ai.eigi.client.error.EigiConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What somebody reads who starts an application for the first time, and got it wrong.
 */
@ExtendWith(OutputCaptureExtension.class)
class EigiConfigurationFailureAnalyzerTests {

	@Test
	void missingKeyIsExplainedToANewcomer() {
		FailureAnalysis analysis = analyze(Map.of());
		assertThat(analysis.getDescription()).contains("eigi.api-key").contains("missing");
		assertThat(analysis.getAction()).contains("eigi.ai")
			.contains("EIGI_API_KEY")
			.contains("eigi.simulator.enabled")
			.contains("eigi.enabled");
	}

	@Test
	void blankKeyIsExplained() {
		FailureAnalysis analysis = analyze(Map.of("eigi.api-key", "  "));
		assertThat(analysis.getDescription()).contains("eigi.api-key").contains("blank");
		assertThat(analysis.getAction()).contains("environment variable");
	}

	@Test
	void lineBreakInTheKeyIsExplainedWithoutTheKey() {
		FailureAnalysis analysis = analyze(Map.of("eigi.api-key", "vk_secret\n"));
		assertThat(analysis.getDescription()).contains("eigi.api-key").contains("line break");
		assertThat(analysis.getAction()).contains("line break");
		assertThatNothingTells(analysis, "vk_secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "vk_secret key", "vk_secret\u00e9", "\"vk_secret\u201d", "vk_secret\u0000" })
	void strangeCharacterInTheKeyIsExplainedWithoutTheKey(String key) {
		FailureAnalysis analysis = analyze(Map.of("eigi.api-key", key));
		assertThat(analysis.getDescription()).contains("eigi.api-key");
		assertThat(analysis.getAction()).isNotBlank();
		assertThatNothingTells(analysis, "vk_secret");
	}

	@ParameterizedTest
	@CsvSource({ "'',blank", "api.eigi.ai,https://", "ftp://api.eigi.ai,https://", "http://a b,valid",
			"https://user:hidden@api.eigi.ai,user" })
	void unusableBaseUrlIsExplainedWithAnExample(String baseUrl, String reason) {
		FailureAnalysis analysis = analyze(Map.of("eigi.api-key", "vk_secret", "eigi.base-url", baseUrl));
		assertThat(analysis.getDescription()).contains("eigi.base-url").contains(reason);
		assertThat(analysis.getAction()).contains("https://api.eigi.ai");
		assertThatNothingTells(analysis, "vk_secret");
		assertThatNothingTells(analysis, "hidden");
	}

	@Test
	void plainHttpIsExplainedWithBothWaysOut() {
		FailureAnalysis analysis = analyze(
				Map.of("eigi.api-key", "vk_secret", "eigi.base-url", "http://proxy.example"));
		assertThat(analysis.getDescription()).contains("http://").contains("unencrypted");
		assertThat(analysis.getAction()).contains("https://").contains("eigi.http.allow-insecure");
		assertThatNothingTells(analysis, "vk_secret");
	}

	@ParameterizedTest
	@CsvSource({ "eigi.http.connect-timeout,-5s", "eigi.http.response-timeout,0",
			"eigi.http.stream-first-text-timeout,0", "eigi.http.stream-idle-timeout,0", "eigi.http.max-connections,0",
			"eigi.rate-limit.requests-per-minute,0", "eigi.rate-limit.max-wait,-1s", "eigi.retry.max-attempts,0",
			"eigi.retry.initial-backoff,0", "eigi.retry.multiplier,0.5", "eigi.retry.max-backoff,0",
			"eigi.retry.max-retry-after,-1s" })
	void nonsenseLimitIsExplainedByItsProperty(String property, String value) {
		FailureAnalysis analysis = analyze(Map.of("eigi.api-key", "vk_secret", property, value));
		assertThat(analysis.getDescription()).contains(property);
		assertThat(analysis.getAction()).startsWith("Set it to").endsWith(".");
		assertThatNothingTells(analysis, "vk_secret");
	}

	@Test
	void nonsenseConnectTimeoutOfAllHttpClientsIsExplainedByTheirProperty() {
		FailureAnalysis analysis = analyze(
				Map.of("eigi.api-key", "vk_secret", "spring.http.clients.connect-timeout", "-5s"));
		assertThat(analysis.getDescription()).contains("spring.http.clients.connect-timeout");
	}

	@Test
	void customTierWithoutLimitIsExplained() {
		FailureAnalysis analysis = analyze(Map.of("eigi.api-key", "vk_secret", "eigi.rate-limit.tier", "custom"));
		assertThat(analysis.getDescription()).contains("eigi.rate-limit.tier")
			.contains("eigi.rate-limit.requests-per-minute");
		assertThat(analysis.getAction()).contains("eigi.rate-limit.requests-per-minute");
	}

	@Test
	void bundleWithoutSslBundlesIsExplained() {
		EigiProperties properties = new EigiProperties();
		properties.getHttp().getSsl().setBundle("private");
		PropertiesEigiConnectionDetails details = new PropertiesEigiConnectionDetails(properties, null);
		assertThatException().isThrownBy(details::getSslBundle).satisfies((ex) -> {
			FailureAnalysis analysis = new EigiConfigurationFailureAnalyzer().analyze(ex);
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("eigi.http.ssl.bundle");
			assertThat(analysis.getAction()).contains("spring.ssl.bundle");
		});
	}

	@Test
	void otherFailuresAreLeftToOthers() {
		assertThat(new EigiConfigurationFailureAnalyzer().analyze(new IllegalArgumentException("something else")))
			.isNull();
	}

	@Test
	void analyzerIsRegistered() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, (type, implementation, failure) -> {
			})).hasAtLeastOneElementOfType(EigiConfigurationFailureAnalyzer.class);
	}

	@Test
	void applicationWithoutKeyEndsWithTheExplanation(CapturedOutput output) {
		assertThatException().isThrownBy(() -> application(Map.of()).run())
			.withRootCauseInstanceOf(EigiConfigurationException.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("No API key is set")
			.contains("EIGI_API_KEY")
			.doesNotContain("\tat ");
	}

	@Test
	void applicationWithBrokenKeyEndsWithTheExplanationAndDoesNotPrintTheKey(CapturedOutput output) {
		assertThatException().isThrownBy(() -> application(Map.of("eigi.api-key", "vk_secret\n")).run())
			.withRootCauseInstanceOf(EigiConfigurationException.class);
		assertThat(output).contains("APPLICATION FAILED TO START").contains("line break").doesNotContain("vk_secret");
	}

	private static FailureAnalysis analyze(Map<String, Object> properties) {
		FailureAnalysis[] analysis = new FailureAnalysis[1];
		EigiContexts.runner()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("properties of the test", properties)))
			.run((context) -> analysis[0] = new EigiConfigurationFailureAnalyzer()
				.analyze(context.getStartupFailure()));
		assertThat(analysis[0]).as("analysis").isNotNull();
		return analysis[0];
	}

	private static void assertThatNothingTells(FailureAnalysis analysis, String secret) {
		assertThat(analysis.getDescription()).doesNotContain(secret);
		assertThat(analysis.getAction()).doesNotContain(secret);
		assertThat(analysis.getCause()).hasMessageNotContaining(secret);
	}

	private static SpringApplicationBuilder application(Map<String, Object> properties) {
		return new SpringApplicationBuilder(ApplicationConfiguration.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.environment(new EnvironmentOfTheTest(properties));
	}

	/**
	 * Without the variables and system properties of the machine.
	 */
	private static final class EnvironmentOfTheTest extends StandardEnvironment {

		EnvironmentOfTheTest(Map<String, Object> properties) {
			getPropertySources().addLast(new MapPropertySource("properties of the test", properties));
		}

		@Override
		protected void customizePropertySources(MutablePropertySources propertySources) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
