package ai.eigi.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

import ai.eigi.simulator.Switchboard.Recipient;
import ai.eigi.simulator.Switchboard.Terms;
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
		Terms terms = Terms.of(Input.text(body, "telephony_provider"), Input.flag(body, "is_test_call", false));
		Input.oneOf(terms.provider(), List.of("PLIVO", "TWILIO"), List.of("body", "telephony_provider"));
		SimulatedAgent agent = agent(agentId);
		List<CallConversation> placed = this.state.switchboard()
			.call(agent, recipients.stream().filter(CallRoutes::isValid).toList(), terms);
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

	private static ObjectNode results(List<Recipient> recipients, List<CallConversation> placed) {
		ObjectNode body = Json.object();
		ArrayNode results = body.putArray("results");
		Iterator<CallConversation> calls = placed.iterator();
		for (Recipient recipient : recipients) {
			ObjectNode result = results.addObject();
			CallConversation call = (isValid(recipient)) ? calls.next() : null;
			if (call != null) {
				result.put("conversation_id", call.id());
			}
			result.put("mobile_number", recipient.number());
			result.put("status", (call != null) ? "success" : "failed");
			result.put("message", (call != null) ? "Call initiated successfully" : "Invalid phone number format");
			if (call != null) {
				result.put("call_id", WireIds.uuid());
			}
		}
		return body.put("total_calls", recipients.size())
			.put("successful_calls", placed.size())
			.put("failed_calls", recipients.size() - placed.size());
	}

	private static boolean isValid(Recipient recipient) {
		return E164.matcher(recipient.number()).matches();
	}

}
