package ai.eigi.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starting of outbound calls.
 */
final class CallRoutes {

	private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{1,14}");

	private final SimulatorState state;

	CallRoutes(SimulatorState state) {
		this.state = state;
	}

	void register(Router router) {
		router.on(SimulatorRoute.START_CALLS, this::start);
	}

	private Reply start(Exchange exchange) {
		JsonNode body = Input.body(exchange.request());
		String agentId = Input.text(body, "agent_id");
		if (agentId == null || agentId.isEmpty()) {
			throw new RefusedException(400, "agent_id is required");
		}
		List<Recipient> recipients = recipients(body);
		String provider = Input.text(body, "telephony_provider");
		if (provider == null) {
			provider = "PLIVO";
		}
		Input.oneOf(provider, List.of("PLIVO", "TWILIO"), List.of("body", "telephony_provider"));
		Input.flag(body, "is_test_call", false);
		SimulatedAgent agent = agent(agentId);
		List<String> numbers = recipients.stream().filter(Recipient::valid).map(Recipient::number).toList();
		if (!this.state.calls().dial(numbers, this.state.settings().callQuota)) {
			throw new RefusedException(403, "Call quota exceeded");
		}
		List<@Nullable CallConversation> placed = new ArrayList<>();
		for (Recipient recipient : recipients) {
			placed.add((recipient.valid()) ? place(agent, recipient, provider) : null);
		}
		boolean legacy = this.state.settings().callShape == WireShape.LEGACY;
		return Reply.json((legacy) ? results(recipients, placed)
				: Json.object().put("status", "success").put("message", "Outbound calls initiated successfully"));
	}

	private static List<Recipient> recipients(JsonNode body) {
		JsonNode params = body.path("params");
		if (params.isMissingNode() || params.isNull() || (params.isArray() && params.isEmpty())) {
			throw new RefusedException(400, "Parameters are required for the outbound call");
		}
		if (!params.isArray()) {
			throw Input.invalid("list_type", List.of("body", "params"), "Input should be a valid list", params);
		}
		List<Recipient> recipients = new ArrayList<>();
		for (JsonNode param : params) {
			int index = recipients.size();
			JsonNode number = param.path("mobile_number");
			if (!number.isString()) {
				throw Input.missing(List.of("body", "params", index, "mobile_number"), param);
			}
			ObjectNode metadata = Input.map(param, "metadata", List.of("body", "params", index, "metadata"));
			recipients.add(new Recipient(number.stringValue(), metadata));
		}
		return recipients;
	}

	private SimulatedAgent agent(String id) {
		SimulatedAgent agent = this.state.agents().get(id);
		if (agent == null) {
			throw new RefusedException(404, "Agent with id " + id + " not found");
		}
		if (agent.isForeign()) {
			throw new RefusedException(403, "You are not authorized to access this agent");
		}
		if (!agent.hasLlm()) {
			throw new RefusedException(400, "Agent does not have LLM configuration");
		}
		if (agent.mobileNumbers().isEmpty()) {
			throw new RefusedException(400, "Agent has no mobile numbers configured for outbound calls");
		}
		return agent;
	}

	private CallConversation place(SimulatedAgent agent, Recipient recipient, String provider) {
		CallOutcome outcome = this.state.calls().outcome(recipient.number());
		if (outcome == null) {
			outcome = this.state.settings().callOutcome;
		}
		return this.state.conversations()
			.add(new CallConversation(agent, CallConversation.Parties.outbound(agent, recipient.number()), provider,
					recipient.metadata(), outcome, this.state.now()));
	}

	private static ObjectNode results(List<Recipient> recipients, List<@Nullable CallConversation> placed) {
		ObjectNode body = Json.object();
		ArrayNode results = body.putArray("results");
		int successful = 0;
		for (int i = 0; i < recipients.size(); i++) {
			ObjectNode result = results.addObject();
			CallConversation call = placed.get(i);
			if (call != null) {
				successful++;
				result.put("conversation_id", call.id());
			}
			result.put("mobile_number", recipients.get(i).number());
			result.put("status", (call != null) ? "success" : "failed");
			result.put("message", (call != null) ? "Call initiated successfully" : "Invalid phone number format");
			if (call != null) {
				result.put("call_id", WireIds.uuid());
			}
		}
		return body.put("total_calls", recipients.size())
			.put("successful_calls", successful)
			.put("failed_calls", recipients.size() - successful);
	}

	/**
	 * One number to call.
	 *
	 * @param number the number, perhaps a wrong one
	 * @param metadata what comes with it
	 */
	private record Recipient(String number, ObjectNode metadata) {

		boolean valid() {
			return E164.matcher(this.number).matches();
		}

	}

}
