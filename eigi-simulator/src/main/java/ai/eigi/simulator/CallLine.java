package ai.eigi.simulator;

import org.jspecify.annotations.Nullable;

/**
 * How two sides of a call are connected.
 *
 * @param type {@code TELEPHONY} or {@code DAILY}
 * @param callingType {@code OUTBOUND} or {@code INBOUND}, {@code null} for a call in a
 * browser
 * @param from the number of the caller, {@code null} for a call in a browser
 * @param to the number that is called, {@code null} for a call in a browser
 * @param provider the telephony provider, {@code null} for a call in a browser
 */
record CallLine(String type, @Nullable String callingType, @Nullable String from, @Nullable String to,
		@Nullable String provider) {

	static CallLine outbound(SimulatedAgent agent, String number, String provider) {
		return new CallLine("TELEPHONY", "OUTBOUND", agent.mobileNumbers().get(0), number, provider);
	}

	static CallLine inbound(String number, SimulatedAgent agent, String provider) {
		return new CallLine("TELEPHONY", "INBOUND", number, agent.mobileNumbers().get(0), provider);
	}

	static CallLine browser() {
		return new CallLine("DAILY", null, null, null, null);
	}

}
