package ai.eigi.client.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document with one field at a time set to null, left out, or of another kind.
 */
final class Mutations {

	private static final int KINDS_TRIED = 3;

	private static final List<String> VALUES = List.of("\"\"", "\" \"", "\"text\"", "\"-1\"", "true", "false", "0",
			"-1", "3000000000", "1e300", "0.1", "123456789012345678901234567890", "[]", "[null]", "[[]]", "[{}]",
			"[1,\"a\"]", "{}", "{\"a\":null}", "{\"a\":{\"b\":[]}}");

	private Mutations() {
	}

	/**
	 * One changed document.
	 *
	 * @param path path of the field that was changed
	 * @param leaf whether the field had a plain value
	 * @param document the document
	 */
	record Mutation(String path, boolean leaf, String document) {

		/**
		 * Field of the document itself that was changed, or lies around what was.
		 */
		String root() {
			return this.path.split("/")[1];
		}

	}

	static List<Mutation> of(JsonNode document, long seed) {
		List<Mutation> mutations = new ArrayList<>();
		List<String> paths = new ArrayList<>();
		collect(document, "", paths);
		Random random = new Random(seed);
		for (String path : paths) {
			JsonNode old = document.at(path);
			mutations.add(mutation(document, path, null));
			mutations.add(mutation(document, path, "null"));
			for (int i = 0; i < KINDS_TRIED; i++) {
				String value = VALUES.get(random.nextInt(VALUES.size()));
				if (Fixture.JSON.readTree(value).getNodeType() != old.getNodeType()) {
					mutations.add(mutation(document, path, value));
				}
			}
		}
		return mutations;
	}

	private static void collect(JsonNode node, String path, List<String> paths) {
		if (node.isObject()) {
			node.properties().forEach((field) -> {
				paths.add(path + "/" + field.getKey());
				collect(field.getValue(), path + "/" + field.getKey(), paths);
			});
		}
		else if (node.isArray()) {
			for (int i = 0; i < node.size(); i++) {
				paths.add(path + "/" + i);
				collect(node.get(i), path + "/" + i, paths);
			}
		}
	}

	private static Mutation mutation(JsonNode document, String path, String value) {
		JsonNode copy = document.deepCopy();
		int slash = path.lastIndexOf('/');
		JsonNode parent = copy.at(path.substring(0, slash));
		String name = path.substring(slash + 1);
		if (parent instanceof ObjectNode object) {
			if (value == null) {
				object.remove(name);
			}
			else {
				object.set(name, Fixture.JSON.readTree(value));
			}
		}
		else if (parent instanceof ArrayNode array) {
			if (value == null) {
				array.remove(Integer.parseInt(name));
			}
			else {
				array.set(Integer.parseInt(name), Fixture.JSON.readTree(value));
			}
		}
		return new Mutation(path, document.at(path).isValueNode(), copy.toString());
	}

}
