package ai.eigi.webhook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What makes two events the same one, and how untrusted names look in a log.
 */
final class EventKeys {

	private static final int LONGEST = 200;

	private static final int LONGEST_IN_LOG = 80;

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\u2028\\u2029]");

	private EventKeys() {
	}

	/**
	 * A conversation ends once, whatever its end is called.
	 */
	static String of(ConversationEventType type, String conversationId) {
		return bounded(type.isEnding() ? conversationId : conversationId + "/" + type.value());
	}

	private static String bounded(String key) {
		if (key.length() <= LONGEST) {
			return key;
		}
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
			return "sha256:" + HexFormat.of().formatHex(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A name that somebody else chose, on one line and not long.
	 */
	static String printable(String name) {
		String cut = (name.length() > LONGEST_IN_LOG) ? name.substring(0, LONGEST_IN_LOG) + "..." : name;
		return UNPRINTABLE.matcher(cut).replaceAll("?");
	}

}
