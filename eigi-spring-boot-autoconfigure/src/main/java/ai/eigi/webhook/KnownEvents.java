package ai.eigi.webhook;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this instance knows without asking the store: events it works on, and those it
 * knows to be published, the latest of them. Never waits for long.
 */
final class KnownEvents {

	private final Set<String> inWork = ConcurrentHashMap.newKeySet();

	private final Set<String> published;

	KnownEvents(int capacity) {
		this.published = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
				return size() > capacity;
			}

		}));
	}

	/**
	 * Begin to work on an event, if nobody does and it is not known to be published.
	 */
	boolean begin(String key) {
		if (!this.inWork.add(key)) {
			return false;
		}
		// asked last: who was at work notes the event as published before he ends
		if (isPublished(key)) {
			this.inWork.remove(key);
			return false;
		}
		return true;
	}

	void end(String key) {
		this.inWork.remove(key);
	}

	void endAll() {
		this.inWork.clear();
	}

	boolean isPublished(String key) {
		return this.published.contains(key);
	}

	void published(String key) {
		this.published.add(key);
	}

}
