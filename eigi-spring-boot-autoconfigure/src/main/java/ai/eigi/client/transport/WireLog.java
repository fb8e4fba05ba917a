package ai.eigi.client.transport;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.util.ClassUtils;

/**
 * What one attempt sends and receives, at TRACE in the log {@code ai.eigi.client.wire}:
 * the shape of everything and the content of nothing. Where that log is off there is none
 * of these.
 */
final class WireLog {

	private static final Log logger = LogFactory.getLog("ai.eigi.client.wire");

	private static final AtomicLong count = new AtomicLong();

	private static final boolean JACKSON = ClassUtils.isPresent("tools.jackson.core.JsonParser",
			WireLog.class.getClassLoader());

	private static final int LARGEST_BODY = 64 * 1024;

	// headers that say nothing about a person and open no door
	private static final Set<String> TELLING = Set.of("accept", "connection", "content-encoding", "content-length",
			"content-type", "date", "retry-after", "traceparent", "transfer-encoding");

	private final String prefix;

	private final ApiCall call;

	private volatile long sentAt;

	private WireLog(String account, ApiCall call) {
		this.prefix = "[" + account + " " + count.incrementAndGet() + "] ";
		this.call = call;
	}

	static @Nullable WireLog of(String account, ApiCall call) {
		return logger.isTraceEnabled() ? new WireLog(account, call) : null;
	}

	/**
	 * The request is being written.
	 */
	void sent(HttpHeaders headers) {
		this.sentAt = System.nanoTime();
		trace("> " + this.call + headers(headers));
	}

	/**
	 * Look at a body on its way out.
	 */
	Publisher<? extends DataBuffer> sending(Publisher<? extends DataBuffer> body) {
		Body sent = new Body();
		// what is one piece must stay so, or it would be sent in chunks
		return (body instanceof Mono<? extends DataBuffer> mono)
				? mono.doOnNext(sent::add).doOnSuccess((buffer) -> trace("> " + sent.masked()))
				: Flux.from(body).doOnNext(sent::add).doOnComplete(() -> trace("> " + sent.masked()));
	}

	/**
	 * An answer has begun; look at its body on its way in.
	 */
	ClientHttpResponse receiving(ClientHttpResponse response) {
		trace("< " + response.getStatusCode().value() + " after " + sinceSent() + headers(response.getHeaders()));
		String type = String.valueOf(response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
		return new ClientHttpResponseDecorator(response) {

			private final AtomicBoolean read = new AtomicBoolean();

			@Override
			public Flux<DataBuffer> getBody() {
				// who has read it asks for it again, to be sure that nothing is left
				return this.read.compareAndSet(false, true) ? watched(super.getBody(), type) : super.getBody();
			}

		};
	}

	private Flux<DataBuffer> watched(Flux<DataBuffer> body, String type) {
		Body received = new Body();
		return body.doOnNext((buffer) -> {
			received.add(buffer);
			if (type.startsWith("text/plain")) {
				trace("< text of " + buffer.readableByteCount() + " bytes after " + sinceSent());
			}
		}).doFinally((signal) -> {
			if (type.contains("json")) {
				trace("< " + received.masked());
			}
			trace("< " + received.size + " bytes, " + end(signal) + " after " + sinceSent());
		});
	}

	/**
	 * No answer came.
	 */
	void failed(Throwable ex) {
		trace("! " + FailureClassifier.describe(ex));
	}

	private static String end(SignalType signal) {
		return switch (signal) {
			case ON_COMPLETE -> "complete";
			case CANCEL -> "cancelled";
			default -> "broken off";
		};
	}

	private Duration sinceSent() {
		return Duration.ofMillis((System.nanoTime() - this.sentAt) / 1_000_000);
	}

	private void trace(String line) {
		logger.trace(this.prefix + line);
	}

	private static String headers(HttpHeaders headers) {
		StringJoiner joiner = new StringJoiner(", ", " {", "}");
		for (String name : headers.headerNames()) {
			joiner.add(name + ": " + (TELLING.contains(name.toLowerCase(Locale.ROOT))
					? String.join(",", headers.getOrEmpty(name)) : "***"));
		}
		return joiner.toString();
	}

	/**
	 * The beginning of a body.
	 */
	private static final class Body {

		private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();

		private long size;

		void add(DataBuffer buffer) {
			int length = buffer.readableByteCount();
			for (int i = 0; i < length && this.beginning.size() < LARGEST_BODY; i++) {
				this.beginning.write(buffer.getByte(buffer.readPosition() + i));
			}
			this.size += length;
		}

		String masked() {
			return JACKSON ? MaskedJson.of(this.beginning.toByteArray()) : this.size + " bytes";
		}

	}

}
