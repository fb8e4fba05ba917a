package ai.eigi.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import ai.eigi.sample.ConfigurationMetadata.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configuration reference is what the metadata says. Its tables are written by this
 * test when it is told to.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Path.of("../docs/configuration.md");

	private static final String COMMAND = "./mvnw -pl eigi-sample-app -am test -Dtest=ConfigurationReferenceTests "
			+ "-Dsurefire.failIfNoSpecifiedTests=false -Deigi.docs.write=true";

	private static final String BEGIN = "<!-- properties: begin -->\n";

	private static final String END = "<!-- properties: end -->\n";

	private final ConfigurationMetadata metadata = ConfigurationMetadata.ofThisBuild();

	@Test
	void tablesAreThoseOfTheMetadata() throws IOException {
		String page = Files.readString(PAGE);
		int begin = page.indexOf(BEGIN) + BEGIN.length();
		int end = page.indexOf(END);
		assertThat(begin).as("the marks in %s", PAGE).isBetween(BEGIN.length(), end);
		String tables = new ConfigurationReference(this.metadata).tables();
		if (Boolean.getBoolean("eigi.docs.write")) {
			Files.writeString(PAGE, page.substring(0, begin) + tables + page.substring(end));
			return;
		}
		assertThat(page.substring(begin, end))
			.as("Properties have changed. Write the tables anew with%n%n  %s%n", COMMAND)
			.isEqualTo(tables);
		assertThat(page).as("the command that writes the tables").contains(COMMAND);
	}

	@Test
	void propertiesOfAllModulesAreThere() {
		assertThat(this.metadata.properties()).containsKeys("eigi.api-key", "eigi.http.ssl.bundle",
				"eigi.webhook.sweep.types", "eigi.simulator.enabled");
	}

	@TestFactory
	List<DynamicTest> environmentVariablesSetTheirProperty() {
		return this.metadata.properties()
			.values()
			.stream()
			.filter((property) -> !property.isMap())
			.map((property) -> DynamicTest.dynamicTest(property.variable(),
					() -> assertThat(setBy(property.variable(), property)).isTrue()))
			.toList();
	}

	@Test
	void dashesMayBeUnderscoresInEnvironmentVariables() {
		assertThat(this.metadata.properties().values()).allSatisfy((property) -> assertThat(
				setBy(property.name().toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), property))
			.isTrue());
	}

	@Test
	void keysBelowTheNamesOfMapAreReadFromItsClass() {
		Property map = new Property("eigi.accounts",
				"java.util.Map<java.lang.String,ai.eigi.boot.autoconfigure.EigiProperties>", null, "More accounts.",
				Map.of());
		Map<String, Property> properties = new TreeMap<>(this.metadata.properties());
		properties.put(map.name(), map);
		String tables = new ConfigurationReference(new ConfigurationMetadata(properties)).tables();
		assertThat(tables).contains("| `eigi.accounts.<name>.api-key` | as `eigi.api-key` |")
			.contains("environment variables `EIGI_ACCOUNTS_<NAME>_`")
			.doesNotContain("`EIGI_ACCOUNTS`")
			.contains("| `eigi.accounts.<name>.http.ssl.bundle` | as `eigi.http.ssl.bundle` |")
			.contains(
					"| `eigi.accounts.<name>.rate-limit.requests-per-minute` | as `eigi.rate-limit.requests-per-minute` |")
			.doesNotContain("eigi.accounts.<name>.class");
	}

	private static boolean setBy(String variable, Property property) {
		SystemEnvironmentPropertySource environment = new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of(variable, "value"));
		ConfigurationPropertySource source = ConfigurationPropertySource.from(environment);
		return source != null && source.getConfigurationProperty(ConfigurationPropertyName.of(property.name())) != null;
	}

}
