package ai.eigi.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows of a conversation.
 *
 * @param id id to ask for it with
 * @param agentId the agent
 * @param type the channel
 * @param status how far it has come
 * @param over whether the status is final
 * @param callingType who called, for a phone call
 * @param from number that called
 * @param to number that was called
 * @param createdAt when it began
 * @param seconds how long it took
 * @param transcript what was said
 * @param analysis what the agent's analysis found
 */
record ConversationView(@Nullable String id, @Nullable String agentId, @Nullable String type, @Nullable String status,
		boolean over, @Nullable String callingType, @Nullable String from, @Nullable String to,
		@Nullable Instant createdAt, @Nullable Long seconds, List<Line> transcript,
		List<Map<String, Object>> analysis) {

	static ConversationView of(Conversation conversation) {
		ConversationStatus status = conversation.status();
		Duration duration = conversation.duration();
		return new ConversationView(conversation.id(), conversation.agentId(), text(conversation.type()), text(status),
				status != null && status.isFinal(), text(conversation.callingType()), conversation.fromNumber(),
				conversation.toNumber(), conversation.createdAt(), (duration != null) ? duration.toSeconds() : null,
				conversation.transcript()
					.stream()
					.map((message) -> new Line(text(message.role()), message.content()))
					.toList(),
				conversation.analysis());
	}

	private static @Nullable String text(@Nullable Object value) {
		return Objects.toString(value, null);
	}

	/**
	 * One turn.
	 *
	 * @param role who said it
	 * @param text what was said
	 */
	record Line(@Nullable String role, @Nullable String text) {

	}

}
