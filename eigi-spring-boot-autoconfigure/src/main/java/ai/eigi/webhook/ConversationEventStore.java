package ai.eigi.webhook;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which events were published and how far the sweep has looked, so that each
 * ended conversation is published at least once, and once only in normal running. Shared
 * by all instances of an application, it lets one of them publish.
 * <p>
 * Methods may block; they are called on threads that allow it. They throw what they throw
 * when the store cannot be reached: nothing is published then, and the next sweep finds
 * it.
 *
 * @since 0.1.0
 */
public interface ConversationEventStore {

	/**
	 * Ask for the right to publish an event. The right is given to one asker, until
	 * {@link #confirm} or {@link #release} or the end of the lease, and to nobody once
	 * the event is confirmed.
	 * @param key the event
	 * @param now the time
	 * @param leaseEnd when the right is free again, if its holder dies
	 * @return whether the asker has the right
	 */
	boolean claim(String key, Instant now, Instant leaseEnd);

	/**
	 * Remember that an event was published.
	 * @param key the event
	 * @param now the time
	 */
	void confirm(String key, Instant now);

	/**
	 * Give the right to publish an event back, unused. An event that is confirmed stays
	 * so.
	 * @param key the event
	 */
	void release(String key);

	/**
	 * How far the sweep has looked.
	 * @return where it stands, or {@code null} before the first sweep
	 */
	@Nullable SweepPosition position();

	/**
	 * Remember how far the sweep has looked.
	 * @param position where it stands
	 */
	void moveTo(SweepPosition position);

	/**
	 * Forget events that were confirmed before a time.
	 * @param confirmedBefore the time
	 */
	void forget(Instant confirmedBefore);

}
