package ai.eigi.example.servlet;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.error.EigiException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Returns reactive types: no thread waits for the agent. Spring MVC asks for one piece at
 * a time, writes and flushes it, and asks for the next, so that a slow browser slows the
 * agent down and fills no memory.
 */
@RestController
class ReactiveChatController {

	private final EigiOperations eigi;

	private final ExampleProperties properties;

	ReactiveChatController(EigiOperations eigi, ExampleProperties properties) {
		this.eigi = eigi;
		this.properties = properties;
	}

	/**
	 * Plain text, byte for byte what the agent says. A browser that leaves is noticed
	 * with the next piece.
	 */
	@PostMapping(path = "/chat/text", produces = "text/plain;charset=UTF-8")
	Flux<String> text(@RequestBody Question question) {
		return this.eigi.streamChat(question.to(this.properties.agentId()));
	}

	/**
	 * Server-sent events. Each piece is wrapped in JSON, because an event loses the
	 * leading space of its data and the kind of its line ends. The stream says how it
	 * ended, and its heartbeat finds out that a browser has left while the agent is
	 * silent.
	 */
	@PostMapping(path = "/chat/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<ChatEvent>> events(@RequestBody Question question) {
		Flux<ChatEvent> answer = this.eigi.streamChat(question.to(this.properties.agentId()))
			.map(ChatEvent::text)
			.concatWithValues(ChatEvent.done())
			.onErrorResume(EigiException.class, (ex) -> Mono.just(ChatEvent.failed(ex)));
		Flux<ChatEvent> heartbeat = Flux.interval(this.properties.heartbeat())
			.onBackpressureDrop()
			.map((beat) -> ChatEvent.heartbeat());
		return Flux.merge(1, answer, heartbeat).takeUntil(ChatEvent::isLast).map(ChatEvent::toServerSentEvent);
	}

	/**
	 * The whole answer at once.
	 */
	@PostMapping("/chat/whole")
	Mono<Answer> whole(@RequestBody Question question) {
		return this.eigi.chat(question.to(this.properties.agentId())).map((reply) -> new Answer(reply.response()));
	}

	/**
	 * What the agent said.
	 *
	 * @param text its words
	 */
	record Answer(String text) {

	}

}
