package ai.eigi.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * What the service sends, and what others might.
 */
final class Deliveries {

	static final String PATH = "/hooks/eigi";

	static final String SECRET = "S3cretOfTheTests-0123456789abcdef_XYZ";

	static final String BOUNDARY = "----formdata-0123456789";

	static final String MULTIPART = "multipart/form-data; boundary=" + BOUNDARY;

	static final String CONVERSATION_ID = "a28e7071-508e-4d45-8887-085531aafaba";

	private Deliveries() {
	}

	static String fixture(String name) {
		try (InputStream stream = Deliveries.class.getResourceAsStream("/contract/" + name + ".json")) {
			if (stream == null) {
				throw new IllegalArgumentException("No fixture " + name);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static String payload() {
		return fixture("webhook-payload-completed");
	}

	/**
	 * The documented fields.
	 */
	static Map<String, String> fields() {
		Map<String, String> fields = new LinkedHashMap<>();
		JsonMapper.shared()
			.readTree(fixture("composed-webhook-form-fields"))
			.forEachEntry((name, value) -> fields.put(name, value.asString()));
		return fields;
	}

	static Map<String, String> fields(String event, String payload) {
		Map<String, String> fields = new LinkedHashMap<>();
		fields.put("event", event);
		fields.put("payload", payload);
		return fields;
	}

	static String form(Map<String, String> fields) {
		StringBuilder form = new StringBuilder();
		fields.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
			.append(name)
			.append('=')
			.append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
		return form.toString();
	}

	static String part(String name, String value) {
		return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
	}

	static String multipart(Map<String, String> fields) {
		StringBuilder body = new StringBuilder();
		fields.forEach((name, value) -> body.append(part(name, value)));
		return body + end();
	}

	static String end() {
		return "--" + BOUNDARY + "--\r\n";
	}

}
