package ai.eigi.benchmarks;

import java.util.Map;

import reactor.core.publisher.Flux;

/**
 * A client that streams a chat.
 */
interface StreamingClient extends AutoCloseable {

	/**
	 * Path of the chat.
	 */
	String CHAT = "/v1/public/chat";

	/**
	 * Key that all clients send.
	 */
	String API_KEY = "vk_benchmark";

	/**
	 * Agent that all clients talk to.
	 */
	String AGENT = "68ea2517dbb84c09bae1ba0a";

	/**
	 * Send a message and stream the answer.
	 * @param message the message
	 * @return the text; cold
	 */
	Flux<String> stream(String message);

	@Override
	void close();

	/**
	 * What all clients send.
	 */
	static Map<String, Object> body(String message) {
		return Map.of("agent_id", AGENT, "message", message, "streaming", true);
	}

}
