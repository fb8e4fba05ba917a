package ai.eigi.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Builder for an {@link EigiSimulator}.
 *
 * @since 0.1.0
 */
public final class EigiSimulatorBuilder {

	private static final String DEFAULT_API_KEY = "vk_simulator0000000000000000";

	private int port;

	private String apiKey = DEFAULT_API_KEY;

	private boolean onlyApiKey;

	private boolean demoData;

	private SimulatorClock clock = SimulatorClock.system();

	private List<SimulatedAgent> agents = List.of(SimulatedAgent.SUPPORT, SimulatedAgent.APPOINTMENTS,
			SimulatedAgent.WEBSITE_GUIDE);

	private WebhookDestination[] webhooks = new WebhookDestination[0];

	private final SimulatorSettings settings = new SimulatorSettings();

	EigiSimulatorBuilder() {
	}

	/**
	 * Listen on a port.
	 * @param port the port, zero for a free one
	 * @return this builder
	 */
	public EigiSimulatorBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Hand out another key.
	 * @param apiKey the key, which must start with {@code vk_}
	 * @return this builder
	 */
	public EigiSimulatorBuilder apiKey(String apiKey) {
		if (!apiKey.startsWith("vk_")) {
			throw new IllegalArgumentException("The key must start with 'vk_'");
		}
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Accept no other key than the one handed out.
	 * @return this builder
	 */
	public EigiSimulatorBuilder onlyApiKey() {
		this.onlyApiKey = true;
		return this;
	}

	/**
	 * Read another clock.
	 * @param clock the clock
	 * @return this builder
	 */
	public EigiSimulatorBuilder clock(SimulatorClock clock) {
		this.clock = Objects.requireNonNull(clock, "clock must not be null");
		return this;
	}

	/**
	 * Know other agents than the three samples.
	 * @param agents the agents
	 * @return this builder
	 */
	public EigiSimulatorBuilder agents(SimulatedAgent... agents) {
		this.agents = List.of(agents);
		return this;
	}

	/**
	 * Start with conversations of the last days.
	 * @return this builder
	 */
	public EigiSimulatorBuilder demoData() {
		this.demoData = true;
		return this;
	}

	/**
	 * Slow streamed answers down.
	 * @param delay the time before each chunk
	 * @return this builder
	 */
	public EigiSimulatorBuilder chunkDelay(Duration delay) {
		this.settings.chunkDelay = Objects.requireNonNull(delay, "delay must not be null");
		return this;
	}

	/**
	 * Limit the requests of each key in any minute.
	 * @param requests the limit, zero for none
	 * @return this builder
	 */
	public EigiSimulatorBuilder requestsPerMinute(int requests) {
		this.settings.requestsPerMinute = requests;
		return this;
	}

	/**
	 * Send webhooks to some destinations. An application that listens on a port not yet
	 * known is added {@linkplain SimulatorWebhooks#add(WebhookDestination) later}.
	 * @param destinations the destinations
	 * @return this builder
	 */
	public EigiSimulatorBuilder webhooks(WebhookDestination... destinations) {
		this.webhooks = destinations.clone();
		return this;
	}

	/**
	 * Try again more often, less often or after another time to deliver a webhook.
	 * @param maxAttempts how often a delivery is tried in all, at least once
	 * @param interval the time, by the simulator's clock, from one attempt to the next
	 * @return this builder
	 * @see SimulatorWebhooks#retry(int, Duration)
	 */
	public EigiSimulatorBuilder webhookRetries(int maxAttempts, Duration interval) {
		this.settings.retryWebhooks(maxAttempts, interval);
		return this;
	}

	/**
	 * Start the simulator.
	 * @return the running simulator
	 */
	public EigiSimulator start() {
		SimulatorState state = new SimulatorState(this.clock, this.settings, (this.onlyApiKey) ? this.apiKey : null);
		EigiSimulator simulator = new EigiSimulator(state, this.apiKey, this.agents, this.demoData, this.port);
		simulator.webhooks().sendTo(this.webhooks);
		return simulator;
	}

}
