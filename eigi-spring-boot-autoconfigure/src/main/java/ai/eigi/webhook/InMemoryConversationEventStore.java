package ai.eigi.webhook;

import java.time.Instant;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Remembers published events until the application ends. After a restart only what ends
 * from then on is published.
 * <p>
 * Holds 100,000 events, and forgets the oldest for more. Where the longest call lasts so
 * long that more end meanwhile, another store is needed: a sweep would publish forgotten
 * ones again.
 *
 * @since 0.1.0
 */
public final class InMemoryConversationEventStore implements ConversationEventStore {

	private static final Log logger = LogFactory.getLog(InMemoryConversationEventStore.class);

	private static final int CAPACITY = 100_000;

	private final EventLedger ledger = new EventLedger();

	private final int capacity;

	private boolean toldThatFull;

	/**
	 * Create a store.
	 */
	public InMemoryConversationEventStore() {
		this(CAPACITY);
	}

	InMemoryConversationEventStore(int capacity) {
		this.capacity = capacity;
	}

	@Override
	public synchronized Claim claim(String key, Instant now, Instant leaseEnd) {
		return this.ledger.claim(key, now, leaseEnd);
	}

	@Override
	public synchronized void confirm(String key, Instant now) {
		this.ledger.confirm(key, now);
		if (this.ledger.size() > this.capacity) {
			this.ledger.forgetOldest();
			reportFull();
		}
	}

	private void reportFull() {
		if (!this.toldThatFull) {
			this.toldThatFull = true;
			logger.warn("The store of published events is full with " + this.capacity + " and forgets the oldest: a "
					+ "sweep may publish them again. Set eigi.webhook.store.type to file or jdbc.");
		}
	}

	@Override
	public synchronized void release(String key) {
		this.ledger.release(key);
	}

	@Override
	public synchronized @Nullable SweepPosition position() {
		return this.ledger.position();
	}

	@Override
	public synchronized void moveTo(SweepPosition position) {
		this.ledger.moveTo(position);
	}

	@Override
	public synchronized void forget(Instant before) {
		this.ledger.forget(before);
	}

}
