package ai.eigi.client.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import ai.eigi.client.paging.Page;
import ai.eigi.client.paging.PageWalk;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Effect;
import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.TextStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The chat of the service. Applications use {@code EigiOperations}.
 *
 * @since 0.1.0
 */
public final class ChatApi {

	private static final String SESSIONS = "/v1/public/chat/sessions";

	private static final int DEFAULT_PAGE_SIZE = 10;

	private static final int LARGEST_PAGE_SIZE = 100;

	private final ApiTransport transport;

	/**
	 * Create the API.
	 * @param transport sends the requests
	 */
	public ChatApi(ApiTransport transport) {
		this.transport = transport;
	}

	/**
	 * Send a message and stream the answer.
	 * @param request the message
	 * @return the text
	 */
	public Flux<String> stream(ChatRequest request) {
		return begin(request).flatMapMany(TextStream::text);
	}

	/**
	 * Send a message, for somebody who reads the streamed answer at once.
	 */
	Mono<TextStream> begin(ChatRequest request) {
		Objects.requireNonNull(request, "'request' must not be null");
		return Mono.defer(() -> this.transport.stream(call("streamChat", request, true)));
	}

	/**
	 * Send a message and hand out the streamed answer once its headers are there.
	 * @param request the message
	 * @return the stream
	 */
	public Mono<ChatStream> open(ChatRequest request) {
		Objects.requireNonNull(request, "'request' must not be null");
		return Mono.defer(() -> this.transport.stream(call("openChatStream", request, true)))
			.map(ChatStream::new)
			.doOnDiscard(ChatStream.class, ChatStream::cancel);
	}

	/**
	 * Send a message and wait for the whole answer.
	 * @param request the message
	 * @return the answer
	 */
	public Mono<ChatReply> send(ChatRequest request) {
		Objects.requireNonNull(request, "'request' must not be null");
		return Mono.defer(() -> this.transport.exchange(call("chat", request, false), ChatReply::from));
	}

	/**
	 * Check a message before anything else is done with it.
	 */
	static void check(String operation, ChatRequest request) {
		Require.that(operation)
			.id("agentId", request.agentId())
			.message("message", request.message())
			.filter("sessionId", request.sessionId());
	}

	private static ApiCall call(String operation, ChatRequest request, boolean streaming) {
		check(operation, request);
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("agent_id", request.agentId());
		body.put("message", request.message());
		if (request.sessionId() != null) {
			body.put("session_id", request.sessionId());
		}
		body.put("streaming", streaming);
		if (!request.metadata().isEmpty()) {
			body.put("metadata", request.metadata());
		}
		return ApiCall.post(operation, Effect.WRITE, "/v1/public/chat", body)
			.confidential(request.message())
			.confidential(request.metadata());
	}

	/**
	 * Open a session with the agent's greeting.
	 * @param agentId the agent
	 * @return the greeting
	 */
	public Mono<FirstMessage> firstMessage(String agentId) {
		Objects.requireNonNull(agentId, "'agentId' must not be null");
		return Mono.defer(() -> {
			Require.that("firstMessage").id("agentId", agentId);
			// a GET that opens a session
			return this.transport
				.exchange(ApiCall.get("firstMessage", Effect.WRITE, "/v1/public/agents/{agent_id}/first-message")
					.variable("agent_id", agentId), FirstMessage::from);
		});
	}

	/**
	 * Read a session.
	 * @param sessionId its id
	 * @return the session
	 */
	public Mono<ChatSession> getSession(String sessionId) {
		Objects.requireNonNull(sessionId, "'sessionId' must not be null");
		return Mono.defer(() -> {
			Require.that("getChatSession").id("sessionId", sessionId);
			return this.transport.exchange(ApiCall.get("getChatSession", Effect.READ, SESSIONS + "/{session_id}")
				.variable("session_id", sessionId), ChatSession::from);
		});
	}

	/**
	 * Read one page of sessions.
	 * @param query which sessions
	 * @return the page
	 */
	public Mono<Page<ChatSessionSummary>> listSessions(ChatSessionQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : DEFAULT_PAGE_SIZE;
		return Mono.defer(() -> {
			query.check("listChatSessions", size);
			return page("listChatSessions", query, query.page(), size);
		});
	}

	/**
	 * Read all pages of sessions, lazily.
	 * @param query which sessions
	 * @return the sessions
	 */
	public Flux<ChatSessionSummary> allSessions(ChatSessionQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : LARGEST_PAGE_SIZE;
		return Flux.defer(() -> {
			query.check("allChatSessions", size);
			return PageWalk.from(query.page(), (number) -> page("allChatSessions", query, number, size),
					ChatSessionSummary::id);
		});
	}

	private Mono<Page<ChatSessionSummary>> page(String operation, ChatSessionQuery query, int number, int size) {
		return this.transport.exchange(
				ApiCall.get(operation, Effect.READ, SESSIONS)
					.query("page", number)
					.query("page_size", size)
					.query("agent_id", query.agentId()),
				(wire) -> Page.from(wire, ChatSessionSummary::from, number, size, "data", "sessions", "chat_sessions"));
	}

}
