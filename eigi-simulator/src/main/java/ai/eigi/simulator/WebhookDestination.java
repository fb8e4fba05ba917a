package ai.eigi.simulator;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Where the simulator sends webhooks to, and in which form. Immutable.
 *
 * @since 0.1.0
 * @see SimulatorWebhooks#sendTo(WebhookDestination...)
 */
public final class WebhookDestination {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

	private final WebhookMethod method;

	private final URI url;

	private final boolean jsonBody;

	private WebhookDestination(WebhookMethod method, URI url, boolean jsonBody) {
		this.method = method;
		this.url = url;
		this.jsonBody = jsonBody;
	}

	/**
	 * Create a destination.
	 * @param method the request type
	 * @param url the address, with a query if there is one; {@code http} for the loopback
	 * interface only
	 * @return the destination
	 * @throws IllegalArgumentException if the address is none that could be called; its
	 * message does not hold the address, which may contain a secret
	 */
	public static WebhookDestination of(WebhookMethod method, String url) {
		Objects.requireNonNull(method, "method must not be null");
		return new WebhookDestination(method, check(url), false);
	}

	/**
	 * Create a destination that is called with {@code GET} and query parameters.
	 * @param url the address, whose own query is kept
	 * @return the destination
	 */
	public static WebhookDestination get(String url) {
		return of(WebhookMethod.GET, url);
	}

	/**
	 * Create a destination that is called with {@code POST} and a multipart form.
	 * @param url the address
	 * @return the destination
	 */
	public static WebhookDestination post(String url) {
		return of(WebhookMethod.POST, url);
	}

	/**
	 * Create a destination that is called with {@code PATCH} and a multipart form.
	 * @param url the address
	 * @return the destination
	 */
	public static WebhookDestination patch(String url) {
		return of(WebhookMethod.PATCH, url);
	}

	/**
	 * Create a destination that is called with {@code PUT} and a multipart form.
	 * @param url the address
	 * @return the destination
	 */
	public static WebhookDestination put(String url) {
		return of(WebhookMethod.PUT, url);
	}

	private static URI check(String url) {
		URI uri;
		try {
			uri = URI.create(url);
		}
		catch (IllegalArgumentException ex) {
			// its message and its own cause hold the address
			throw new IllegalArgumentException("The address of a webhook is not a URL");
		}
		String scheme = Objects.requireNonNullElse(uri.getScheme(), "").toLowerCase(Locale.ROOT);
		String host = Objects.requireNonNullElse(uri.getHost(), "").toLowerCase(Locale.ROOT);
		if (host.isEmpty() || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
			throw new IllegalArgumentException(
					"The address of a webhook needs a host and has neither fragment nor user");
		}
		if (!scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.matcher(host).matches())) {
			throw new IllegalArgumentException(
					"The address of a webhook must start with https://, or with http:// for the loopback interface");
		}
		return uri;
	}

	/**
	 * Copy that gets the payload as a JSON body, whatever its request type. The real
	 * service does not do that; one of its pages says so nevertheless.
	 * @return the copy
	 */
	public WebhookDestination withJsonBody() {
		return new WebhookDestination(this.method, this.url, true);
	}

	/**
	 * Request type.
	 * @return the method
	 */
	public WebhookMethod method() {
		return this.method;
	}

	/**
	 * Address. It may contain a secret.
	 * @return the URL
	 */
	public URI url() {
		return this.url;
	}

	boolean hasJsonBody() {
		return this.jsonBody;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof WebhookDestination that && this.method == that.method
				&& this.url.equals(that.url) && this.jsonBody == that.jsonBody);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.method, this.url, this.jsonBody);
	}

	/**
	 * Text for a log: without path and query, which may be secret.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.url.getScheme() + "://" + this.url.getRawAuthority();
	}

}
