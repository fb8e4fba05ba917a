package ai.eigi.webhook;

import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Counts who is inside, lets no more in than there is room for, and once it is closed
 * tells when the last has left. Never blocks.
 */
final class Turnstile {

	private static final int CLOSED = Integer.MIN_VALUE;

	private final int capacity;

	private final AtomicInteger state = new AtomicInteger();

	private final Sinks.Empty<Void> empty = Sinks.empty();

	Turnstile(int capacity) {
		this.capacity = capacity;
	}

	boolean enter() {
		while (true) {
			int current = this.state.get();
			if (current < 0 || current >= this.capacity) {
				return false;
			}
			if (this.state.compareAndSet(current, current + 1)) {
				return true;
			}
		}
	}

	void leave() {
		if (this.state.decrementAndGet() == CLOSED) {
			this.empty.tryEmitEmpty();
		}
	}

	/**
	 * Let nobody in any more.
	 */
	Mono<Void> close() {
		int before = this.state.getAndUpdate((current) -> current | CLOSED);
		if ((before & ~CLOSED) == 0) {
			this.empty.tryEmitEmpty();
		}
		return this.empty.asMono();
	}

	boolean isClosed() {
		return this.state.get() < 0;
	}

	int inside() {
		return this.state.get() & ~CLOSED;
	}

}
