package ai.eigi.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Embedded eigi server. It listens on the loopback interface only, keeps its state in
 * memory and places no real calls. Safe for use by several threads.
 *
 * <pre class="code">
 * try (EigiSimulator simulator = EigiSimulator.start()) {
 *     simulator.replyWith("Hello!");
 *     // point the client to simulator.baseUrl() with simulator.apiKey()
 *     assertThat(simulator.requests()).hasSize(1);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class EigiSimulator implements AutoCloseable {

	private final String apiKey;

	private final List<SimulatedAgent> agents;

	private final boolean demoData;

	private final SimulatorState state;

	private final SimulatorWebhooks webhooks;

	private final SimulatorServer server;

	EigiSimulator(SimulatorState state, String apiKey, List<SimulatedAgent> agents, boolean demoData, int port) {
		this.state = state;
		this.apiKey = apiKey;
		this.agents = agents;
		this.demoData = demoData;
		state.fill(agents, demoData);
		this.webhooks = new SimulatorWebhooks(state);
		this.server = new SimulatorServer(state, Router.complete(state), port);
	}

	/**
	 * Start a simulator on a free port.
	 * @return the running simulator
	 */
	public static EigiSimulator start() {
		return builder().start();
	}

	/**
	 * Create a builder for a simulator.
	 * @return a new builder
	 */
	public static EigiSimulatorBuilder builder() {
		return new EigiSimulatorBuilder();
	}

	/**
	 * Base address for a client, without {@code /v1/public}.
	 * @return the address
	 */
	public String baseUrl() {
		return this.server.baseUrl();
	}

	/**
	 * Port that the simulator listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Key that is valid here. So is any other that starts with {@code vk_}, unless
	 * {@link EigiSimulatorBuilder#onlyApiKey()} was asked for.
	 * @return the key
	 */
	public String apiKey() {
		return this.apiKey;
	}

	/**
	 * Clock of the simulator, to be advanced by tests.
	 * @return the clock
	 */
	public SimulatorClock clock() {
		return this.state.clock();
	}

	/**
	 * Agents of the key's owner, those that were created by a client included.
	 * @return the agents, without those of somebody else
	 */
	public List<SimulatedAgent> agents() {
		return this.state.agents().own();
	}

	/**
	 * Add an agent, or replace the one with its id.
	 * @param agent the agent
	 */
	public void addAgent(SimulatedAgent agent) {
		this.state.add(agent);
	}

	/**
	 * Add a conversation of any shape, known or unknown. What is not given is made up: a
	 * completed telephone call of the first agent, created now.
	 * @param fields fields of the wire's conversation object; an
	 * {@link java.time.Instant} becomes a time in the wire's form
	 * @return the conversation id
	 */
	public String addConversation(Map<String, ?> fields) {
		String agentId = agents().isEmpty() ? WireIds.document() : agents().get(0).id();
		return this.state.conversations().add(FixedConversation.of(fields, agentId, this.state.now())).id();
	}

	/**
	 * Answer every message with the same text.
	 * @param reply the text, which may be empty
	 */
	public void replyWith(String reply) {
		Objects.requireNonNull(reply, "reply must not be null");
		replyWith((turn) -> reply);
	}

	/**
	 * Answer messages by a script. It may block; if it throws, a failed assertion
	 * included, the answer is a 500.
	 * @param reply the script
	 */
	public void replyWith(Function<ChatTurn, String> reply) {
		this.state.settings().reply = Objects.requireNonNull(reply, "reply must not be null");
	}

	/**
	 * Divide streamed answers differently.
	 * @param style where the borders between chunks fall
	 */
	public void chunkBy(ChunkStyle style) {
		this.state.settings().chunkStyle = Objects.requireNonNull(style, "style must not be null");
	}

	/**
	 * Slow streamed answers down.
	 * @param delay the time, of the real clock, before each chunk
	 */
	public void chunkDelay(Duration delay) {
		this.state.settings().chunkDelay = Objects.requireNonNull(delay, "delay must not be null");
	}

	/**
	 * Decide how the next calls to a number go, one after the other. The last outcome
	 * stays for all that follow.
	 * @param mobileNumber the number, of which only the digits count
	 * @param first how its next call goes
	 * @param then how the calls after that go
	 */
	public void onCall(String mobileNumber, CallOutcome first, CallOutcome... then) {
		List<CallOutcome> outcomes = new ArrayList<>(List.of(then));
		outcomes.add(0, Objects.requireNonNull(first, "first must not be null"));
		this.state.calls().outcomes(mobileNumber, outcomes);
	}

	/**
	 * Decide how the next calls go to all numbers without an outcome of their own.
	 * @param outcome how their calls go
	 */
	public void onCalls(CallOutcome outcome) {
		Objects.requireNonNull(outcome, "outcome must not be null");
		onCalls((call) -> outcome);
	}

	/**
	 * Decide by a script how calls go to all numbers without an outcome of their own. If
	 * it throws, a failed assertion included, the answer is a 500 and nobody is called.
	 * @param script the script
	 */
	public void onCalls(Function<SimulatedCall, CallOutcome> script) {
		this.state.settings().callScript = Objects.requireNonNull(script, "script must not be null");
	}

	/**
	 * Let somebody call an agent.
	 * @param agentId the agent, which must have a telephone number
	 * @param mobileNumber the number of the caller, in E.164 form
	 * @param outcome how the call goes
	 * @return the conversation id
	 */
	public String receiveCall(String agentId, String mobileNumber, CallOutcome outcome) {
		return this.state.switchboard().receive(agentId, mobileNumber, outcome).id();
	}

	/**
	 * Let somebody talk to an agent in a browser: a conversation of the type
	 * {@code DAILY}.
	 * @param agentId the agent
	 * @param outcome how the talk goes
	 * @return the conversation id
	 */
	public String startDailySession(String agentId, CallOutcome outcome) {
		return this.state.switchboard().openBrowser(agentId, outcome).id();
	}

	/**
	 * Give the metadata of calls that are placed from now on back in another way.
	 * @param echo whether and when it comes back
	 */
	public void metadataEcho(MetadataEcho echo) {
		this.state.settings().metadataEcho = Objects.requireNonNull(echo, "echo must not be null");
	}

	/**
	 * Refuse calls with 403 once so many have been placed.
	 * @param calls the calls that are allowed in all
	 */
	public void callQuota(int calls) {
		this.state.settings().callQuota = calls;
	}

	/**
	 * Limit the requests of each key in any minute of the simulator's clock.
	 * @param requests the limit, zero for none
	 */
	public void requestsPerMinute(int requests) {
		this.state.settings().requestsPerMinute = requests;
	}

	/**
	 * Tell the wait after 429 in another form.
	 * @param format the form of {@code Retry-After}
	 */
	public void retryAfter(RetryAfterFormat format) {
		this.state.settings().retryAfterFormat = Objects.requireNonNull(format, "format must not be null");
	}

	/**
	 * Show conversations in another shape, alone and in lists.
	 * @param shape the shape
	 */
	public void conversationShape(WireShape shape) {
		this.state.settings().conversationShape = Objects.requireNonNull(shape, "shape must not be null");
	}

	/**
	 * Answer outbound calls in another shape: the older one tells the result per number.
	 * @param shape the shape
	 */
	public void callShape(WireShape shape) {
		this.state.settings().callShape = Objects.requireNonNull(shape, "shape must not be null");
	}

	/**
	 * Refuse a key as inactive.
	 * @param apiKey the key
	 */
	public void deactivateKey(String apiKey) {
		this.state.keys().refuse(apiKey, "Inactive API key");
	}

	/**
	 * Refuse a key as expired.
	 * @param apiKey the key
	 */
	public void expireKey(String apiKey) {
		this.state.keys().refuse(apiKey, "Expired API key");
	}

	/**
	 * Accept a key again.
	 * @param apiKey the key
	 */
	public void activateKey(String apiKey) {
		this.state.keys().accept(apiKey);
	}

	/**
	 * Let something go wrong with the next request to a route that has a valid key.
	 * Faults of a route strike one after the other, each once.
	 * @param route the route
	 * @param fault what goes wrong
	 */
	public void failNext(SimulatorRoute route, Fault fault) {
		failNext(route, fault, 1);
	}

	/**
	 * Let the same go wrong with the next requests to a route.
	 * @param route the route
	 * @param fault what goes wrong
	 * @param times how many requests
	 */
	public void failNext(SimulatorRoute route, Fault fault, int times) {
		this.state.faults().add(route, fault, times);
	}

	/**
	 * Faults that have not struck yet.
	 * @return how many requests to a route will still fail, without routes where none
	 * will
	 */
	public Map<SimulatorRoute, Integer> pendingFaults() {
		return this.state.faults().pending();
	}

	/**
	 * Requests that arrived, be they accepted or refused, in order of arrival. The latest
	 * 10,000 are kept.
	 * @return a copy of the list
	 */
	public List<RecordedRequest> requests() {
		return this.state.recorder().all();
	}

	/**
	 * Requests that arrived with the method and path of a route, in order of arrival.
	 * @param route the route
	 * @return a copy of the list
	 */
	public List<RecordedRequest> requests(SimulatorRoute route) {
		return requests().stream().filter((request) -> SimulatorRoute.of(request) == route).toList();
	}

	/**
	 * How many requests arrived with the method and path of a route in all.
	 * @param route the route
	 * @return the count, which has no bound
	 */
	public int requestCount(SimulatorRoute route) {
		return this.state.recorder().count(route);
	}

	/**
	 * How often a number rang: each call counts that was placed, whatever became of it
	 * and of the answer to its request.
	 * @param mobileNumber the number, of which only the digits count
	 * @return the count
	 */
	public int rings(String mobileNumber) {
		return this.state.calls().rings(mobileNumber);
	}

	/**
	 * How often each number rang.
	 * @return counts by number, in E.164 form
	 */
	public Map<String, Integer> rings() {
		return this.state.calls().rings();
	}

	/**
	 * Webhooks of this simulator: where they go, what becomes of them and what was sent.
	 * @return the webhooks
	 */
	public SimulatorWebhooks webhooks() {
		return this.webhooks;
	}

	/**
	 * What agents can be made of here: models, voices, telephone numbers.
	 * @return the catalogue
	 */
	public SimulatorCatalog catalog() {
		return this.state.catalog();
	}

	/**
	 * Connections that are open at present, idle ones included.
	 * @return the count
	 */
	public int openConnections() {
		return this.server.openConnections();
	}

	/**
	 * Go back to the state after the start: conversations, agents, prompts, catalogue,
	 * keys, faults, settings, recorded requests and deliveries. Answers under way break
	 * off, streams above all: who still reads them finds the connection closed. The clock
	 * and the destinations of webhooks stay as they are. Waits a second at most for the
	 * connections to be closed, and not at all on a thread that must not block.
	 */
	public void reset() {
		this.server.breakOff();
		this.state.clear();
		this.state.fill(this.agents, this.demoData);
	}

	/**
	 * Stop: the port is free and all connections are closed when this returns, on an
	 * interrupted thread as well, which stays interrupted.
	 */
	@Override
	public void close() {
		try {
			this.state.webhookSender().close();
		}
		finally {
			this.server.close();
		}
	}

	@Override
	public String toString() {
		return "EigiSimulator[" + baseUrl() + "]";
	}

}
