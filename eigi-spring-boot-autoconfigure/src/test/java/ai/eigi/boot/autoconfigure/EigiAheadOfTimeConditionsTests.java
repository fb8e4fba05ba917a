package ai.eigi.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotation.Adapt;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of what is fixed at build time has every property that a condition of the
 * starter's configurations looks at.
 */
class EigiAheadOfTimeConditionsTests {

	private static final Path DOCUMENT = Path.of("../docs/native.md");

	private final MetadataReaderFactory metadata = new SimpleMetadataReaderFactory();

	@Test
	void propertiesOfConditionsAreInTheTable() throws IOException {
		Set<String> properties = properties();
		assertThat(properties).contains("eigi.enabled", "eigi.webhook.store.type", "eigi.webhook.sweep.enabled",
				"management.health.eigi.enabled", "management.info.eigi.enabled", "management.endpoint.eigi.access");
		List<String> table = Files.readAllLines(DOCUMENT)
			.stream()
			.filter((line) -> line.startsWith("|"))
			.map((line) -> line.split("\\|")[1])
			.toList();
		assertThat(properties)
			.allSatisfy((property) -> assertThat(table).anyMatch((cell) -> cell.contains("`" + property + "`")));
	}

	private Set<String> properties() throws IOException {
		Set<String> properties = new TreeSet<>();
		for (Resource resource : new PathMatchingResourcePatternResolver()
			.getResources("classpath*:ai/eigi/boot/autoconfigure/**/*.class")) {
			MetadataReader type = this.metadata.getMetadataReader(resource);
			properties.addAll(properties(type.getAnnotationMetadata()));
			type.getAnnotationMetadata()
				.getDeclaredMethods()
				.forEach((method) -> properties.addAll(properties(method)));
		}
		return properties;
	}

	private Set<String> properties(AnnotatedTypeMetadata annotated) {
		Set<String> properties = new TreeSet<>();
		MergedAnnotations annotations = annotated.getAnnotations();
		Stream.of(ConditionalOnProperty.class, ConditionalOnBooleanProperty.class)
			.flatMap(annotations::stream)
			.flatMap(EigiAheadOfTimeConditionsTests::named)
			.forEach(properties::add);
		annotations.stream(ConditionalOnEnabledHealthIndicator.class)
			.map((condition) -> "management.health." + condition.getString("value") + ".enabled")
			.forEach(properties::add);
		annotations.stream(ConditionalOnEnabledInfoContributor.class)
			.map((condition) -> "management.info." + condition.getString("value") + ".enabled")
			.forEach(properties::add);
		annotations.stream(ConditionalOnAvailableEndpoint.class)
			.map((condition) -> "management.endpoint." + endpoint(condition) + ".access")
			.forEach(properties::add);
		return properties;
	}

	private static Stream<String> named(MergedAnnotation<?> condition) {
		String prefix = condition.getString("prefix");
		return Stream.of("name", "value")
			.flatMap((attribute) -> Arrays.stream(condition.getStringArray(attribute)))
			.map((name) -> (prefix.isEmpty() || prefix.endsWith(".")) ? prefix + name : prefix + "." + name);
	}

	private String endpoint(MergedAnnotation<?> condition) {
		Map<String, Object> attributes = condition.asMap(Adapt.CLASS_TO_STRING);
		try {
			return this.metadata.getMetadataReader((String) attributes.get("endpoint"))
				.getAnnotationMetadata()
				.getAnnotations()
				.get(Endpoint.class)
				.getString("id");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
