package ai.eigi.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object that a client sent, and where it stands in the body. What is wrong with it is
 * refused with 422. A field that is null counts as absent.
 *
 * @param json the object
 * @param location where it stands
 */
record Fields(ObjectNode json, List<Object> location) {

	static Fields of(RecordedRequest request) {
		return new Fields((ObjectNode) Input.body(request), List.of("body"));
	}

	boolean has(String name) {
		return this.json.hasNonNull(name);
	}

	List<Object> at(Object name) {
		List<Object> at = new ArrayList<>(this.location);
		at.add(name);
		return at;
	}

	Fields require(String... names) {
		for (String name : names) {
			if (!has(name)) {
				throw Input.missing(at(name), this.json);
			}
		}
		return this;
	}

	@Nullable String text(String name) {
		if (!has(name)) {
			return null;
		}
		JsonNode value = this.json.get(name);
		if (!value.isString()) {
			throw Input.invalid("string_type", at(name), "Input should be a valid string", value);
		}
		return value.stringValue();
	}

	/**
	 * Text with bounds, which count code points as the service does.
	 */
	@Nullable String text(String name, int min, int max) {
		String text = text(name);
		if (text == null) {
			return null;
		}
		int length = text.codePointCount(0, text.length());
		if (length < min) {
			throw Input.invalid("string_too_short", at(name),
					"String should have at least " + min + ((min == 1) ? " character" : " characters"), Json.tree(text),
					Map.of("min_length", min));
		}
		if (length > max) {
			throw Input.invalid("string_too_long", at(name), "String should have at most " + max + " characters",
					Json.tree(text), Map.of("max_length", max));
		}
		return text;
	}

	String requiredText(String name, int min, int max) {
		String text = text(name, min, max);
		if (text == null) {
			throw Input.missing(at(name), this.json);
		}
		return text;
	}

	@Nullable String oneOf(String name, Set<String> allowed) {
		String value = text(name);
		return (value != null) ? Input.oneOf(value, List.copyOf(allowed), at(name)) : null;
	}

	void texts(String name) {
		if (!has(name)) {
			return;
		}
		JsonNode values = this.json.get(name);
		if (!values.isArray()) {
			throw Input.invalid("list_type", at(name), "Input should be a valid list", values);
		}
		for (JsonNode value : values) {
			if (!value.isString()) {
				throw Input.invalid("string_type", at(name), "Input should be a valid string", value);
			}
		}
	}

	void flag(String name) {
		if (has(name) && !this.json.get(name).isBoolean()) {
			throw Input.invalid("bool_type", at(name), "Input should be a valid boolean", this.json.get(name));
		}
	}

	void number(String name) {
		if (has(name) && !this.json.get(name).isNumber()) {
			throw Input.invalid("float_type", at(name), "Input should be a valid number", this.json.get(name));
		}
	}

	void number(String name, double min, double max) {
		number(name);
		if (has(name)) {
			bound(name, this.json.get(name).doubleValue(), min, max);
		}
	}

	@Nullable Integer integer(String name, int min, int max) {
		if (!has(name)) {
			return null;
		}
		JsonNode value = this.json.get(name);
		if (!value.isIntegralNumber() || !value.canConvertToInt()) {
			throw Input.invalid("int_type", at(name), "Input should be a valid integer", value);
		}
		bound(name, value.intValue(), min, max);
		return value.intValue();
	}

	private void bound(String name, double value, double min, double max) {
		if (value < min) {
			throw Input.invalid("greater_than_equal", at(name), "Input should be greater than or equal to " + min,
					this.json.get(name), Map.of("ge", min));
		}
		if (value > max) {
			throw Input.invalid("less_than_equal", at(name), "Input should be less than or equal to " + max,
					this.json.get(name), Map.of("le", max));
		}
	}

	@Nullable Fields object(String name) {
		if (!has(name)) {
			return null;
		}
		if (this.json.get(name) instanceof ObjectNode object) {
			return new Fields(object, at(name));
		}
		throw Input.invalid("dict_type", at(name), "Input should be a valid dictionary", this.json.get(name));
	}

	Fields requiredObject(String name) {
		Fields object = object(name);
		if (object == null) {
			throw Input.missing(at(name), this.json);
		}
		return object;
	}

	/**
	 * Refuse all fields but some.
	 */
	void only(Set<String> allowed) {
		for (String name : this.json.propertyNames()) {
			if (!allowed.contains(name)) {
				throw Input.invalid("extra_forbidden", at(name), "Extra inputs are not permitted", this.json.get(name));
			}
		}
	}

}
