package ai.eigi.benchmarks;

import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A bare {@link WebClient} with a decoder: no limits, no retry, no time-outs.
 */
final class WebClientStreams implements StreamingClient {

	private final BareHttp http;

	private final WebClient webClient;

	private final Supplier<TextDecoder> decoders;

	WebClientStreams(String baseUrl, int connections, Supplier<TextDecoder> decoders) {
		this.http = new BareHttp(connections);
		this.webClient = this.http.webClient(baseUrl);
		this.decoders = decoders;
	}

	@Override
	public Flux<String> stream(String message) {
		return Flux.defer(() -> {
			TextDecoder decoder = this.decoders.get();
			return this.webClient.post()
				.uri(CHAT)
				.contentType(MediaType.APPLICATION_JSON)
				.accept(MediaType.TEXT_PLAIN)
				.bodyValue(StreamingClient.body(message))
				.retrieve()
				.bodyToFlux(DataBuffer.class)
				.<String>handle((buffer, sink) -> decoder.decode(bytes(buffer), sink))
				.concatWith(Mono.fromSupplier(decoder::end).filter((rest) -> !rest.isEmpty()));
		});
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	@Override
	public void close() {
		this.http.close();
	}

}
