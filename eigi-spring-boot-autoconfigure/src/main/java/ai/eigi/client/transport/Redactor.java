package ai.eigi.client.transport;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of the service's words what must not stand in an exception or a log: keys,
 * telephone numbers, and what the user sent.
 */
final class Redactor {

	private static final String MASK = "***";

	private static final int LONGEST = 500;

	// a shorter text would be found in harmless words
	private static final int SHORTEST_SECRET = 4;

	private static final Pattern KEY = Pattern.compile("vk_[A-Za-z0-9_-]+");

	// FastAPI's way to repeat the beginning of what it was sent
	private static final Pattern INPUT = Pattern.compile("input_value=.*", Pattern.DOTALL);

	private static final Pattern PHONE_NUMBER = Pattern.compile("(?<![\\w-])\\+?\\d[\\d ().-]{5,}\\d(?![\\w-])");

	private Redactor() {
	}

	/**
	 * Mask what is known to be confidential, and keys.
	 */
	static String maskSecrets(String text, List<String> confidential) {
		String masked = text;
		// the longest first: a shorter one may be a part of it
		for (String secret : confidential.stream().sorted(Comparator.comparing(String::length).reversed()).toList()) {
			if (secret.strip().length() >= SHORTEST_SECRET) {
				masked = masked.replace(secret, MASK);
			}
		}
		return KEY.matcher(masked).replaceAll(MASK);
	}

	/**
	 * Mask a text of the service.
	 * @param text the text
	 * @param confidential what the user sent with the request, and the key
	 * @return the text without it, on one line, of bounded length
	 */
	static String mask(String text, List<String> confidential) {
		String masked = maskSecrets(text, confidential);
		masked = INPUT.matcher(masked).replaceAll("input_value=" + MASK);
		masked = PHONE_NUMBER.matcher(masked).replaceAll(MASK);
		masked = masked.replaceAll("\\s+", " ").strip();
		return (masked.length() > LONGEST) ? masked.substring(0, LONGEST) + "..." : masked;
	}

}
