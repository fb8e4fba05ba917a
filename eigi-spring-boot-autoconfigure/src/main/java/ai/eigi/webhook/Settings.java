package ai.eigi.webhook;

import java.time.Duration;

import ai.eigi.client.error.EigiConfigurationException;

/**
 * Checks that settings have in common.
 */
final class Settings {

	private Settings() {
	}

	static void between(String property, int value, int least, int most) {
		if (value < least || value > most) {
			throw new EigiConfigurationException(property, property + " is " + value + ".",
					"Set it to a number from " + least + " to " + most + ".");
		}
	}

	static void between(String property, Duration value, Duration least, Duration most) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
			throw new EigiConfigurationException(property, property + " is " + value + ".",
					"Set it to a duration from " + least + " to " + most + ", 5m for example.");
		}
	}

}
