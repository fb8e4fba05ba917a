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

	synchronized void add(SimulatorRoute route, Fault fault) {
		this.waiting.computeIfAbsent(route, (unused) -> new ArrayDeque<>()).addLast(fault);
	}

	synchronized @Nullable Fault next(SimulatorRoute route) {
		Deque<Fault> faults = this.waiting.get(route);
		return (faults != null) ? faults.pollFirst() : null;
	}

	synchronized void clear() {
		this.waiting.clear();
	}

}
