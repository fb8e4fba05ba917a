package ai.eigi.client.transport;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;

import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The API key. Shows itself to nobody but the request that carries it.
 *
 * @since 0.1.0
 */
public final class ApiKey {

	/**
	 * How long a key may be kept of which nothing is said: longer than any program runs.
	 */
	public static final Duration FOR_EVER = Duration.ofDays(36500);

	private static final String PROPERTY = "eigi.api-key";

	private final String value;

	private final Duration lifetime;

	private ApiKey(String value, Duration lifetime) {
		this.value = value;
		this.lifetime = lifetime;
	}

	/**
	 * Check and wrap a key.
	 * @param value the key
	 * @return the key
	 * @throws EigiConfigurationException if it cannot be one
	 */
	public static ApiKey of(@Nullable String value) {
		return new ApiKey(check(value), FOR_EVER);
	}

	/**
	 * Check and wrap a key that an {@link ApiKeySource} read.
	 * @param value the key
	 * @param lifetime how long it may be kept, not at all if it is zero or negative
	 * @return the key
	 */
	public static ApiKey supplied(String value, Duration lifetime) {
		if (value.isBlank()) {
			throw new ApiKeyUnavailableException("gave a blank key");
		}
		if (hasLineBreak(value)) {
			throw new ApiKeyUnavailableException("gave a key with a line break, as one read from a file often has");
		}
		if (!isWritable(value)) {
			throw new ApiKeyUnavailableException("gave a key with a space or a character that no key has");
		}
		return new ApiKey(value, (lifetime.compareTo(FOR_EVER) < 0) ? lifetime : FOR_EVER);
	}

	/**
	 * Check a key.
	 * @param value the key
	 * @return the value
	 * @throws EigiConfigurationException if it cannot be one
	 */
	public static String check(@Nullable String value) {
		return check(value, PROPERTY);
	}

	/**
	 * Check a key.
	 * @param value the key
	 * @param property what sets the key
	 * @return the value
	 * @throws EigiConfigurationException if it cannot be one
	 */
	public static String check(@Nullable String value, String property) {
		String getOne = "Copy the key from the dashboard of eigi.ai (Settings, API Keys) and set " + property
				+ " to it, for example through the environment variable "
				+ property.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_") + ".";
		if (value == null) {
			throw new EigiConfigurationException(property, "No API key is set (" + property + " is missing).", getOne
					+ " To read it from elsewhere, define a bean of type EigiApiKeySupplier. To work offline instead, set eigi.simulator.enabled to true; to switch the client off, "
					+ "set eigi.enabled to false.");
		}
		if (value.isBlank()) {
			throw new EigiConfigurationException(property, "The API key is blank (" + property + ").",
					getOne + " If it refers to an environment variable, that variable may be empty.");
		}
		if (hasLineBreak(value)) {
			throw new EigiConfigurationException(property, "The API key contains a line break (" + property + ").",
					"Remove the line break. A key that was read from a file often ends with one.");
		}
		if (!isWritable(value)) {
			throw new EigiConfigurationException(property,
					"The API key contains a space or a character that no key has (" + property + ").",
					"Copy the key again without what surrounds it.");
		}
		return value;
	}

	private static boolean hasLineBreak(String value) {
		return value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
	}

	private static boolean isWritable(String value) {
		return value.chars().allMatch((c) -> c > ' ' && c < 127);
	}

	/**
	 * Whether this looks like a key of eigi, which all start with {@code vk_}.
	 * @return whether it does
	 */
	public boolean looksFamiliar() {
		return this.value.startsWith("vk_");
	}

	boolean mayBeKept() {
		return this.lifetime.compareTo(Duration.ZERO) > 0;
	}

	Duration lifetime() {
		return this.lifetime;
	}

	/**
	 * Whether this is the same key, however it was read.
	 */
	boolean isSameAs(ApiKey other) {
		return MessageDigest.isEqual(this.value.getBytes(StandardCharsets.UTF_8),
				other.value.getBytes(StandardCharsets.UTF_8));
	}

	String value() {
		return this.value;
	}

	@Override
	public String toString() {
		return "ApiKey(***)";
	}

}
