package ai.eigi.simulator.test;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.simulator.SimulatedAgent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * A component of the application.
 */
@Component
class Reminders {

	private final EigiOperations eigi;

	Reminders(EigiOperations eigi) {
		this.eigi = eigi;
	}

	Mono<OutboundCallResult> remind(String number) {
		return this.eigi.startCalls(OutboundCallRequest.of(SimulatedAgent.SUPPORT.id(), number));
	}

	Flux<String> ask(String question) {
		return this.eigi.streamChat(ChatRequest.of(SimulatedAgent.SUPPORT.id(), question));
	}

}
