package ai.eigi.client.transport;

/**
 * Counts the requests that left within a period. A permit that was granted and has not
 * left yet occupies a place without a date: its period starts when it leaves. Not thread
 * safe; times are nanoseconds from any origin that is not negative.
 */
final class SlidingWindow {

	private final int limit;

	private final long period;

	private long[] left = new long[16];

	private int head;

	private int size;

	private int outstanding;

	SlidingWindow(int limit, long periodNanos) {
		this.limit = limit;
		this.period = periodNanos;
	}

	int limit() {
		return this.limit;
	}

	int free(long now) {
		while (this.size > 0 && this.left[this.head] + this.period <= now) {
			this.head = (this.head + 1) % this.left.length;
			this.size--;
		}
		return this.limit - this.size - this.outstanding;
	}

	boolean isEmpty(long now) {
		return free(now) == this.limit;
	}

	void take() {
		this.outstanding++;
	}

	void giveBack() {
		this.outstanding--;
	}

	void leave(long now) {
		this.outstanding--;
		if (this.size == this.left.length) {
			long[] larger = new long[this.size * 2];
			for (int i = 0; i < this.size; i++) {
				larger[i] = entry(i);
			}
			this.left = larger;
			this.head = 0;
		}
		this.left[(this.head + this.size) % this.left.length] = now;
		this.size++;
	}

	/**
	 * When a place becomes free for somebody behind so many waiters, as far as can be
	 * known: those who have a permit and those who wait are taken to leave as soon as
	 * they can.
	 */
	long freeAt(int waitersBefore, long now, long notBefore) {
		// whoever is a full limit behind gets the place of the one that far in front
		long rounds = waitersBefore / this.limit;
		int needed = waitersBefore % this.limit + 1 - free(now);
		long at = Math.max(now, notBefore);
		if (needed > this.size) {
			at += this.period;
		}
		else if (needed > 0) {
			at = Math.max(at, entry(needed - 1) + this.period);
		}
		return at + rounds * this.period;
	}

	/**
	 * When the next place becomes free through the passing of time alone.
	 */
	long nextFree(long now) {
		if (free(now) > 0) {
			return now;
		}
		return (this.size > 0) ? entry(0) + this.period : Long.MAX_VALUE;
	}

	private long entry(int index) {
		return this.left[(this.head + index) % this.left.length];
	}

}
