package ai.eigi.client.transport;

import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The shape of a JSON text: names of fields, and of each value its kind and length. Names
 * that look like data, as those in somebody's own metadata may, are masked too.
 */
final class MaskedJson {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z_]{0,39}");

	private static final Pattern OWN_DATA = Pattern
		.compile("metadata|analysis|variables|dynamic_variables|params|parameters|properties|ctx|input");

	private static final JsonFactory FACTORY = new JsonFactory();

	private final StringBuilder shape = new StringBuilder();

	// how deep it stands in data that is somebody's own, and whose names are too
	private int ownDepth;

	private MaskedJson() {
	}

	/**
	 * Mask a text.
	 * @param json the text, which may be cut short or be no JSON at all
	 * @return its shape as far as it could be read
	 */
	static String of(byte[] json) {
		MaskedJson masked = new MaskedJson();
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			masked.read(parser);
		}
		catch (JacksonException ex) {
			masked.shape.append(" ... (the rest is not JSON, or is missing)");
		}
		return masked.shape.toString();
	}

	/**
	 * The length of a text in place of it.
	 */
	static String length(String text) {
		return "<" + text.length() + ">";
	}

	private void read(JsonParser parser) {
		JsonToken token;
		boolean first = true;
		while ((token = parser.nextToken()) != null) {
			boolean closing = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
			if (!closing && !first && this.shape.charAt(this.shape.length() - 1) != ':') {
				this.shape.append(',');
			}
			first = token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY;
			if (this.ownDepth > 0) {
				this.ownDepth += first ? 1 : (closing ? -1 : 0);
			}
			else if (first && parser.currentName() != null && OWN_DATA.matcher(parser.currentName()).matches()) {
				this.ownDepth = 1;
			}
			append(parser, token);
		}
	}

	private void append(JsonParser parser, JsonToken token) {
		switch (token) {
			case START_OBJECT -> this.shape.append('{');
			case END_OBJECT -> this.shape.append('}');
			case START_ARRAY -> this.shape.append('[');
			case END_ARRAY -> this.shape.append(']');
			case PROPERTY_NAME -> this.shape.append(name(parser.currentName())).append(':');
			case VALUE_STRING -> this.shape.append(length(parser.getString()));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> this.shape.append("<number>");
			default -> this.shape.append(token.asString());
		}
	}

	private String name(String name) {
		return (this.ownDepth == 0 && NAME.matcher(name).matches()) ? name : length(name);
	}

}
