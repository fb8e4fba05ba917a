package ai.eigi.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * All conversations of the simulator.
 */
final class ConversationStore {

	private final Map<String, StoredConversation> conversations = new LinkedHashMap<>();

	synchronized <C extends StoredConversation> C add(C conversation) {
		this.conversations.put(conversation.id(), conversation);
		return conversation;
	}

	synchronized @Nullable StoredConversation get(String id) {
		return this.conversations.get(id);
	}

	/**
	 * All conversations, the newest first.
	 */
	synchronized List<StoredConversation> newestFirst() {
		List<StoredConversation> all = new ArrayList<>(this.conversations.values());
		Collections.reverse(all);
		all.sort(Comparator.comparing(StoredConversation::createdAt).reversed());
		return all;
	}

	synchronized void clear() {
		this.conversations.clear();
	}

}
