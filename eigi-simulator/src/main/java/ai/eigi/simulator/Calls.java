package ai.eigi.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known of telephone numbers: how their calls end and how often they were
 * dialled.
 */
final class Calls {

	private final Map<String, CallOutcome> outcomes = new HashMap<>();

	private final Map<String, Integer> dials = new HashMap<>();

	synchronized void outcome(String number, CallOutcome outcome) {
		this.outcomes.put(number, outcome);
	}

	synchronized @Nullable CallOutcome outcome(String number) {
		return this.outcomes.get(number);
	}

	/**
	 * Dial some numbers, all or none.
	 * @param numbers the numbers
	 * @param quota how many calls are allowed in all
	 * @return whether the quota had room for them
	 */
	synchronized boolean dial(List<String> numbers, int quota) {
		int placed = this.dials.values().stream().mapToInt(Integer::intValue).sum();
		if (numbers.size() > quota - placed) {
			return false;
		}
		numbers.forEach((number) -> this.dials.merge(number, 1, Integer::sum));
		return true;
	}

	synchronized Map<String, Integer> dials() {
		return Map.copyOf(this.dials);
	}

	synchronized void clear() {
		this.outcomes.clear();
		this.dials.clear();
	}

}
