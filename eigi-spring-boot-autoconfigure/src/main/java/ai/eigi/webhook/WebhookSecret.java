package ai.eigi.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * What a sender must know. Keeps the hash of the secret only.
 */
final class WebhookSecret {

	private static final String PROPERTY = "eigi.webhook.secret";

	private static final int MIN_LENGTH = 32;

	private static final int MIN_DIFFERENT = 10;

	private static final Pattern URL_SAFE = Pattern.compile("[A-Za-z0-9_-]+");

	private static final String MAKE_ONE = "Make one, for example with \"openssl rand -hex 32\", set eigi.webhook.secret "
			+ "to it, for example through the environment variable EIGI_WEBHOOK_SECRET, and write it into the "
			+ "address of the webhook in the dashboard of eigi.ai, behind the path or as the parameter \"secret\".";

	private final byte[] hash;

	private WebhookSecret(String value) {
		this.hash = hash(value);
	}

	/**
	 * Check and wrap a secret.
	 * @param value the secret
	 * @return the secret
	 * @throws EigiConfigurationException if it is missing or can be guessed
	 */
	static WebhookSecret of(@Nullable String value) {
		if (value == null || value.isBlank()) {
			throw new EigiConfigurationException(PROPERTY,
					"A path for webhook deliveries is set, and no secret (eigi.webhook.secret is missing). Deliveries "
							+ "are not signed: without a secret anybody could send them.",
					MAKE_ONE);
		}
		if (!URL_SAFE.matcher(value).matches()) {
			throw new EigiConfigurationException(PROPERTY,
					"The webhook secret contains a character that is not a letter, a digit, \"-\" or \"_\" "
							+ "(eigi.webhook.secret). It has to stand in an address as it is.",
					MAKE_ONE);
		}
		if (value.length() < MIN_LENGTH) {
			throw new EigiConfigurationException(PROPERTY, "The webhook secret is shorter than " + MIN_LENGTH
					+ " characters (eigi.webhook.secret). It could be guessed.", MAKE_ONE);
		}
		if (value.chars().distinct().count() < MIN_DIFFERENT) {
			throw new EigiConfigurationException(PROPERTY, "The webhook secret has less than " + MIN_DIFFERENT
					+ " different characters (eigi.webhook.secret). It could be guessed.", MAKE_ONE);
		}
		return new WebhookSecret(value);
	}

	/**
	 * Whether somebody knows the secret. Takes the same time wherever the first wrong
	 * character stands, and whatever the length.
	 * @param given what he gave, if anything
	 * @return whether it is the secret
	 */
	boolean matches(@Nullable String given) {
		return MessageDigest.isEqual(this.hash, hash((given != null) ? given : ""));
	}

	private static byte[] hash(String value) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return "WebhookSecret(***)";
	}

}
