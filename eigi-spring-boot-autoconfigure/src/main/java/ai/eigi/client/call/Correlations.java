package ai.eigi.client.call;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes correlation ids that no other client and no other call has. One random value a
 * client and a counter: asking the system for randomness may block, which the thread that
 * places a call must not.
 */
final class Correlations {

	private final String client = UUID.randomUUID().toString();

	private final AtomicLong calls = new AtomicLong();

	String next() {
		return this.client + ":" + this.calls.incrementAndGet();
	}

}
