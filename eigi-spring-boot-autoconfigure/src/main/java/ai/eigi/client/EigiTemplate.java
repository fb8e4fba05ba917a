package ai.eigi.client;

import java.time.Duration;
import java.util.Objects;

import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.call.CallApi;
import ai.eigi.client.call.CallResolution;
import ai.eigi.client.call.CallSettings;
import ai.eigi.client.call.CallTracking;
import ai.eigi.client.call.CallUpdate;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.OutboundCallResult;
import ai.eigi.client.call.UnknownOutcomePolicy;
import ai.eigi.client.chat.AgentChat;
import ai.eigi.client.chat.ChatApi;
import ai.eigi.client.chat.ChatReply;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.chat.ChatSession;
import ai.eigi.client.chat.ChatSessionQuery;
import ai.eigi.client.chat.ChatSessionSummary;
import ai.eigi.client.chat.ChatStream;
import ai.eigi.client.chat.FirstMessage;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationApi;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.paging.Page;
import ai.eigi.client.transport.ApiTransport;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link EigiOperations} over the service's HTTP API.
 */
final class EigiTemplate implements EigiOperations {

	private final ChatApi chats;

	private final ConversationApi conversations;

	private final CallApi calls;

	EigiTemplate(ApiTransport transport, CallSettings calls, @Nullable ConversationFeed feed) {
		this.chats = new ChatApi(transport);
		this.conversations = new ConversationApi(transport, feed);
		this.calls = new CallApi(transport, this.conversations, feed, calls);
	}

	@Override
	public Flux<String> streamChat(ChatRequest request) {
		return this.chats.stream(request);
	}

	@Override
	public Mono<ChatStream> openChatStream(ChatRequest request) {
		return this.chats.open(request);
	}

	@Override
	public Mono<ChatReply> chat(ChatRequest request) {
		return this.chats.send(request);
	}

	@Override
	public Mono<FirstMessage> firstMessage(String agentId) {
		return this.chats.firstMessage(agentId);
	}

	@Override
	public AgentChat chatWith(String agentId) {
		return new AgentChat(this.chats, agentId, null);
	}

	@Override
	public AgentChat chatWith(String agentId, String sessionId) {
		return new AgentChat(this.chats, agentId, Objects.requireNonNull(sessionId, "'sessionId' must not be null"));
	}

	@Override
	public Mono<ChatSession> getChatSession(String sessionId) {
		return this.chats.getSession(sessionId);
	}

	@Override
	public Mono<Page<ChatSessionSummary>> listChatSessions(ChatSessionQuery query) {
		return this.chats.listSessions(query);
	}

	@Override
	public Flux<ChatSessionSummary> allChatSessions(ChatSessionQuery query) {
		return this.chats.allSessions(query);
	}

	@Override
	public Mono<Conversation> getConversation(String conversationId) {
		return this.conversations.get(conversationId);
	}

	@Override
	public Mono<Page<Conversation>> listConversations(ConversationQuery query) {
		return this.conversations.list(query);
	}

	@Override
	public Flux<Conversation> allConversations(ConversationQuery query) {
		return this.conversations.all(query);
	}

	@Override
	public Mono<Conversation> awaitConversation(String conversationId, Duration atMost) {
		return this.conversations.await(conversationId, atMost);
	}

	@Override
	public Mono<OutboundCallResult> startCalls(OutboundCallRequest request) {
		return this.calls.start(request);
	}

	@Override
	public Mono<CallResolution> placeCalls(OutboundCallRequest request, UnknownOutcomePolicy policy) {
		return this.calls.place(request, policy);
	}

	@Override
	public Mono<CallResolution> resolveCalls(CallAttempt attempt, Duration settlingTime) {
		return this.calls.resolve(attempt, settlingTime);
	}

	@Override
	public Flux<CallUpdate> trackCalls(OutboundCallRequest request, CallTracking tracking) {
		return this.calls.track(request, tracking);
	}

}
