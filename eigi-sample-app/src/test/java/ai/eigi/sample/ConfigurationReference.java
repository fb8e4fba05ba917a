package ai.eigi.sample;

import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import ai.eigi.sample.ConfigurationMetadata.Property;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.StringUtils;

/**
 * Writes the tables of the configuration reference.
 */
final class ConfigurationReference {

	private static final String HEAD = "| property | type | default | description |\n| --- | --- | --- | --- |\n";

	private final ConfigurationMetadata metadata;

	ConfigurationReference(ConfigurationMetadata metadata) {
		this.metadata = metadata;
	}

	/**
	 * All properties, a table for each prefix.
	 * @return Markdown
	 */
	String tables() {
		Map<String, List<Property>> sections = new TreeMap<>(
				Comparator.comparing((String section) -> !section.equals("eigi")).thenComparing(section -> section));
		this.metadata.properties()
			.values()
			.forEach((property) -> sections.computeIfAbsent(property.section(), (section) -> new ArrayList<>())
				.add(property));
		StringBuilder text = new StringBuilder();
		sections.forEach((section, properties) -> {
			text.append("\n## ").append(section).append("\n\n").append(HEAD);
			properties.forEach((property) -> text.append(row(property)));
			properties.forEach((property) -> text.append(keysBelow(property)));
		});
		return text.append('\n').toString();
	}

	private static String row(Property property) {
		String variable = property.isMap() ? "" : "<br>`" + property.variable() + "`";
		return "| `%s`%s | %s | %s | %s |\n".formatted(property.name(), variable, property.kind(),
				StringUtils.hasLength(property.defaultValue()) ? "`" + property.defaultValue() + "`" : "",
				description(property));
	}

	private static String description(Property property) {
		StringBuilder text = new StringBuilder(escaped(property.description()));
		property.values()
			.forEach((value, description) -> text.append("<br>`")
				.append(value)
				.append('`')
				.append(description.isEmpty() ? "" : ": " + escaped(description)));
		return text.toString();
	}

	private static String escaped(String text) {
		return text.replace("|", "\\|").replace("<", "&lt;");
	}

	/**
	 * Metadata ends at a map: what may stand below its names is read from the class.
	 */
	private String keysBelow(Property property) {
		Class<?> type = property.entryType();
		if (type == null) {
			return "";
		}
		String prefix = property.name() + ".<name>.";
		List<String> rows = new ArrayList<>();
		for (String key : keys(type, "")) {
			Property same = this.metadata.properties().get("eigi." + key);
			rows.add("| `%s%s` | %s |\n".formatted(prefix, key, (same != null) ? "as `eigi." + key + "`" : ""));
		}
		return ("\nBelow each name of `%s`, as environment variables `%s_<NAME>_` and so on, the name in upper case and "
				+ "without dashes:\n\n| property | |\n| --- | --- |\n%s")
			.formatted(property.name(), property.variable(), String.join("", rows));
	}

	private static List<String> keys(Class<?> type, String prefix) {
		List<String> keys = new ArrayList<>();
		for (PropertyDescriptor descriptor : propertiesOf(type)) {
			String key = prefix + dashed(descriptor.getName());
			Class<?> held = descriptor.getPropertyType();
			if (held.getName().startsWith("ai.eigi.boot.") && !held.isEnum()) {
				keys.addAll(keys(held, key + "."));
			}
			else if (descriptor.getWriteMethod() != null || Map.class.isAssignableFrom(held)) {
				keys.add(key);
			}
		}
		return keys.stream().sorted().toList();
	}

	private static PropertyDescriptor[] propertiesOf(Class<?> type) {
		try {
			BeanInfo info = Introspector.getBeanInfo(type, Object.class);
			return info.getPropertyDescriptors();
		}
		catch (IntrospectionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String dashed(String name) {
		return ConfigurationPropertyName.adapt(name.replaceAll("([A-Z])", "-$1"), '.').toString();
	}

}
