package ai.eigi.benchmarks;

import java.time.Duration;

import ai.eigi.client.EigiClient;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import reactor.core.publisher.Flux;

/**
 * Our client with everything on.
 */
final class EigiPaging implements PagingClient {

	private final EigiClient client;

	EigiPaging(String baseUrl) {
		this.client = EigiStreams.client(baseUrl, 10);
	}

	Flux<Conversation> all(String agentId) {
		return this.client.operations().allConversations(ConversationQuery.builder().agentId(agentId).build());
	}

	@Override
	public long readAll(String agentId, Duration consumption) {
		return PagingClient.consume(all(agentId), consumption);
	}

	@Override
	public void close() {
		this.client.close();
	}

}
