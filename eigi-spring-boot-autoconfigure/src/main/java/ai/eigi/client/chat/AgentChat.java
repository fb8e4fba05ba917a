package ai.eigi.client.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import ai.eigi.client.transport.TextStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * One dialogue with one agent. Remembers the session that the first answer opened, and
 * sends every further message into it. While the first message opens the session others
 * wait, so that two messages sent at once do not open two; if opening fails, the next in
 * line opens it. Messages of an open session do not wait for each other: subscribe to one
 * after the other where their order matters. Safe to share between threads.
 *
 * @since 0.1.0
 */
public final class AgentChat {

	private final ChatApi api;

	private final String agentId;

	private final Deque<Turn> waiting = new ArrayDeque<>();

	private @Nullable String sessionId;

	private @Nullable Turn opener;

	/**
	 * Create a dialogue.
	 * @param api sends the messages
	 * @param agentId the agent
	 * @param sessionId session to go on with, or {@code null} to open one
	 */
	public AgentChat(ChatApi api, String agentId, @Nullable String sessionId) {
		this.api = api;
		this.agentId = Objects.requireNonNull(agentId, "'agentId' must not be null");
		this.sessionId = sessionId;
	}

	/**
	 * Send a message and stream the answer. Ends as {@code EigiOperations.streamChat}
	 * does.
	 * @param text the message, 1 to 4000 characters (code points)
	 * @return the agent's words as they arrive
	 */
	public Flux<String> stream(String text) {
		ChatRequest request = ChatRequest.of(this.agentId, text);
		return Flux.defer(() -> {
			ChatApi.check("streamChat", request);
			Turn turn = new Turn();
			return turn.begin()
				.then(Mono.defer(() -> this.api.begin(inSession(request))))
				.doOnNext((stream) -> turn.end(stream.sessionId()))
				.flatMapMany(TextStream::text)
				.doFinally((signal) -> turn.end(null));
		});
	}

	/**
	 * Send a message and wait for the whole answer. Ends as {@code EigiOperations.chat}
	 * does.
	 * @param text the message, 1 to 4000 characters (code points)
	 * @return the answer
	 */
	public Mono<ChatReply> send(String text) {
		ChatRequest request = ChatRequest.of(this.agentId, text);
		return Mono.defer(() -> {
			ChatApi.check("chat", request);
			Turn turn = new Turn();
			return turn.begin()
				.then(Mono.defer(() -> this.api.send(inSession(request))))
				.doOnNext((reply) -> turn.end(reply.sessionId()))
				.doFinally((signal) -> turn.end(null));
		});
	}

	/**
	 * Session of this dialogue, to be kept for another day.
	 * @return the id, or {@code null} before the first answer began
	 */
	public @Nullable String sessionId() {
		synchronized (this.waiting) {
			return this.sessionId;
		}
	}

	private ChatRequest inSession(ChatRequest request) {
		String session = sessionId();
		return (session != null) ? request.withSessionId(session) : request;
	}

	/**
	 * One message's way through the opening of the session.
	 */
	private final class Turn {

		private @Nullable MonoSink<Void> sink;

		private boolean over;

		Mono<Void> begin() {
			return Mono.create((sink) -> {
				sink.onCancel(() -> end(null));
				synchronized (AgentChat.this.waiting) {
					if (this.over) {
						return;
					}
					this.sink = sink;
					if (AgentChat.this.sessionId == null) {
						if (AgentChat.this.opener != null) {
							AgentChat.this.waiting.add(this);
							return;
						}
						AgentChat.this.opener = this;
					}
				}
				sink.success();
			});
		}

		/**
		 * The session is known, or this message will not tell it.
		 */
		void end(@Nullable String session) {
			Deque<Turn> released = new ArrayDeque<>();
			synchronized (AgentChat.this.waiting) {
				this.over = true;
				AgentChat.this.waiting.remove(this);
				if (session != null && AgentChat.this.sessionId == null) {
					AgentChat.this.sessionId = session;
				}
				if (AgentChat.this.opener != this) {
					return;
				}
				AgentChat.this.opener = null;
				if (AgentChat.this.sessionId != null) {
					released.addAll(AgentChat.this.waiting);
					AgentChat.this.waiting.clear();
				}
				else if (!AgentChat.this.waiting.isEmpty()) {
					Turn next = AgentChat.this.waiting.remove();
					AgentChat.this.opener = next;
					released.add(next);
				}
			}
			released.forEach(Turn::proceed);
		}

		private void proceed() {
			if (this.sink != null) {
				this.sink.success();
			}
		}

	}

}
