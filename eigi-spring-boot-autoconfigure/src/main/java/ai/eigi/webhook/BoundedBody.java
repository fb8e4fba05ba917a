package ai.eigi.webhook;

import java.io.ByteArrayOutputStream;

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Reads a body up to a size. The buffers of the server are copied and released one by
 * one: a body that comes byte by byte would otherwise hold a buffer for each. They are
 * asked for one by one too: a servlet container goes on reading, whatever the size, while
 * more were asked for than it has read.
 */
final class BoundedBody extends BaseSubscriber<DataBuffer> {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);

	private final MonoSink<byte[]> sink;

	private final int maxSize;

	private BoundedBody(MonoSink<byte[]> sink, int maxSize) {
		this.sink = sink;
		this.maxSize = maxSize;
	}

	/**
	 * Read a body.
	 * @param body the body
	 * @param maxSize its largest size
	 * @return the bytes; ends with a {@link RefusedDeliveryException} as soon as there
	 * are too many, and with the body's error
	 */
	static Mono<byte[]> read(Flux<DataBuffer> body, int maxSize) {
		return Mono.create((sink) -> {
			BoundedBody reader = new BoundedBody(sink, maxSize);
			sink.onCancel(reader);
			body.subscribe(reader);
		});
	}

	@Override
	public Context currentContext() {
		return Context.of(this.sink.contextView());
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		request(1);
	}

	@Override
	protected void hookOnNext(DataBuffer buffer) {
		boolean fits;
		try {
			int size = buffer.readableByteCount();
			fits = size <= this.maxSize - this.bytes.size();
			if (fits) {
				byte[] part = new byte[size];
				buffer.read(part);
				this.bytes.write(part, 0, size);
			}
		}
		finally {
			DataBufferUtils.release(buffer);
		}
		if (fits) {
			request(1);
		}
		else {
			cancel();
			this.sink.error(new RefusedDeliveryException(WebhookAnswer.TOO_LARGE));
		}
	}

	@Override
	protected void hookOnComplete() {
		this.sink.success(this.bytes.toByteArray());
	}

	@Override
	protected void hookOnError(Throwable ex) {
		this.sink.error(ex);
	}

}
