package ai.eigi.sample;

import java.util.concurrent.atomic.AtomicBoolean;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.error.EigiException;
import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Places a call. The answer is a line of JSON for each thing that happens to it, until it
 * is over. An outcome that is unknown is one of these things: the client looks for the
 * call, and nothing here dials again.
 */
@RestController
class CallController {

	private final EigiOperations eigi;

	CallController(EigiOperations eigi) {
		this.eigi = eigi;
	}

	@PostMapping(path = "/api/calls", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<CallStep> call(@RequestBody CallOrder order) {
		AtomicBoolean begun = new AtomicBoolean();
		return this.eigi.trackCalls(OutboundCallRequest.of(order.agentId(), order.number()))
			.doOnNext((update) -> begun.set(true))
			.map(CallStep::of)
			// an error after the first step is none of the call's
			.onErrorResume((ex) -> ex instanceof EigiException && begun.get(), (ex) -> Flux.just(CallStep.lostSight()));
	}

	/**
	 * Whom to call.
	 *
	 * @param agentId the agent that calls
	 * @param number telephone number in E.164 form
	 */
	record CallOrder(String agentId, String number) {

		CallOrder {
			// absent is as good as blank: the client says what is wrong with that
			agentId = (agentId != null) ? agentId : "";
			number = (number != null) ? number : "";
		}

		/**
		 * Leaves out the number.
		 */
		@Override
		public String toString() {
			return "CallOrder[agentId=%s]".formatted(this.agentId);
		}

	}

}
