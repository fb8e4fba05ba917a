package ai.eigi.benchmarks;

import ai.eigi.client.EigiClient;
import ai.eigi.client.chat.ChatRequest;
import reactor.core.publisher.Flux;

/**
 * Our client with everything on. Its rate limit counts every request and is too large to
 * hold one back.
 */
final class EigiStreams implements StreamingClient {

	private static final int REQUESTS_PER_MINUTE = 100_000_000;

	private final EigiClient client;

	EigiStreams(String baseUrl, int connections) {
		this.client = client(baseUrl, connections);
	}

	static EigiClient client(String baseUrl, int connections) {
		return EigiClient.builder()
			.apiKey(API_KEY)
			.baseUrl(baseUrl)
			.rateLimit((limit) -> limit.withRequestsPerMinute(REQUESTS_PER_MINUTE))
			.http((http) -> http.withMaxConnections(connections))
			.build();
	}

	@Override
	public Flux<String> stream(String message) {
		return this.client.operations().streamChat(ChatRequest.of(AGENT, message));
	}

	@Override
	public void close() {
		this.client.close();
	}

}
