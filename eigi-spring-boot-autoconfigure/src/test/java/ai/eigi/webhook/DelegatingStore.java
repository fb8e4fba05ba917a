package ai.eigi.webhook;

import java.time.Instant;

/**
 * A store for tests to misbehave with.
 */
class DelegatingStore implements ConversationEventStore {

	private final ConversationEventStore delegate;

	DelegatingStore(ConversationEventStore delegate) {
		this.delegate = delegate;
	}

	@Override
	public Claim claim(String key, Instant now, Instant leaseEnd) {
		return this.delegate.claim(key, now, leaseEnd);
	}

	@Override
	public void confirm(String key, Instant now) {
		this.delegate.confirm(key, now);
	}

	@Override
	public void release(String key) {
		this.delegate.release(key);
	}

	@Override
	public SweepPosition position() {
		return this.delegate.position();
	}

	@Override
	public void moveTo(SweepPosition position) {
		this.delegate.moveTo(position);
	}

	@Override
	public void forget(Instant before) {
		this.delegate.forget(before);
	}

}
