package ai.eigi.client.call;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Guards against calls that nobody wanted.
 *
 * @param mode whether calls ring
 * @param allowedNumbers the numbers that may be called in {@link CallMode#ALLOW_LIST};
 * compared by their digits
 * @since 0.1.0
 */
public record CallSettings(CallMode mode, Set<String> allowedNumbers) {

	public CallSettings {
		allowedNumbers = allowedNumbers.stream().map(CallSettings::digits).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Settings that place calls.
	 * @return mode {@link CallMode#LIVE}
	 */
	public static CallSettings live() {
		return new CallSettings(CallMode.LIVE, Set.of());
	}

	boolean allows(String number) {
		return this.mode != CallMode.ALLOW_LIST || this.allowedNumbers.contains(digits(number));
	}

	private static String digits(String number) {
		return number.replaceAll("\\D", "");
	}

	/**
	 * Leaves out the numbers.
	 */
	@Override
	public String toString() {
		return "CallSettings[mode=%s, allowedNumbers=%d]".formatted(this.mode, this.allowedNumbers.size());
	}

}
