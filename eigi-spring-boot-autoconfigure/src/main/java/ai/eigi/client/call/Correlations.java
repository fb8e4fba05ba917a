package ai.eigi.client.call;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes correlation ids that no other program and no other call has. One random value for
 * all clients and a counter: asking the system for randomness may block, which the thread
 * that places a call, or makes the operations of a tenant, must not.
 */
final class Correlations {

	private static final String PROGRAM = UUID.randomUUID().toString();

	private static final AtomicLong calls = new AtomicLong();

	String next() {
		return PROGRAM + ":" + calls.incrementAndGet();
	}

}
