package ai.eigi.boot.autoconfigure;

import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an editor shows while somebody types {@code eigi.} into a configuration file.
 */
class EigiPropertiesMetadataTests {

	private static final Map<String, JsonNode> properties = new LinkedHashMap<>();

	private static JsonNode metadata;

	@BeforeAll
	static void readMetadata() throws Exception {
		String classes = EigiProperties.class.getProtectionDomain().getCodeSource().getLocation().toString();
		try (InputStream in = URI.create(classes + "META-INF/spring-configuration-metadata.json")
			.toURL()
			.openStream()) {
			metadata = JsonMapper.builder().build().readTree(in);
		}
		metadata.get("properties").forEach((property) -> properties.put(property.get("name").asString(), property));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					eigi.api-key | java.lang.String |
					eigi.base-url | java.lang.String | https://api.eigi.ai
					eigi.enabled | java.lang.Boolean | true
					eigi.http.connect-timeout | java.time.Duration | 5s
					eigi.http.response-timeout | java.time.Duration | 120s
					eigi.http.stream-first-text-timeout | java.time.Duration | 60s
					eigi.http.stream-idle-timeout | java.time.Duration | 30s
					eigi.http.max-connections | java.lang.Integer | 1000
					eigi.http.ssl.bundle | java.lang.String |
					eigi.http.allow-insecure | java.lang.Boolean | false
					eigi.rate-limit.enabled | java.lang.Boolean | true
					eigi.rate-limit.tier | ai.eigi.boot.autoconfigure.EigiAccountProperties$RateLimit$Tier | free
					eigi.rate-limit.requests-per-minute | java.lang.Integer |
					eigi.rate-limit.max-wait | java.time.Duration | 30s
					eigi.retry.enabled | java.lang.Boolean | true
					eigi.retry.max-attempts | java.lang.Integer | 3
					eigi.retry.initial-backoff | java.time.Duration | 500ms
					eigi.retry.multiplier | java.lang.Double | 2
					eigi.retry.max-backoff | java.time.Duration | 10s
					eigi.retry.max-retry-after | java.time.Duration | 60s
					eigi.retry.repeat-writes-when-unavailable | java.lang.Boolean | false
					eigi.retry.redial-when-rate-limited | java.lang.Boolean | false
					eigi.calls.mode | ai.eigi.client.call.CallMode | live
					eigi.calls.allowed-numbers | java.util.Set<java.lang.String> |
					eigi.calls.correlation | java.lang.Boolean | true
					eigi.accounts | java.util.Map<java.lang.String,ai.eigi.boot.autoconfigure.EigiAccountProperties> |
					eigi.health.failure-threshold | java.lang.Integer | 3
					eigi.health.active.enabled | java.lang.Boolean | false
					eigi.health.active.cache | java.time.Duration | 5m
					eigi.health.active.timeout | java.time.Duration | 5s
					management.health.eigi.enabled | java.lang.Boolean | true
					management.info.eigi.enabled | java.lang.Boolean | true
					eigi.tenants.max-clients | java.lang.Integer | 100
					eigi.tenants.idle-time | java.time.Duration | 10m
					eigi.webhook.path | java.lang.String |
					eigi.webhook.secret | java.lang.String |
					eigi.webhook.max-body-size | org.springframework.util.unit.DataSize | 1MB
					eigi.webhook.allowed-addresses | java.util.Set<java.lang.String> |
					eigi.webhook.account | java.lang.String |
					eigi.webhook.verify | java.lang.Boolean | true
					eigi.webhook.queue-capacity | java.lang.Integer | 1000
					eigi.webhook.concurrency | java.lang.Integer | 4
					eigi.webhook.sweep.enabled | java.lang.Boolean | true
					eigi.webhook.sweep.interval | java.time.Duration | 5m
					eigi.webhook.sweep.longest-call | java.time.Duration | 4h
					eigi.webhook.sweep.types | java.util.List<java.lang.String> | ["TELEPHONY","DAILY"]
					eigi.webhook.store.type | ai.eigi.boot.autoconfigure.EigiEventStoreProperties$Type | memory
					eigi.webhook.store.file | java.nio.file.Path |
					eigi.webhook.store.initialize-schema | ai.eigi.boot.autoconfigure.EigiEventStoreProperties$InitializeSchema | embedded
					""")
	void propertyIsDocumentedWithTypeAndDefault(String name, String type, String defaultValue) {
		assertThat(properties).containsKey(name);
		JsonNode property = properties.get(name);
		assertThat(property.path("type").asString()).isEqualTo(type);
		assertThat(property.hasNonNull("defaultValue") ? text(property.get("defaultValue")) : null)
			.isEqualTo(defaultValue);
	}

	private static String text(JsonNode value) {
		return value.isArray() ? value.toString() : value.asString();
	}

	@Test
	void everyDescriptionIsThereAndObeysTheRulesOfBoot() {
		assertThat(properties).isNotEmpty().allSatisfy((name, property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(name).isNotBlank().endsWith(".").doesNotContainPattern("^(The|A|An) ");
			assertThat(description).as("default in the text of " + name).doesNotContainIgnoringCase("default");
			assertThat(description).as("markup in the text of " + name).doesNotContain("{@").doesNotContain("<");
			assertThat(Character.isUpperCase(description.charAt(0))).as(name + " begins with a capital").isTrue();
		});
	}

	@Test
	void everySwitchIsDescribedWithWhether() {
		assertThat(properties.values())
			.filteredOn((property) -> "java.lang.Boolean".equals(property.path("type").asString()))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(property.path("description").asString()).startsWith("Whether "));
	}

	@Test
	void everyPropertyIsInTheNamespaceOfTheClient() {
		assertThat(properties.keySet())
			.allSatisfy((name) -> assertThat(name).matches("(management\\.(endpoint|health|info)\\.)?eigi\\..+"));
	}

	@Test
	void noPropertyIsListedTwice() {
		assertThat(metadata.get("properties").size()).isEqualTo(properties.size());
	}

	@Test
	void everyPropertyWrittenByHandBelongsToAField() {
		assertThat(properties.values()).filteredOn((property) -> property.path("name").asString().startsWith("eigi."))
			.allSatisfy((property) -> assertThat(property.path("sourceType").asString(""))
				.as("source of " + property.path("name"))
				.startsWith("ai.eigi."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "free", "pro", "custom" })
	void tierIsOfferedWithADescription(String tier) {
		assertThatIsOffered("eigi.rate-limit.tier", tier);
	}

	@ParameterizedTest
	@ValueSource(strings = { "live", "dry-run", "allow-list" })
	void callModeIsOfferedWithADescription(String mode) {
		assertThatIsOffered("eigi.calls.mode", mode);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "file", "jdbc" })
	void kindOfStoreIsOfferedWithADescription(String type) {
		assertThatIsOffered("eigi.webhook.store.type", type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "always", "embedded", "never" })
	void initializationOfTheSchemaIsOfferedWithADescription(String mode) {
		assertThatIsOffered("eigi.webhook.store.initialize-schema", mode);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TELEPHONY", "DAILY", "WHATSAPP", "CHAT" })
	void typeOfConversationIsOfferedWithADescription(String type) {
		assertThatIsOffered("eigi.webhook.sweep.types", type);
	}

	private static void assertThatIsOffered(String property, String value) {
		assertThat(metadata.get("hints")).filteredOn((hint) -> property.equals(hint.path("name").asString()))
			.singleElement()
			.satisfies((hint) -> assertThat(hint.get("values"))
				.filteredOn((offered) -> value.equals(offered.path("value").asString()))
				.singleElement()
				.satisfies((offered) -> assertThat(offered.path("description").asString("")).endsWith(".")));
	}

}
