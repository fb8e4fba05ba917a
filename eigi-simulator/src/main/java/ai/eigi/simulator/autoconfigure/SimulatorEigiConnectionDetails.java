package ai.eigi.simulator.autoconfigure;

import ai.eigi.boot.autoconfigure.EigiConnectionDetails;
import ai.eigi.simulator.EigiSimulator;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Connection details that lead to an {@link EigiSimulator}.
 *
 * @since 0.1.0
 */
public final class SimulatorEigiConnectionDetails implements EigiConnectionDetails {

	private final EigiSimulator simulator;

	/**
	 * Create connection details.
	 * @param simulator the simulator to connect to
	 */
	public SimulatorEigiConnectionDetails(EigiSimulator simulator) {
		this.simulator = simulator;
	}

	@Override
	public String getApiKey() {
		return this.simulator.apiKey();
	}

	@Override
	public String getBaseUrl() {
		return this.simulator.baseUrl();
	}

	/**
	 * An account needs no key to be simulated.
	 */
	@Override
	public EigiConnectionDetails forAccount(String name, @Nullable String apiKey) {
		return EigiConnectionDetails.super.forAccount(name, StringUtils.hasText(apiKey) ? apiKey : "vk_" + name);
	}

}
