package ai.eigi.sample;

import reactor.core.publisher.Flux;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Places a call. The answer is a line of JSON for each thing that happens to it, until it
 * is over.
 */
@RestController
class CallController {

	private final CallDesk desk;

	CallController(CallDesk desk) {
		this.desk = desk;
	}

	@PostMapping(path = "/api/calls", produces = MediaType.APPLICATION_NDJSON_VALUE)
	Flux<CallUpdate> call(@RequestBody CallOrder order) {
		return this.desk.call(order.agentId(), order.number());
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
