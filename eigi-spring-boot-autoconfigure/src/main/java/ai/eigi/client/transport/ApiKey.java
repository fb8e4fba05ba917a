package ai.eigi.client.transport;

import java.util.Locale;

import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The API key. Shows itself to nobody but the request that carries it.
 *
 * @since 0.1.0
 */
public final class ApiKey {

	private static final String PROPERTY = "eigi.api-key";

	private final String value;

	private ApiKey(String value) {
		this.value = value;
	}

	/**
	 * Check and wrap a key.
	 * @param value the key
	 * @return the key
	 * @throws EigiConfigurationException if it cannot be one
	 */
	public static ApiKey of(@Nullable String value) {
		return new ApiKey(check(value));
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
			throw new EigiConfigurationException(property, "No API key is set (" + property + " is missing).",
					getOne + " To work offline instead, set eigi.simulator.enabled to true; to switch the client off, "
							+ "set eigi.enabled to false.");
		}
		if (value.isBlank()) {
			throw new EigiConfigurationException(property, "The API key is blank (" + property + ").",
					getOne + " If it refers to an environment variable, that variable may be empty.");
		}
		if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0) {
			throw new EigiConfigurationException(property, "The API key contains a line break (" + property + ").",
					"Remove the line break. A key that was read from a file often ends with one.");
		}
		if (!value.chars().allMatch((c) -> c > ' ' && c < 127)) {
			throw new EigiConfigurationException(property,
					"The API key contains a space or a character that no key has (" + property + ").",
					"Copy the key again without what surrounds it.");
		}
		return value;
	}

	/**
	 * Whether this looks like a key of eigi, which all start with {@code vk_}.
	 * @return whether it does
	 */
	public boolean looksFamiliar() {
		return this.value.startsWith("vk_");
	}

	String value() {
		return this.value;
	}

	@Override
	public String toString() {
		return "ApiKey(***)";
	}

}
