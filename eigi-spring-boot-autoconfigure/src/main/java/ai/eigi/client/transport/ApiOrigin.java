package ai.eigi.client.transport;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * The one place that requests, and with them the key, may go to.
 */
final class ApiOrigin {

	private static final String PROPERTY = "eigi.base-url";

	private static final String EXAMPLE = "Set eigi.base-url to an address such as https://api.eigi.ai, or leave it out.";

	private final String base;

	private final String scheme;

	private final String host;

	private final int port;

	private ApiOrigin(String base, URI uri) {
		this.base = base;
		this.scheme = scheme(uri);
		this.host = host(uri);
		this.port = port(uri);
	}

	static ApiOrigin of(@Nullable String baseUrl, boolean allowInsecure) {
		if (baseUrl == null || baseUrl.isBlank()) {
			throw new EigiConfigurationException(PROPERTY, "The base address is blank (eigi.base-url).", EXAMPLE);
		}
		URI uri;
		try {
			uri = new URI(baseUrl.strip());
		}
		catch (URISyntaxException ex) {
			throw new EigiConfigurationException(PROPERTY,
					"The base address is not a valid URL (eigi.base-url): " + ex.getReason() + ".", EXAMPLE);
		}
		if (uri.getHost() == null || !(scheme(uri).equals("https") || scheme(uri).equals("http"))) {
			throw new EigiConfigurationException(PROPERTY,
					"The base address has no host, or is neither https:// nor http:// (eigi.base-url).", EXAMPLE);
		}
		if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw new EigiConfigurationException(PROPERTY,
					"The base address carries a user, a query or a fragment (eigi.base-url).", EXAMPLE);
		}
		if (scheme(uri).equals("http") && !allowInsecure && !isLoopback(host(uri))) {
			throw new EigiConfigurationException(PROPERTY,
					"The base address is plain http:// to another host (eigi.base-url), and the API key would "
							+ "travel unencrypted.",
					"Use https://. If the network in between is trusted, set eigi.http.allow-insecure to true.");
		}
		return new ApiOrigin(withoutVersion(uri), uri);
	}

	private static String withoutVersion(URI uri) {
		String path = (uri.getRawPath() != null) ? uri.getRawPath() : "";
		return scheme(uri) + "://" + uri.getRawAuthority() + path.replaceFirst("(/v1(/public)?)?/*$", "");
	}

	/**
	 * Address of a request, with every value of the path percent-encoded and every value
	 * of the query hidden.
	 */
	URI resolve(String pathTemplate, Map<String, String> variables, HiddenQuery query) {
		String path = pathTemplate;
		for (Map.Entry<String, String> variable : variables.entrySet()) {
			path = path.replace("{" + variable.getKey() + "}", encodeSegment(variable.getValue()));
		}
		return URI.create(this.base + path + query.hidden());
	}

	/**
	 * A value of dots alone would otherwise be taken for a step up in the path.
	 */
	private static String encodeSegment(String value) {
		return (value.equals(".") || value.equals("..")) ? value.replace(".", "%2E")
				: UriUtils.encode(value, StandardCharsets.UTF_8);
	}

	boolean owns(URI uri) {
		return scheme(uri).equals(this.scheme) && host(uri).equals(this.host) && port(uri) == this.port;
	}

	private static String scheme(URI uri) {
		return (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
	}

	private static String host(URI uri) {
		return (uri.getHost() != null) ? uri.getHost().toLowerCase(Locale.ROOT) : "";
	}

	private static int port(URI uri) {
		if (uri.getPort() != -1) {
			return uri.getPort();
		}
		return scheme(uri).equals("https") ? 443 : 80;
	}

	static boolean isLoopback(String host) {
		return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]")
				|| host.matches("127(\\.\\d{1,3}){3}");
	}

	@Override
	public String toString() {
		return this.base;
	}

}
