package ai.eigi.simulator;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Everything that the routes share.
 */
final class SimulatorState {

	private final SimulatorClock clock;

	private final SimulatorSettings initial;

	private final Agents agents = new Agents();

	private final ConversationStore conversations = new ConversationStore();

	private final Calls calls = new Calls();

	private final Switchboard switchboard = new Switchboard(this);

	private final WebhookSender webhookSender;

	private final ApiKeys keys;

	private final RateLimit rateLimit = new RateLimit();

	private final Faults faults = new Faults();

	private final Recorder recorder = new Recorder();

	private volatile SimulatorSettings settings;

	SimulatorState(SimulatorClock clock, SimulatorSettings initial, @Nullable String onlyKey) {
		this.clock = clock;
		this.initial = initial.copy();
		this.settings = initial.copy();
		this.keys = new ApiKeys(onlyKey);
		this.webhookSender = new WebhookSender(clock, this::settings);
	}

	void clear() {
		this.settings = this.initial.copy();
		this.agents.clear();
		this.webhookSender.clear();
		this.conversations.clear();
		this.calls.clear();
		this.keys.clear();
		this.rateLimit.clear();
		this.faults.clear();
		this.recorder.clear();
	}

	Instant now() {
		return this.clock.instant();
	}

	SimulatorClock clock() {
		return this.clock;
	}

	SimulatorSettings settings() {
		return this.settings;
	}

	Agents agents() {
		return this.agents;
	}

	ConversationStore conversations() {
		return this.conversations;
	}

	Calls calls() {
		return this.calls;
	}

	Switchboard switchboard() {
		return this.switchboard;
	}

	WebhookSender webhookSender() {
		return this.webhookSender;
	}

	ApiKeys keys() {
		return this.keys;
	}

	RateLimit rateLimit() {
		return this.rateLimit;
	}

	Faults faults() {
		return this.faults;
	}

	Recorder recorder() {
		return this.recorder;
	}

}
