package ai.eigi.client.transport;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

/**
 * One attempt to send a request, the evidence of how far it came, and the limit to its
 * answer. Travels in the Reactor context from the pipeline to the connector.
 */
final class Attempt implements TimeLimits.Watched {

	private final Effect effect;

	private final TimeLimits timeLimits;

	private final Duration limit;

	private final Sinks.Empty<Void> expired = Sinks.empty();

	private volatile boolean sent;

	private volatile boolean connectFailed;

	private volatile boolean answered;

	private volatile boolean late;

	private long sentAt;

	Attempt(Effect effect, TimeLimits timeLimits, Duration limit) {
		this.effect = effect;
		this.timeLimits = timeLimits;
		this.limit = limit;
	}

	static @Nullable Attempt from(ContextView context) {
		return context.getOrDefault(Attempt.class, null);
	}

	Effect effect() {
		return this.effect;
	}

	/**
	 * The request is being written from now on, and the limit to its answer counts: not
	 * while it waits for a permit or a connection.
	 */
	void markSent() {
		this.sentAt = System.nanoTime();
		this.sent = true;
		this.timeLimits.watch(this);
	}

	/**
	 * The connector itself failed before anything was written.
	 */
	void markConnectFailed() {
		this.connectFailed = true;
	}

	/**
	 * What the limit counts for is there, or nobody waits for it any more.
	 */
	void markAnswered() {
		this.answered = true;
	}

	@Override
	public boolean isOver(long now) {
		if (!this.answered && now - this.sentAt >= this.limit.toNanos()) {
			this.late = true;
			this.expired.tryEmitEmpty();
			return true;
		}
		return this.answered;
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

	/**
	 * Whether the answer was not there within its limit.
	 */
	boolean isLate() {
		return this.late;
	}

	/**
	 * How long the request has waited for its answer.
	 */
	Duration waited() {
		return Duration.ofNanos(System.nanoTime() - this.sentAt);
	}

	/**
	 * Completes when the limit has passed.
	 */
	Mono<Void> expired() {
		return this.expired.asMono();
	}

}
