package ai.eigi.client.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.error.CallReference;

/**
 * What of a number can be compared: the service writes numbers with and without
 * {@code +}.
 */
final class PhoneDigits {

	private PhoneDigits() {
	}

	static String of(String number) {
		return number.replaceAll("\\D", "");
	}

	/**
	 * Whether a call goes to a number, in whichever way it is written.
	 */
	static boolean isTo(CallAttempt attempt, CallReference call, String number) {
		return call.numberDigest().equals(digest(attempt.salt(), number));
	}

	/**
	 * A digest that recognises a number without holding it. Who knows the salt can still
	 * try all numbers there are.
	 */
	static String digest(String salt, String number) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			return HexFormat.of().formatHex(digest.digest((salt + of(number)).getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
