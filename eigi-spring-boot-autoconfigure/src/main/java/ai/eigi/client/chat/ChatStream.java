package ai.eigi.client.chat;

import ai.eigi.client.transport.TextStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A streamed answer whose headers have arrived. Read its text once, or cancel it: a
 * connection is waiting, and is closed when nobody has begun to read within
 * {@code eigi.http.stream-first-text-timeout}.
 *
 * @since 0.1.0
 */
public final class ChatStream {

	private final TextStream stream;

	ChatStream(TextStream stream) {
		this.stream = stream;
	}

	/**
	 * Session to go on with, known before the first word.
	 * @return the id, or {@code null} if the service did not tell it
	 */
	public @Nullable String sessionId() {
		return this.stream.sessionId();
	}

	/**
	 * The agent's words as they arrive; ends as {@code EigiOperations.streamChat} does.
	 * Cancelling it closes the connection.
	 * @return the text; a second subscription ends with {@link IllegalStateException}
	 */
	public Flux<String> text() {
		return this.stream.text();
	}

	/**
	 * Close the connection, whether somebody reads or not. A reader in the middle gets a
	 * {@link java.util.concurrent.CancellationException}, since what it has is not the
	 * whole. Does nothing after the end.
	 */
	public void cancel() {
		this.stream.cancel();
	}

	@Override
	public String toString() {
		return "ChatStream[sessionId=%s]".formatted(sessionId());
	}

}
