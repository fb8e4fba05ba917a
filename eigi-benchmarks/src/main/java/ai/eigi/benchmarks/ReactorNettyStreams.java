package ai.eigi.benchmarks;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.netty.ByteBufFlux;
import reactor.netty.ByteBufMono;
import reactor.netty.http.client.HttpClient;

/**
 * Bare Reactor Netty with a decoder. It makes no JSON: the request is a template.
 */
final class ReactorNettyStreams implements StreamingClient {

	private final BareHttp http;

	private final HttpClient client;

	ReactorNettyStreams(String baseUrl, int connections) {
		this.http = new BareHttp(connections);
		this.client = this.http.httpClient()
			.baseUrl(baseUrl)
			.headers((headers) -> headers.set("X-API-Key", API_KEY)
				.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
				.set(HttpHeaderNames.ACCEPT, "text/plain"));
	}

	@Override
	public Flux<String> stream(String message) {
		return this.client.post()
			.uri(CHAT)
			.send(ByteBufMono.fromString(Mono.just(json(message))))
			.response((response, content) -> (response.status().code() == 200) ? decode(content)
					: Mono.error(new IllegalStateException("Status " + response.status())));
	}

	static String json(String message) {
		return "{\"agent_id\":\"" + AGENT + "\",\"message\":\"" + message + "\",\"streaming\":true}";
	}

	private static Flux<String> decode(ByteBufFlux content) {
		FastTextDecoder decoder = new FastTextDecoder();
		return content.<String>handle((buffer, sink) -> decode(decoder, buffer, sink))
			.concatWith(Mono.fromSupplier(decoder::end).filter((rest) -> !rest.isEmpty()));
	}

	private static void decode(FastTextDecoder decoder, ByteBuf buffer, SynchronousSink<String> sink) {
		if (decoder.isClean() && buffer.isReadable() && buffer.getByte(buffer.writerIndex() - 1) >= 0) {
			sink.next(buffer.toString(StandardCharsets.UTF_8));
		}
		else {
			decoder.decode(ByteBufUtil.getBytes(buffer), sink);
		}
	}

	@Override
	public void close() {
		this.http.close();
	}

}
