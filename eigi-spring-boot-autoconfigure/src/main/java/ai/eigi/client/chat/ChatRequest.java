package ai.eigi.client.chat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A message to an agent. Immutable; what is wrong with it is signalled by the publisher
 * of the chat.
 *
 * @since 0.1.0
 */
public final class ChatRequest {

	private final String agentId;

	private final String message;

	private final @Nullable String sessionId;

	private final Map<String, Object> metadata;

	private ChatRequest(String agentId, String message, @Nullable String sessionId, Map<String, Object> metadata) {
		this.agentId = agentId;
		this.message = message;
		this.sessionId = sessionId;
		this.metadata = metadata;
	}

	/**
	 * A message that opens a session.
	 * @param agentId the agent to talk to
	 * @param message the message, 1 to 4000 characters (code points)
	 * @return the request
	 */
	public static ChatRequest of(String agentId, String message) {
		return new ChatRequest(Objects.requireNonNull(agentId, "'agentId' must not be null"),
				Objects.requireNonNull(message, "'message' must not be null"), null, Map.of());
	}

	/**
	 * The same message as the next turn of a session.
	 * @param sessionId the session
	 * @return the request
	 */
	public ChatRequest withSessionId(String sessionId) {
		return new ChatRequest(this.agentId, this.message,
				Objects.requireNonNull(sessionId, "'sessionId' must not be null"), this.metadata);
	}

	/**
	 * The same message with own data, which the service keeps with the conversation.
	 * @param metadata the data; values must be writable as JSON
	 * @return the request
	 */
	public ChatRequest withMetadata(Map<String, ?> metadata) {
		return new ChatRequest(this.agentId, this.message, this.sessionId,
				Collections.unmodifiableMap(new LinkedHashMap<>(metadata)));
	}

	public String agentId() {
		return this.agentId;
	}

	public String message() {
		return this.message;
	}

	public @Nullable String sessionId() {
		return this.sessionId;
	}

	public Map<String, Object> metadata() {
		return this.metadata;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ChatRequest request && this.agentId.equals(request.agentId)
				&& this.message.equals(request.message) && Objects.equals(this.sessionId, request.sessionId)
				&& this.metadata.equals(request.metadata);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.agentId, this.message, this.sessionId, this.metadata);
	}

	/**
	 * Leaves out the message and the data.
	 */
	@Override
	public String toString() {
		return "ChatRequest[agentId=%s, sessionId=%s]".formatted(this.agentId, this.sessionId);
	}

}
