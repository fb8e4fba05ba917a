package ai.eigi.example.servlet;

import ai.eigi.client.error.EigiException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.codec.ServerSentEvent;

/**
 * Something that happens while an agent answers.
 *
 * @param type what it is
 * @param text words of the agent, or what went wrong
 */
record ChatEvent(Type type, @Nullable String text) {

	static ChatEvent text(String text) {
		return new ChatEvent(Type.TEXT, text);
	}

	static ChatEvent done() {
		return new ChatEvent(Type.DONE, null);
	}

	/**
	 * Messages of {@link EigiException} hold no secrets and may be shown.
	 */
	static ChatEvent failed(EigiException ex) {
		return new ChatEvent(Type.FAILED, ex.getMessage());
	}

	static ChatEvent heartbeat() {
		return new ChatEvent(Type.HEARTBEAT, null);
	}

	boolean isLast() {
		return this.type == Type.DONE || this.type == Type.FAILED;
	}

	/**
	 * A heartbeat is a comment, which browsers skip.
	 */
	ServerSentEvent<ChatEvent> toServerSentEvent() {
		ServerSentEvent.Builder<ChatEvent> event = ServerSentEvent.builder();
		return ((this.type == Type.HEARTBEAT) ? event.comment("") : event.data(this)).build();
	}

	enum Type {

		TEXT, DONE, FAILED, HEARTBEAT

	}

}
