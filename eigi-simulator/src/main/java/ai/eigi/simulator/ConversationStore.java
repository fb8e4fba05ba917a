package ai.eigi.simulator;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * All conversations of the simulator. They are kept in the order of their lists, so that
 * a list narrowed by date costs what is in it and not what there is in all.
 */
final class ConversationStore {

	private static final Comparator<Place> NEWEST_FIRST = Comparator.comparing(Place::createdAt)
		.thenComparing(Place::sequence)
		.reversed();

	private final Map<String, Place> places = new ConcurrentHashMap<>();

	private final ConcurrentNavigableMap<Place, StoredConversation> conversations = new ConcurrentSkipListMap<>(
			NEWEST_FIRST);

	private final AtomicLong sequence = new AtomicLong();

	<C extends StoredConversation> C add(C conversation) {
		Place place = new Place(conversation.createdAt(), this.sequence.getAndIncrement());
		this.conversations.put(place, conversation);
		Place former = this.places.put(conversation.id(), place);
		if (former != null) {
			this.conversations.remove(former);
		}
		return conversation;
	}

	@Nullable StoredConversation get(String id) {
		Place place = this.places.get(id);
		return (place != null) ? this.conversations.get(place) : null;
	}

	/**
	 * All conversations, the newest first.
	 * @return a view that may be read while conversations are added
	 */
	Collection<StoredConversation> newestFirst() {
		return this.conversations.values();
	}

	/**
	 * Conversations that were created in a range of time, the newest first.
	 * @param from the earliest time, {@code null} for no bound
	 * @param to the latest time, {@code null} for no bound
	 * @return a view that may be read while conversations are added
	 */
	Collection<StoredConversation> newestFirst(@Nullable Instant from, @Nullable Instant to) {
		if (from != null && to != null && from.isAfter(to)) {
			return List.of();
		}
		ConcurrentNavigableMap<Place, StoredConversation> range = this.conversations;
		if (from != null) {
			range = range.headMap(new Place(from, Long.MIN_VALUE), true);
		}
		if (to != null) {
			range = range.tailMap(new Place(to, Long.MAX_VALUE), true);
		}
		return range.values();
	}

	void clear() {
		this.places.clear();
		this.conversations.clear();
	}

	/**
	 * Where a conversation stands in a list.
	 *
	 * @param createdAt when it was created
	 * @param sequence its number in the order of adding
	 */
	private record Place(Instant createdAt, long sequence) {
	}

}
