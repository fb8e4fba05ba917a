package ai.eigi.webhook;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Remembers which events were published and how far the sweep has looked, so that each
 * ended conversation is published at least once, and once only in normal running. Shared
 * by all instances of an application, it lets one of them publish.
 * <p>
 * Methods may block; they are called on threads that allow it, by many at once. They
 * throw what they throw when the store cannot be reached: the event is not published
 * then, is tried again for a while, and after that the next sweep finds it.
 *
 * @since 0.1.0
 */
public interface ConversationEventStore {

	/**
	 * Ask for the right to publish an event. The right is given to one asker, until
	 * {@link #confirm} or {@link #release} or the end of the lease, and to nobody once
	 * the event is confirmed.
	 * @param key the event, at most 200 characters
	 * @param now the time
	 * @param leaseEnd when the right is free again, if its holder dies
	 * @return whether the asker has the right, and if not, why
	 */
	Claim claim(String key, Instant now, Instant leaseEnd);

	/**
	 * Remember that an event was published. An event that is confirmed stays so, since
	 * the first time.
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
	 * Remember how far the sweep has looked. The position never moves back, and where the
	 * sweep began stays what it was at first, whatever an instance that is late says.
	 * @param position where it stands
	 */
	void moveTo(SweepPosition position);

	/**
	 * Forget events that were confirmed before a time, and rights whose lease ended
	 * before it.
	 * @param before the time
	 */
	void forget(Instant before);

	/**
	 * What became of asking for the right to publish an event.
	 */
	enum Claim {

		/**
		 * The asker may publish.
		 */
		GIVEN,

		/**
		 * Somebody else has the right, and has not confirmed yet.
		 */
		HELD,

		/**
		 * The event was published.
		 */
		PUBLISHED

	}

}
