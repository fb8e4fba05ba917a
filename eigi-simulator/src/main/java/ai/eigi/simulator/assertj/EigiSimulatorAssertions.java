package ai.eigi.simulator.assertj;

import ai.eigi.simulator.EigiSimulator;

/**
 * Entry point to the assertions about a simulator. It can be imported statically beside
 * AssertJ's own {@code assertThat}.
 *
 * <pre class="code">
 * assertThat(simulator).rangOnce("+14155550123").nobodyRangTwice();
 * </pre>
 *
 * @since 0.1.0
 */
public final class EigiSimulatorAssertions {

	private EigiSimulatorAssertions() {
	}

	/**
	 * Assert something about a simulator.
	 * @param simulator the simulator
	 * @return the assertions
	 */
	public static EigiSimulatorAssert assertThat(EigiSimulator simulator) {
		return new EigiSimulatorAssert(simulator);
	}

}
