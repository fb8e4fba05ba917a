package ai.eigi.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Faults that wait for their requests.
 */
final class Faults {

	private final Map<SimulatorRoute, Deque<Fault>> waiting = new EnumMap<>(SimulatorRoute.class);

	synchronized void add(SimulatorRoute route, Fault fault, int times) {
		Deque<Fault> faults = this.waiting.computeIfAbsent(route, (unused) -> new ArrayDeque<>());
		for (int i = 0; i < times; i++) {
			faults.addLast(fault);
		}
	}

	synchronized @Nullable Fault next(SimulatorRoute route) {
		Deque<Fault> faults = this.waiting.get(route);
		return (faults != null) ? faults.pollFirst() : null;
	}

	/**
	 * Take the next fault if it strikes before the body of its request was read.
	 */
	synchronized @Nullable Fault nextBeforeBody(SimulatorRoute route) {
		Deque<Fault> faults = this.waiting.get(route);
		if (faults == null || faults.isEmpty() || !faults.getFirst().strikesBeforeBody()) {
			return null;
		}
		return faults.removeFirst();
	}

	/**
	 * How many faults still wait, by route.
	 */
	synchronized Map<SimulatorRoute, Integer> pending() {
		Map<SimulatorRoute, Integer> pending = new EnumMap<>(SimulatorRoute.class);
		this.waiting.forEach((route, faults) -> {
			if (!faults.isEmpty()) {
				pending.put(route, faults.size());
			}
		});
		return pending;
	}

	synchronized void clear() {
		this.waiting.clear();
	}

}
