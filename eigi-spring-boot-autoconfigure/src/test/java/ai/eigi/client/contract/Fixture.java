package ai.eigi.client.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The documented JSON.
 */
final class Fixture {

	static final JsonMapper JSON = JsonMapper.builder().build();

	private Fixture() {
	}

	static String read(String name) {
		try (InputStream stream = Fixture.class.getResourceAsStream("/contract/" + name + ".json")) {
			if (stream == null) {
				throw new IllegalArgumentException("No fixture " + name);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static JsonNode tree(String name) {
		return JSON.readTree(read(name));
	}

	static String detail(String name) {
		return tree(name).get("detail").asString();
	}

}
