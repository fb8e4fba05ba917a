package ai.eigi.sample;

import java.nio.charset.StandardCharsets;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Chat with an agent. The answer is streamed as plain text, and the session to go on with
 * is in a header.
 */
@RestController
class ChatController {

	static final String SESSION_HEADER = "X-Session-Id";

	private final EigiOperations eigi;

	ChatController(EigiOperations eigi) {
		this.eigi = eigi;
	}

	@PostMapping("/api/chat")
	Mono<Void> chat(@RequestBody ChatMessage message, ServerHttpResponse response) {
		return this.eigi.openChatStream(message.toRequest()).flatMap((stream) -> write(stream, response));
	}

	/**
	 * Writes each piece as it comes. A {@code Flux<String>} as plain text would not do:
	 * WebFlux flushes each element of event streams and NDJSON only. An error before the
	 * first piece still gets its own status; one after it breaks the connection, so that
	 * the reader sees that something is missing.
	 */
	private static Mono<Void> write(ChatStream stream, ServerHttpResponse response) {
		response.getHeaders().setContentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8));
		if (stream.sessionId() != null) {
			response.getHeaders().set(SESSION_HEADER, stream.sessionId());
		}
		return response.writeAndFlushWith(stream.text().map((piece) -> Mono.just(buffer(piece, response))));
	}

	private static DataBuffer buffer(String piece, ServerHttpResponse response) {
		return response.bufferFactory().wrap(piece.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A message to an agent.
	 *
	 * @param agentId the agent
	 * @param message the text
	 * @param sessionId session to go on with, none to open one
	 */
	record ChatMessage(String agentId, String message, @Nullable String sessionId) {

		ChatMessage {
			// absent is as good as blank: the client says what is wrong with that
			agentId = (agentId != null) ? agentId : "";
			message = (message != null) ? message : "";
		}

		ChatRequest toRequest() {
			ChatRequest request = ChatRequest.of(this.agentId, this.message);
			return (StringUtils.hasText(this.sessionId)) ? request.withSessionId(this.sessionId) : request;
		}

	}

}
