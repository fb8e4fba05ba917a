package ai.eigi.sample;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The properties of the starter and of the simulator, from the metadata that the build
 * makes of the classes.
 *
 * @param properties the properties by name, in alphabetical order
 */
record ConfigurationMetadata(Map<String, Property> properties) {

	private static final String RESOURCE = "META-INF/spring-configuration-metadata.json";

	/**
	 * Read the metadata of our modules on the class path.
	 * @return the metadata
	 */
	static ConfigurationMetadata ofThisBuild() {
		Map<String, Property> properties = new TreeMap<>();
		try {
			for (URL url : Collections.list(ConfigurationMetadata.class.getClassLoader().getResources(RESOURCE))) {
				JsonNode metadata = read(url);
				if (isOurs(metadata)) {
					Map<String, Map<String, String>> hints = hints(metadata);
					metadata.path("properties").forEach((node) -> {
						String name = node.path("name").asString();
						properties.put(name, Property.from(node, hints.getOrDefault(name, Map.of())));
					});
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ConfigurationMetadata(properties);
	}

	private static JsonNode read(URL url) throws IOException {
		try (InputStream in = url.openStream()) {
			return JsonMapper.shared().readTree(in);
		}
	}

	private static boolean isOurs(JsonNode metadata) {
		return metadata.path("properties")
			.valueStream()
			.map((property) -> property.path("sourceType").asString(""))
			.anyMatch((source) -> source.startsWith("ai.eigi.") && !source.startsWith("ai.eigi.sample."));
	}

	private static Map<String, Map<String, String>> hints(JsonNode metadata) {
		Map<String, Map<String, String>> hints = new LinkedHashMap<>();
		metadata.path("hints").forEach((hint) -> {
			Map<String, String> values = new LinkedHashMap<>();
			hint.path("values")
				.forEach((value) -> values.put(value.path("value").asString(), value.path("description").asString("")));
			hints.put(hint.path("name").asString(), values);
		});
		return hints;
	}

	/**
	 * One property.
	 *
	 * @param name its name
	 * @param type the Java type with its parameters
	 * @param defaultValue its default, {@code null} if it has none
	 * @param description what it is for
	 * @param values what it can be, with an explanation each; empty if that is open
	 */
	record Property(String name, String type, @Nullable String defaultValue, String description,
			Map<String, String> values) {

		private static Property from(JsonNode node, Map<String, String> hints) {
			String type = node.path("type").asString();
			return new Property(node.path("name").asString(), type, defaultValue(node.path("defaultValue")),
					node.path("description").asString(""), hints.isEmpty() ? constants(type) : hints);
		}

		private static @Nullable String defaultValue(JsonNode value) {
			if (value.isMissingNode()) {
				return null;
			}
			return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
					: value.asString();
		}

		private static Map<String, String> constants(String type) {
			Map<String, String> constants = new LinkedHashMap<>();
			Object[] found = type.startsWith("ai.eigi.") ? typeOf(type).getEnumConstants() : null;
			for (Object constant : (found != null) ? found : new Object[0]) {
				constants.put(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'), "");
			}
			return constants;
		}

		private static Class<?> typeOf(String name) {
			try {
				return Class.forName(name);
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}

		boolean isMap() {
			return this.type.startsWith("java.util.Map<");
		}

		/**
		 * What a map holds for each of its names.
		 * @return the class, or {@code null} if this is no map of objects of ours
		 */
		@Nullable Class<?> entryType() {
			String prefix = "java.util.Map<java.lang.String,";
			return this.type.startsWith(prefix + "ai.eigi.")
					? typeOf(this.type.substring(prefix.length(), this.type.length() - 1)) : null;
		}

		/**
		 * The type, in the words of whoever writes a configuration file.
		 * @return the words
		 */
		String kind() {
			return this.values.isEmpty() ? kindOf(this.type) : (isList() ? "list of values" : "one of");
		}

		private boolean isList() {
			return this.type.startsWith("java.util.List<") || this.type.startsWith("java.util.Set<");
		}

		private static String kindOf(String type) {
			if (type.startsWith("java.util.List<") || type.startsWith("java.util.Set<")) {
				return "list";
			}
			if (type.startsWith("java.util.Map<")) {
				return "map";
			}
			return switch (type) {
				case "java.lang.Boolean" -> "`true` or `false`";
				case "java.lang.Integer", "java.lang.Long" -> "whole number";
				case "java.lang.Double" -> "number";
				case "java.time.Duration" -> "duration";
				case "org.springframework.util.unit.DataSize" -> "size";
				case "java.nio.file.Path" -> "file";
				case "java.lang.String" -> "text";
				default -> "`" + type.substring(type.lastIndexOf('.') + 1) + "`";
			};
		}

		/**
		 * The environment variable that sets the property.
		 * @return its name
		 */
		String variable() {
			return this.name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
		}

		/**
		 * Name of the section that the property belongs to.
		 * @return the first two parts of the name, or {@code eigi} alone
		 */
		String section() {
			List<String> parts = new ArrayList<>(List.of(this.name.split("\\.")));
			parts.remove(parts.size() - 1);
			return String.join(".", parts.subList(0, Math.min(2, parts.size())));
		}

	}

}
