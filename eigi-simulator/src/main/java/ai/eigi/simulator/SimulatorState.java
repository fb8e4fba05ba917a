package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything that the routes share.
 */
final class SimulatorState {

	private final SimulatorClock clock;

	private final SimulatorSettings initial;

	private final Agents agents = new Agents();

	private final Prompts prompts = new Prompts();

	private final SimulatorCatalog catalog = new SimulatorCatalog();

	private final Object management = new Object();

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

	/**
	 * Have a handler that changes agents or prompts run alone among its kind, so that
	 * what one has checked is not undone by another.
	 */
	Router.Handler oneAtATime(Router.Handler handler) {
		return (exchange) -> {
			synchronized (this.management) {
				return handler.handle(exchange);
			}
		};
	}

	void fill(List<SimulatedAgent> agents, boolean demoData) {
		agents.forEach(this::add);
		if (demoData) {
			DemoData.addTo(this);
		}
	}

	/**
	 * Add an agent with the prompt of its own, or put it in the place of the one with its
	 * id. What belongs to somebody else stays out of the account's prompts and numbers.
	 */
	void add(SimulatedAgent agent) {
		synchronized (this.management) {
			StoredAgent former = this.agents.stored(agent.id());
			if (former != null) {
				remove(former);
			}
			AgentPrompts own = AgentPrompts.NONE;
			if (!agent.isForeign()) {
				own = own.withOwn(agent.prompt(), agent, this.prompts, now());
				this.catalog.addNumbersOf(agent);
			}
			this.agents.put(StoredAgent.of(agent, own, now()));
		}
	}

	/**
	 * Remove an agent, with the prompt that was made for it unless another agent has come
	 * to use that too.
	 */
	void remove(StoredAgent stored) {
		this.agents.remove(stored.agent().id());
		String own = stored.prompts().own();
		if (own != null && !this.agents.use(own)) {
			this.prompts.remove(own);
		}
	}

	void clear() {
		this.settings = this.initial.copy();
		this.agents.clear();
		this.prompts.clear();
		this.catalog.clear();
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

	Prompts prompts() {
		return this.prompts;
	}

	SimulatorCatalog catalog() {
		return this.catalog;
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
