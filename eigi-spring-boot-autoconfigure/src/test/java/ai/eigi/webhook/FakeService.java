package ai.eigi.webhook;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiNotFoundException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A service that has the conversations a test puts into it.
 */
final class FakeService {

	final Map<String, Conversation> conversations = new ConcurrentHashMap<>();

	final List<String> reads = new CopyOnWriteArrayList<>();

	final List<ConversationQuery> looks = new CopyOnWriteArrayList<>();

	/**
	 * How a conversation is read.
	 */
	volatile Function<String, Mono<Conversation>> reading = this::found;

	/**
	 * How conversations are listed.
	 */
	volatile Function<ConversationQuery, Flux<Conversation>> listing = this::matching;

	/**
	 * Operations that know nothing but reading and listing conversations.
	 */
	EigiOperations operations() {
		return (EigiOperations) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { EigiOperations.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "getConversation" -> Mono.defer(() -> {
						this.reads.add((String) arguments[0]);
						return this.reading.apply((String) arguments[0]);
					});
					case "allConversations" -> Flux.defer(() -> {
						this.looks.add((ConversationQuery) arguments[0]);
						return this.listing.apply((ConversationQuery) arguments[0]);
					});
					case "toString" -> "FakeService";
					case "hashCode" -> System.identityHashCode(proxy);
					case "equals" -> proxy == arguments[0];
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

	Mono<Conversation> found(String id) {
		Conversation conversation = this.conversations.get(id);
		return (conversation != null) ? Mono.just(conversation) : Mono.error(notFound());
	}

	Flux<Conversation> matching(ConversationQuery query) {
		return Flux.fromIterable(List.copyOf(this.conversations.values()))
			.filter((conversation) -> query.type() == null || query.type().equals(conversation.type()))
			.filter((conversation) -> query.createdFrom() == null
					|| !conversation.createdAt().isBefore(query.createdFrom()));
	}

	static EigiNotFoundException notFound() {
		return new EigiNotFoundException("getConversation", "There is no such conversation.", ApiAnswer.NONE);
	}

	void put(String id, String status, Instant createdAt, Instant updatedAt) {
		this.conversations.put(id, conversation(id, status, createdAt, updatedAt));
	}

	void put(String id, String status) {
		Instant created = Instant.parse("2026-03-01T09:00:00Z");
		put(id, status, created, created);
	}

	static Conversation conversation(String id, String status, Instant createdAt, Instant updatedAt) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("conversation_id", id);
		fields.put("conversation_type", "TELEPHONY");
		fields.put("conversation_status", status);
		fields.put("created_at", createdAt.toString());
		if (updatedAt != null) {
			fields.put("updated_at", updatedAt.toString());
		}
		fields.put("notes", "private-notes");
		return Conversation.of(fields);
	}

}
