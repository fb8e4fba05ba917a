package ai.eigi.client.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * One request to the service: what it is called, what sending it twice would do, and what
 * it says.
 *
 * @since 0.1.0
 */
public final class ApiCall {

	private final String operation;

	private final Effect effect;

	private final HttpMethod method;

	private final String path;

	private final Map<String, String> variables = new LinkedHashMap<>();

	private final MultiValueMap<String, String> query = new LinkedMultiValueMap<>();

	private @Nullable Map<String, Object> body;

	private final List<String> confidential = new ArrayList<>();

	private final List<String> references = new ArrayList<>();

	private ApiCall(String operation, Effect effect, HttpMethod method, String path) {
		this.operation = operation;
		this.effect = effect;
		this.method = method;
		this.path = path;
	}

	/**
	 * A GET request.
	 * @param operation name of the operation
	 * @param effect what sending it twice would do
	 * @param path path with placeholders in braces
	 * @return the request
	 */
	public static ApiCall get(String operation, Effect effect, String path) {
		return new ApiCall(operation, effect, HttpMethod.GET, path);
	}

	/**
	 * A POST request.
	 * @param operation name of the operation
	 * @param effect what sending it twice would do
	 * @param path path with placeholders in braces
	 * @param body the JSON object to send
	 * @return the request
	 */
	public static ApiCall post(String operation, Effect effect, String path, Map<String, Object> body) {
		ApiCall call = new ApiCall(operation, effect, HttpMethod.POST, path);
		call.body = body;
		return call;
	}

	/**
	 * A PATCH request.
	 * @param operation name of the operation
	 * @param effect what sending it twice would do
	 * @param path path with placeholders in braces
	 * @param body the JSON object to send
	 * @return the request
	 */
	public static ApiCall patch(String operation, Effect effect, String path, Map<String, Object> body) {
		ApiCall call = new ApiCall(operation, effect, HttpMethod.PATCH, path);
		call.body = body;
		return call;
	}

	/**
	 * A DELETE request.
	 * @param operation name of the operation
	 * @param effect what sending it twice would do
	 * @param path path with placeholders in braces
	 * @return the request
	 */
	public static ApiCall delete(String operation, Effect effect, String path) {
		return new ApiCall(operation, effect, HttpMethod.DELETE, path);
	}

	/**
	 * Fill a placeholder of the path.
	 * @param name name of the placeholder
	 * @param value value, percent-encoded when sent
	 * @return this request
	 */
	public ApiCall variable(String name, String value) {
		this.variables.put(name, value);
		return this;
	}

	/**
	 * Add a query parameter.
	 * @param name name of the parameter
	 * @param value value, percent-encoded when sent; left out if {@code null}
	 * @return this request
	 */
	public ApiCall query(String name, @Nullable Object value) {
		if (value != null) {
			this.query.add(name, value.toString());
		}
		return this;
	}

	/**
	 * Name something the user sent that must not stand in an exception or a log, should
	 * the service repeat it.
	 * @param text the text
	 * @return this request
	 */
	public ApiCall confidential(String text) {
		this.confidential.add(text);
		return this;
	}

	/**
	 * Name own data that the user sent, with its texts all the way down.
	 * @param data the data
	 * @return this request
	 */
	public ApiCall confidential(Map<?, ?> data) {
		data.values().forEach(this::confidentialValue);
		return this;
	}

	private void confidentialValue(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			confidential(map);
		}
		else if (value instanceof Iterable<?> values) {
			values.forEach(this::confidentialValue);
		}
		else if (value instanceof String text) {
			confidential(text);
		}
	}

	/**
	 * Add a name by which what it does can be found later.
	 * @param reference the name, which stands in logs: made by the client, or chosen by
	 * the application for that purpose
	 * @return this request
	 */
	public ApiCall reference(String reference) {
		this.references.add(reference);
		return this;
	}

	List<String> references() {
		return this.references;
	}

	/**
	 * Name of the operation, as the method of {@code ai.eigi.client.EigiOperations} is
	 * called.
	 * @return the name
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * What sending it twice would do.
	 * @return the effect
	 */
	public Effect effect() {
		return this.effect;
	}

	/**
	 * HTTP method.
	 * @return the method
	 */
	public HttpMethod method() {
		return this.method;
	}

	boolean deletes() {
		return this.method == HttpMethod.DELETE;
	}

	/**
	 * Path with placeholders in braces.
	 * @return the path without values
	 */
	public String path() {
		return this.path;
	}

	Map<String, String> variables() {
		return this.variables;
	}

	HiddenQuery query() {
		return new HiddenQuery(this.query);
	}

	@Nullable Map<String, Object> body() {
		return this.body;
	}

	List<String> confidential() {
		return this.confidential;
	}

	/**
	 * Method and path as the documentation has them, without values.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.path;
	}

}
