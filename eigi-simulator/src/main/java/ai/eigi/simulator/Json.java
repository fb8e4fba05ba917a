package ai.eigi.simulator;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shorthand for trees of JSON.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private Json() {
	}

	static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	static ArrayNode array() {
		return JsonNodeFactory.instance.arrayNode();
	}

	static JsonNode read(String text) throws JacksonException {
		return MAPPER.readTree(text);
	}

	static JsonNode tree(@Nullable Object value) {
		return MAPPER.valueToTree(value);
	}

	static Map<String, Object> map(ObjectNode node) {
		return MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {
		});
	}

	/**
	 * Text of a field.
	 * @param node the object
	 * @param field the name of the field
	 * @return the text, empty if there is none
	 */
	static String text(JsonNode node, String field) {
		return node.path(field).stringValue("");
	}

}
