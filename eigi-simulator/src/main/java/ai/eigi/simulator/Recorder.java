package ai.eigi.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that arrived, up to a bound so that a demo may run for weeks.
 */
final class Recorder {

	static final int BOUND = 10_000;

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	private final Map<SimulatorRoute, Integer> counts = new EnumMap<>(SimulatorRoute.class);

	synchronized void add(RecordedRequest request) {
		SimulatorRoute route = SimulatorRoute.of(request);
		if (route != null) {
			this.counts.merge(route, 1, Integer::sum);
		}
		if (this.requests.size() == BOUND) {
			this.requests.removeFirst();
		}
		this.requests.addLast(request);
	}

	synchronized List<RecordedRequest> all() {
		return List.copyOf(this.requests);
	}

	/**
	 * How many requests with the method and path of a route arrived in all.
	 */
	synchronized int count(SimulatorRoute route) {
		return this.counts.getOrDefault(route, 0);
	}

	synchronized void clear() {
		this.counts.clear();
		this.requests.clear();
	}

}
