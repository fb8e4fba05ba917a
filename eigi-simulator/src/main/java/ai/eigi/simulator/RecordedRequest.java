package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Request as it reached the simulator, whether or not it was accepted.
 *
 * @param method the method
 * @param path the path as it was sent, without query
 * @param query the decoded query parameters
 * @param headers the headers, with names in lower case
 * @param body the body as text, empty if there was none or it was not read
 * @param receivedAt when its last byte arrived, by the simulator's clock
 * @since 0.1.0
 */
public record RecordedRequest(String method, String path, Map<String, List<String>> query,
		Map<String, List<String>> headers, String body, Instant receivedAt) {

	RecordedRequest withBody(String body, Instant receivedAt) {
		return new RecordedRequest(this.method, this.path, this.query, this.headers, body, receivedAt);
	}

	/**
	 * First value of a header.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if the header was not sent
	 */
	public @Nullable String header(String name) {
		return first(this.headers.get(name.toLowerCase(Locale.ROOT)));
	}

	/**
	 * First value of a query parameter.
	 * @param name the name
	 * @return the decoded value, or {@code null} if the parameter was not sent
	 */
	public @Nullable String queryParameter(String name) {
		return first(this.query.get(name));
	}

	/**
	 * Read the body as JSON.
	 * @return the tree
	 */
	public JsonNode json() {
		return Json.read(this.body);
	}

	/**
	 * Text for a log: method and path, nothing that may be secret or personal.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

	private static @Nullable String first(@Nullable List<String> values) {
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

}
