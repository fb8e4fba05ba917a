package ai.eigi.client.transport;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One attempt to send a request, and the evidence of how far it came. Travels in the
 * Reactor context from the pipeline to the connector.
 */
final class Attempt {

	private final Effect effect;

	private final Sinks.Empty<Void> sentSignal = Sinks.empty();

	private volatile boolean sent;

	private volatile boolean connectFailed;

	private volatile long sentAt;

	Attempt(Effect effect) {
		this.effect = effect;
	}

	Effect effect() {
		return this.effect;
	}

	/**
	 * The request is being written from now on.
	 */
	void markSent() {
		this.sentAt = System.nanoTime();
		this.sent = true;
		this.sentSignal.tryEmitEmpty();
	}

	/**
	 * The connector itself failed before anything was written.
	 */
	void markConnectFailed() {
		this.connectFailed = true;
	}

	boolean maySend() {
		return !this.sent || this.effect == Effect.READ;
	}

	boolean isSent() {
		return this.sent;
	}

	boolean isConnectFailed() {
		return this.connectFailed;
	}

	long sentAt() {
		return this.sentAt;
	}

	/**
	 * Completes when the request is being written.
	 */
	Mono<Void> whenSent() {
		return this.sentSignal.asMono();
	}

	static @Nullable Attempt from(reactor.util.context.ContextView context) {
		return context.getOrDefault(Attempt.class, null);
	}

}
