package ai.eigi.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Connects calls: counts them, decides how they go, keeps their conversations and has
 * their end announced.
 */
final class Switchboard {

	private static final String DEFAULT_PROVIDER = "PLIVO";

	private final SimulatorState state;

	Switchboard(SimulatorState state) {
		this.state = state;
	}

	/**
	 * Call some numbers, all or none.
	 * @param agent the agent that calls
	 * @param recipients whom it calls
	 * @param terms what is the same for all of them
	 * @return the conversations in the order of the recipients
	 * @throws RefusedException if the quota has no room for all of them
	 */
	List<CallConversation> call(SimulatedAgent agent, List<Recipient> recipients, Terms terms) {
		List<String> numbers = recipients.stream().map(Recipient::number).toList();
		List<Integer> rings = this.state.calls().ring(numbers, this.state.settings().callQuota);
		if (rings == null) {
			throw new RefusedException(403, "Call quota exceeded");
		}
		List<CallOutcome> outcomes;
		try {
			outcomes = outcomes(agent, recipients, rings);
		}
		catch (RuntimeException | Error ex) {
			this.state.calls().takeBack(numbers);
			throw ex;
		}
		List<CallConversation> placed = new ArrayList<>();
		for (int i = 0; i < recipients.size(); i++) {
			Recipient recipient = recipients.get(i);
			placed.add(connect(agent, CallLine.outbound(agent, recipient.number(), terms.provider()),
					recipient.metadata(), terms.testCall(), outcomes.get(i)));
		}
		return placed;
	}

	private List<CallOutcome> outcomes(SimulatedAgent agent, List<Recipient> recipients, List<Integer> rings) {
		List<CallOutcome> outcomes = new ArrayList<>();
		for (int i = 0; i < recipients.size(); i++) {
			outcomes.add(outcome(agent, recipients.get(i), rings.get(i)));
		}
		return outcomes;
	}

	private CallOutcome outcome(SimulatedAgent agent, Recipient recipient, int ring) {
		CallOutcome outcome = this.state.calls().nextOutcome(recipient.number());
		if (outcome != null) {
			return outcome;
		}
		SimulatedCall call = new SimulatedCall(agent.id(), recipient.number(), ring, Json.map(recipient.metadata()));
		return Objects.requireNonNull(Scripts.ask(this.state.settings().callScript, call), "The script has no outcome");
	}

	CallConversation receive(String agentId, String number, CallOutcome outcome) {
		SimulatedAgent agent = agent(agentId);
		if (agent.mobileNumbers().isEmpty()) {
			throw new IllegalArgumentException("The agent '" + agentId + "' has no telephone number");
		}
		return connect(agent, CallLine.inbound(number, agent, DEFAULT_PROVIDER), Json.object(), false, outcome);
	}

	CallConversation openBrowser(String agentId, CallOutcome outcome) {
		return connect(agent(agentId), CallLine.browser(), Json.object(), false, outcome);
	}

	private SimulatedAgent agent(String id) {
		SimulatedAgent agent = this.state.agents().get(id);
		if (agent == null) {
			throw new IllegalArgumentException("There is no agent with the id '" + id + "'");
		}
		return agent;
	}

	private CallConversation connect(SimulatedAgent agent, CallLine line, ObjectNode metadata, boolean testCall,
			CallOutcome outcome) {
		Instant start = this.state.now();
		CallConversation call = new CallConversation(agent, line,
				new CallConversation.Sent(metadata, this.state.settings().metadataEcho, testCall), outcome, start);
		this.state.conversations().add(call);
		this.state.webhookSender().expectEnd(call);
		return call;
	}

	/**
	 * Whom to call.
	 *
	 * @param number the number, a correct one
	 * @param metadata what comes with it
	 */
	record Recipient(String number, ObjectNode metadata) {
	}

	/**
	 * What is the same for all calls of a request.
	 *
	 * @param provider the telephony provider
	 * @param testCall whether the calls are marked as tests
	 */
	record Terms(String provider, boolean testCall) {

		static Terms of(@Nullable String provider, boolean testCall) {
			return new Terms((provider != null) ? provider : DEFAULT_PROVIDER, testCall);
		}

	}

}
