package ai.eigi.webhook;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

import ai.eigi.webhook.ConversationEventStore.Claim;
import org.jspecify.annotations.Nullable;

/**
 * Claims and confirmations in memory. Its owner lets one thread at a time in.
 */
final class EventLedger {

	private final Map<String, Instant> leaseEnds = new HashMap<>();

	// in the order in which they were confirmed
	private final Map<String, Instant> confirmed = new LinkedHashMap<>();

	private @Nullable SweepPosition position;

	Claim claim(String key, Instant now, Instant leaseEnd) {
		if (this.confirmed.containsKey(key)) {
			return Claim.PUBLISHED;
		}
		Instant held = this.leaseEnds.get(key);
		if (held != null && held.isAfter(now)) {
			return Claim.HELD;
		}
		this.leaseEnds.put(key, leaseEnd);
		return Claim.GIVEN;
	}

	void confirm(String key, Instant now) {
		this.leaseEnds.remove(key);
		this.confirmed.putIfAbsent(key, now);
	}

	boolean isConfirmed(String key) {
		return this.confirmed.containsKey(key);
	}

	void release(String key) {
		this.leaseEnds.remove(key);
	}

	@Nullable SweepPosition position() {
		return this.position;
	}

	/**
	 * Where the position is after moving to another: never back, and begun as at first.
	 */
	SweepPosition positionAfter(SweepPosition to) {
		SweepPosition from = this.position;
		if (from == null) {
			return to;
		}
		return to.lookedUntil().isAfter(from.lookedUntil()) ? new SweepPosition(from.since(), to.lookedUntil()) : from;
	}

	void moveTo(SweepPosition to) {
		this.position = positionAfter(to);
	}

	void forget(Instant before) {
		this.confirmed.values().removeIf((confirmed) -> confirmed.isBefore(before));
		this.leaseEnds.values().removeIf((leaseEnd) -> leaseEnd.isBefore(before));
	}

	/**
	 * Forget the one that was confirmed first.
	 */
	void forgetOldest() {
		Iterator<String> oldest = this.confirmed.keySet().iterator();
		if (oldest.hasNext()) {
			oldest.next();
			oldest.remove();
		}
	}

	int size() {
		return this.confirmed.size();
	}

	void forEachConfirmed(BiConsumer<String, Instant> action) {
		this.confirmed.forEach(action);
	}

}
