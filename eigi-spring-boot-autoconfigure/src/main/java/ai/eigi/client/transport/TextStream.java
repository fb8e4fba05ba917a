package ai.eigi.client.transport;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * A streamed text whose headers have arrived and whose body has not been read. The text
 * can be read once. Who holds one reads it or cancels it; a connection is waiting.
 *
 * @since 0.1.0
 */
public final class TextStream {

	private static final Object TAKEN = new Object();

	private final @Nullable String sessionId;

	private final Flux<DataBuffer> body;

	private final TextLimits limits;

	private final Runnable whenOver;

	private final AtomicBoolean over = new AtomicBoolean();

	private volatile boolean cancelled;

	// null, then TAKEN or the running subscriber
	private final AtomicReference<@Nullable Object> reader = new AtomicReference<>();

	/**
	 * Create a stream.
	 * @param whenOver run once, when the text was read to its end, broke or was given up;
	 * closes the connection of a body that was not read
	 */
	TextStream(@Nullable String sessionId, Flux<DataBuffer> body, TextLimits limits, Runnable whenOver) {
		this.sessionId = sessionId;
		this.body = body;
		this.limits = limits;
		this.whenOver = whenOver;
	}

	/**
	 * Session that the answer belongs to.
	 * @return the id, or {@code null} if the service did not tell it
	 */
	public @Nullable String sessionId() {
		return this.sessionId;
	}

	/**
	 * The text as it arrives.
	 * @return the text; a second subscription ends with {@link IllegalStateException}
	 */
	public Flux<String> text() {
		return new Text();
	}

	/**
	 * Close the connection when nobody has begun to read in time.
	 */
	void closeUnlessReadWithin(Duration limit) {
		long opened = System.nanoTime();
		this.limits.timeLimits().watch(new TimeLimits.Watched() {

			@Override
			public boolean isOver(long now) {
				if (now - opened >= limit.toNanos()) {
					cancelIfUnread();
				}
				return TextStream.this.reader.get() != null;
			}

			@Override
			public void close() {
				cancelIfUnread();
			}

		});
	}

	/**
	 * Close the connection if nobody has begun to read.
	 */
	void cancelIfUnread() {
		if (this.reader.compareAndSet(null, TAKEN)) {
			over();
			this.limits.operation().cancelled();
		}
	}

	private void over() {
		if (this.over.compareAndSet(false, true)) {
			this.whenOver.run();
		}
	}

	/**
	 * Close the connection. A reader in the middle of the text gets a
	 * {@link CancellationException}, since what it has is not the whole.
	 */
	public void cancel() {
		this.cancelled = true;
		cancelIfUnread();
		if (this.reader.get() instanceof TextSubscriber subscriber) {
			subscriber.abort(new CancellationException("The stream was cancelled with cancel()"));
		}
	}

	private final class Text extends Flux<String> {

		@Override
		public void subscribe(CoreSubscriber<? super String> actual) {
			TextStream stream = TextStream.this;
			TextSubscriber subscriber = new TextSubscriber(actual, stream.limits, stream.sessionId, stream::over);
			if (stream.reader.compareAndSet(null, TAKEN)) {
				stream.limits.timeLimits().watch(subscriber);
				actual.onSubscribe(subscriber);
				stream.reader.set(subscriber);
				if (stream.cancelled) {
					stream.cancel();
				}
				stream.body.subscribe(subscriber);
			}
			else {
				Operators.error(actual, new IllegalStateException(
						"The text of this answer was read or cancelled before; it can be read once"));
			}
		}

	}

}
