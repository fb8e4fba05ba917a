package ai.eigi.client.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.eigi.client.call.OutboundCallResult.RecipientResult;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.Effect;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.Require;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;

/**
 * The outbound calls of the service. Applications use {@code EigiOperations}.
 *
 * @since 0.1.0
 */
public final class CallApi {

	private static final Log logger = LogFactory.getLog(CallApi.class);

	private static final String OPERATION = "startCalls";

	private static final String NOT_SENT = "Dry run: nothing was sent and no phone rings";

	private final EigiTransport transport;

	private final CallSettings settings;

	/**
	 * Create the API.
	 * @param transport sends the requests
	 * @param settings guards
	 */
	public CallApi(EigiTransport transport, CallSettings settings) {
		this.transport = transport;
		this.settings = settings;
	}

	/**
	 * Place calls.
	 * @param request whom to call
	 * @return what the service accepted
	 */
	public Mono<OutboundCallResult> start(OutboundCallRequest request) {
		Objects.requireNonNull(request, "'request' must not be null");
		return Mono.defer(() -> {
			check(request);
			return (this.settings.mode() == CallMode.DRY_RUN) ? Mono.fromSupplier(() -> dryRun(request))
					: this.transport.exchange(call(request), OutboundCallResult::from);
		});
	}

	private void check(OutboundCallRequest request) {
		List<CallRecipient> recipients = request.recipients();
		Require require = Require.that(OPERATION)
			.id("agentId", request.agentId())
			.valid(!recipients.isEmpty(), "recipients", "must name at least one number");
		for (int i = 0; i < recipients.size(); i++) {
			String field = "recipients[" + i + "].number";
			require.phoneNumber(field, recipients.get(i).number())
				.valid(this.settings.allows(recipients.get(i).number()), field,
						"must be one of eigi.calls.allowed-numbers, since eigi.calls.mode is allow-list");
		}
	}

	private static OutboundCallResult dryRun(OutboundCallRequest request) {
		logger.info("%s for %d recipient(s) of agent %s (eigi.calls.mode is dry-run)".formatted(NOT_SENT,
				request.recipients().size(), request.agentId()));
		return new OutboundCallResult(NOT_SENT,
				request.recipients()
					.stream()
					.map((recipient) -> new RecipientResult(recipient.number(), true, null, null, NOT_SENT))
					.toList());
	}

	private static ApiCall call(OutboundCallRequest request) {
		List<Map<String, Object>> params = new ArrayList<>();
		for (CallRecipient recipient : request.recipients()) {
			Map<String, Object> entry = new LinkedHashMap<>();
			entry.put("mobile_number", recipient.number());
			if (!recipient.metadata().isEmpty()) {
				entry.put("metadata", recipient.metadata());
			}
			params.add(entry);
		}
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("agent_id", request.agentId());
		body.put("params", params);
		if (request.provider() != null) {
			body.put("telephony_provider", request.provider().value());
		}
		if (request.testCall() != null) {
			body.put("is_test_call", request.testCall());
		}
		ApiCall call = ApiCall.post(OPERATION, Effect.DIAL, "/v1/public/calls/outbound", body);
		request.recipients()
			.forEach((recipient) -> call.confidential(recipient.number())
				.confidential(recipient.number().substring(1))
				.confidential(recipient.metadata()));
		return call;
	}

}
