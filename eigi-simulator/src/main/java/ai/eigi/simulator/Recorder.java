package ai.eigi.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The requests that arrived, up to a bound so that a demo may run for weeks.
 */
final class Recorder {

	static final int BOUND = 10_000;

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	synchronized void add(RecordedRequest request) {
		if (this.requests.size() == BOUND) {
			this.requests.removeFirst();
		}
		this.requests.addLast(request);
	}

	synchronized List<RecordedRequest> all() {
		return List.copyOf(this.requests);
	}

	synchronized void clear() {
		this.requests.clear();
	}

}
