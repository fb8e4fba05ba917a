package ai.eigi.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.FormFieldPart;
import org.springframework.http.codec.multipart.Part;

/**
 * Reads the fields of a {@code multipart/form-data} body that is in memory. Stays there:
 * nothing is written to a disk.
 */
final class MultipartFields {

	private static final ResolvableType PART = ResolvableType.forClass(Part.class);

	private static final int MAX_PARTS = 20;

	private static final int MAX_HEADERS_SIZE = 4 * 1024;

	/**
	 * Spring's parser goes one call deeper for each part within a buffer; a buffer of
	 * this size does not hold enough parts to overflow the stack.
	 */
	private static final int BUFFER_SIZE = 1024;

	/**
	 * Some malformed bodies make Spring's parser report a second error when nobody
	 * listens any more. Reactor would log it, and it quotes the body.
	 */
	private static final Context QUIET = Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>) (ex) -> {
	});

	private final DefaultPartHttpMessageReader reader = new DefaultPartHttpMessageReader();

	MultipartFields() {
		this.reader.setMaxParts(MAX_PARTS);
		this.reader.setMaxHeadersSize(MAX_HEADERS_SIZE);
		// the body is bounded already, and with a limit here more would go to a file
		this.reader.setMaxInMemorySize(-1);
	}

	/**
	 * Read the fields.
	 * @param contentType the content type with the boundary
	 * @param body the whole body
	 * @return the fields; ends with an error if this is no multipart body
	 */
	Mono<DeliveryFields> read(MediaType contentType, byte[] body) {
		return this.reader.read(PART, new Message(contentType, body), Map.of())
			.concatMap((part) -> value(part).map((value) -> Map.entry(part.name(), value)))
			.reduce(DeliveryFields.NONE, (fields, field) -> fields.with(field.getKey(), field.getValue()))
			.contextWrite(QUIET);
	}

	private static Mono<String> value(Part part) {
		if (part instanceof FormFieldPart field) {
			return Mono.just(field.value());
		}
		return DataBufferUtils.join(part.content()).map((buffer) -> buffer.toString(StandardCharsets.UTF_8));
	}

	private static final class Message implements ReactiveHttpInputMessage {

		private final HttpHeaders headers = new HttpHeaders();

		private final byte[] body;

		Message(MediaType contentType, byte[] body) {
			this.headers.setContentType(contentType);
			this.body = body;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			int buffers = (this.body.length + BUFFER_SIZE - 1) / BUFFER_SIZE;
			return Flux.range(0, buffers).map((number) -> {
				int start = number * BUFFER_SIZE;
				int length = Math.min(BUFFER_SIZE, this.body.length - start);
				return DefaultDataBufferFactory.sharedInstance.wrap(ByteBuffer.wrap(this.body, start, length).slice());
			});
		}

	}

}
