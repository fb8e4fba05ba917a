package ai.eigi.client.call;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Guards against calls that nobody wanted.
 *
 * @param mode whether calls ring
 * @param allowedNumbers the numbers that may be called in {@link CallMode#ALLOW_LIST};
 * compared by their digits
 * @param correlation whether each call carries a correlation id in its metadata
 * @since 0.1.0
 */
public record CallSettings(CallMode mode, Set<String> allowedNumbers, boolean correlation) {

	public CallSettings {
		allowedNumbers = allowedNumbers.stream().map(PhoneDigits::of).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Settings with correlation.
	 * @param mode whether calls ring
	 * @param allowedNumbers the numbers that may be called in {@link CallMode#ALLOW_LIST}
	 */
	public CallSettings(CallMode mode, Set<String> allowedNumbers) {
		this(mode, allowedNumbers, true);
	}

	/**
	 * Settings that place calls.
	 * @return mode {@link CallMode#LIVE}
	 */
	public static CallSettings live() {
		return new CallSettings(CallMode.LIVE, Set.of());
	}

	boolean allows(String number) {
		return this.mode != CallMode.ALLOW_LIST || this.allowedNumbers.contains(PhoneDigits.of(number));
	}

	/**
	 * Leaves out the numbers.
	 */
	@Override
	public String toString() {
		return "CallSettings[mode=%s, allowedNumbers=%d, correlation=%s]".formatted(this.mode,
				this.allowedNumbers.size(), this.correlation);
	}

}
