package ai.eigi.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known of telephone numbers: how their calls go and how often they rang.
 */
final class Calls {

	private final Map<String, Deque<CallOutcome>> outcomes = new HashMap<>();

	private final Map<String, Integer> rings = new HashMap<>();

	private int placed;

	/**
	 * A number as it is kept, however it is written.
	 */
	private static String key(String number) {
		return "+" + number.replaceAll("\\D", "");
	}

	synchronized void outcomes(String number, List<CallOutcome> inOrder) {
		this.outcomes.put(key(number), new ArrayDeque<>(inOrder));
	}

	/**
	 * Outcome of the next call to a number. The last of several stays.
	 * @param number the number
	 * @return the outcome, or {@code null} if the number has none of its own
	 */
	synchronized @Nullable CallOutcome nextOutcome(String number) {
		Deque<CallOutcome> left = this.outcomes.get(key(number));
		if (left == null) {
			return null;
		}
		return (left.size() > 1) ? left.pollFirst() : left.peekFirst();
	}

	/**
	 * Let some numbers ring, all or none.
	 * @param numbers the numbers
	 * @param quota how many calls are allowed in all
	 * @return how often each has rung with this call, or {@code null} if the quota has no
	 * room for all of them
	 */
	synchronized @Nullable List<Integer> ring(List<String> numbers, int quota) {
		if (numbers.size() > quota - this.placed) {
			return null;
		}
		this.placed += numbers.size();
		return numbers.stream().map((number) -> this.rings.merge(key(number), 1, Integer::sum)).toList();
	}

	/**
	 * Take back what was counted for calls that are not placed after all.
	 */
	synchronized void takeBack(List<String> numbers) {
		this.placed -= numbers.size();
		numbers.forEach(
				(number) -> this.rings.computeIfPresent(key(number), (key, count) -> (count > 1) ? count - 1 : null));
	}

	synchronized int rings(String number) {
		return this.rings.getOrDefault(key(number), 0);
	}

	synchronized Map<String, Integer> rings() {
		return Map.copyOf(this.rings);
	}

	synchronized void clear() {
		this.outcomes.clear();
		this.rings.clear();
		this.placed = 0;
	}

}
