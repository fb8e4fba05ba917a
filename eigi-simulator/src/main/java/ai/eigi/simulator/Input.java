package ai.eigi.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks what a client sent and refuses it with 422 in the list shape of FastAPI.
 */
final class Input {

	private Input() {
	}

	/**
	 * Read a body that must be a JSON object.
	 * @param request the request
	 * @return the object
	 */
	static JsonNode body(RecordedRequest request) {
		JsonNode body;
		try {
			body = Json.read(request.body());
		}
		catch (JacksonException ex) {
			throw invalid("json_invalid", List.of("body", 0), "JSON decode error", Json.object());
		}
		if (body.isMissingNode()) {
			throw invalid("missing", List.of("body"), "Field required", null);
		}
		if (!body.isObject()) {
			throw invalid("model_attributes_type", List.of("body"), "Input should be a valid dictionary or object",
					body);
		}
		return body;
	}

	static String requiredText(JsonNode body, String field) {
		String text = text(body, field);
		if (text == null) {
			throw missing(List.of("body", field), body);
		}
		return text;
	}

	static @Nullable String text(JsonNode body, String field) {
		JsonNode value = body.path(field);
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isString()) {
			throw invalid("string_type", List.of("body", field), "Input should be a valid string", value);
		}
		return value.stringValue();
	}

	static boolean flag(JsonNode body, String field, boolean absent) {
		JsonNode value = body.path(field);
		if (value.isMissingNode()) {
			return absent;
		}
		if (!value.isBoolean()) {
			throw invalid("bool_type", List.of("body", field), "Input should be a valid boolean", value);
		}
		return value.booleanValue();
	}

	/**
	 * Read an optional object.
	 * @param owner the object that may have it
	 * @param field its name
	 * @param location where that is, for the refusal
	 * @return the object, empty if there is none
	 */
	static ObjectNode map(JsonNode owner, String field, List<Object> location) {
		JsonNode value = owner.path(field);
		if (value.isMissingNode() || value.isNull()) {
			return Json.object();
		}
		if (!(value instanceof ObjectNode object)) {
			throw invalid("dict_type", location, "Input should be a valid dictionary", value);
		}
		return object;
	}

	/**
	 * Read a query parameter that is a whole number.
	 * @param request the request
	 * @param name the name
	 * @param absent the value if the parameter is absent
	 * @return the number
	 */
	static int number(RecordedRequest request, String name, int absent) {
		String text = request.queryParameter(name);
		if (text == null) {
			return absent;
		}
		try {
			return Integer.parseInt(text);
		}
		catch (NumberFormatException ex) {
			throw invalid("int_parsing", List.of("query", name),
					"Input should be a valid integer, unable to parse string as an integer", Json.tree(text));
		}
	}

	/**
	 * Read a query parameter that is true or false.
	 * @param request the request
	 * @param name the name
	 * @param absent the value if the parameter is absent
	 * @return the flag
	 */
	static boolean flag(RecordedRequest request, String name, boolean absent) {
		String text = request.queryParameter(name);
		if (text == null) {
			return absent;
		}
		return switch (text.toLowerCase(Locale.ROOT)) {
			case "true", "1", "yes", "on" -> true;
			case "false", "0", "no", "off" -> false;
			default -> throw invalid("bool_parsing", List.of("query", name),
					"Input should be a valid boolean, unable to interpret input", Json.tree(text));
		};
	}

	/**
	 * Check a value against a closed list.
	 * @param value the value
	 * @param allowed the list
	 * @param location where the value is, for the refusal
	 * @return the value
	 */
	static String oneOf(String value, List<String> allowed, List<Object> location) {
		if (!allowed.contains(value)) {
			String expected = "'" + String.join("' or '", allowed) + "'";
			throw invalid("enum", location, "Input should be " + expected, Json.tree(value),
					Map.of("expected", expected));
		}
		return value;
	}

	static RefusedException missing(List<Object> location, JsonNode input) {
		return invalid("missing", location, "Field required", input);
	}

	static RefusedException invalid(String type, List<Object> location, String message, @Nullable JsonNode input) {
		return invalid(type, location, message, input, Map.of());
	}

	static RefusedException invalid(String type, List<Object> location, String message, @Nullable JsonNode input,
			Map<String, ?> context) {
		ObjectNode problem = Json.object().put("type", type);
		problem.set("loc", Json.tree(location));
		problem.put("msg", message);
		problem.set("input", (input != null) ? input : Json.tree(null));
		if (!context.isEmpty()) {
			problem.set("ctx", Json.tree(context));
		}
		ArrayNode problems = Json.array();
		problems.add(problem);
		return RefusedException.invalid(problems);
	}

}
