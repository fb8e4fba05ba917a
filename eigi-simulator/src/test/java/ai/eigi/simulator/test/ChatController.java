package ai.eigi.simulator.test;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.simulator.SimulatedAgent;
import reactor.core.publisher.Flux;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A controller of the application.
 */
@RestController
class ChatController {

	private final EigiOperations eigi;

	ChatController(EigiOperations eigi) {
		this.eigi = eigi;
	}

	@GetMapping("/chat")
	Flux<String> chat() {
		return this.eigi.streamChat(ChatRequest.of(SimulatedAgent.SUPPORT.id(), "Hello"));
	}

}
