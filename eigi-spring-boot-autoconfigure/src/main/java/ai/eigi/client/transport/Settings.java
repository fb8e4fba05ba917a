package ai.eigi.client.transport;

import java.time.Duration;

import ai.eigi.client.error.EigiConfigurationException;

/**
 * Checks that settings have in common.
 */
final class Settings {

	private static final Duration FOREVER = Duration.ofDays(365);

	private Settings() {
	}

	static void positive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new EigiConfigurationException(property, property + " is " + value + ", and nothing could succeed.",
					"Set it to more than zero, 30s for example.");
		}
		bounded(property, value);
	}

	static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new EigiConfigurationException(property, property + " is " + value + ", which is negative.",
					"Set it to zero or more, 30s for example.");
		}
		bounded(property, value);
	}

	private static void bounded(String property, Duration value) {
		if (value.compareTo(FOREVER) > 0) {
			throw new EigiConfigurationException(property, property + " is " + value + ", more than a year.",
					"Set it to the longest time that makes sense to wait.");
		}
	}

}
