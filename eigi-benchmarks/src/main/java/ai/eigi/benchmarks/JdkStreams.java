package ai.eigi.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;

import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The JDK's client with a decoder.
 */
final class JdkStreams implements StreamingClient {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI uri;

	JdkStreams(String baseUrl) {
		this.uri = URI.create(baseUrl + CHAT);
	}

	@Override
	public Flux<String> stream(String message) {
		HttpRequest request = HttpRequest.newBuilder(this.uri)
			.header("X-API-Key", API_KEY)
			.header("Content-Type", "application/json")
			.header("Accept", "text/plain")
			.POST(HttpRequest.BodyPublishers.ofString(ReactorNettyStreams.json(message)))
			.build();
		return Mono.fromFuture(() -> this.client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher()))
			.flatMapMany(JdkStreams::decode);
	}

	private static Flux<String> decode(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response) {
		if (response.statusCode() != 200) {
			return Flux.error(new IllegalStateException("Status " + response.statusCode()));
		}
		FastTextDecoder decoder = new FastTextDecoder();
		return JdkFlowAdapter.flowPublisherToFlux(response.body())
			.concatMapIterable(Function.identity())
			.<String>handle((buffer, sink) -> decoder.decode(bytes(buffer), sink))
			.concatWith(Mono.fromSupplier(decoder::end).filter((rest) -> !rest.isEmpty()));
	}

	private static byte[] bytes(ByteBuffer buffer) {
		byte[] bytes = new byte[buffer.remaining()];
		buffer.get(bytes);
		return bytes;
	}

	@Override
	public void close() {
		// ends by itself when it is no longer used
	}

}
