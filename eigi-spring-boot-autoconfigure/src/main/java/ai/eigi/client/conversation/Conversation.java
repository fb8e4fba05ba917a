package ai.eigi.client.conversation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of any channel: a phone call, a chat, a voice session. Every field may
 * be absent: a running conversation has no analysis yet, only a phone call has numbers.
 * <p>
 * The service's current and older shapes are read alike. Two conversations are equal when
 * the service said the same of both.
 *
 * @since 0.1.0
 */
public final class Conversation {

	// the older shape has one number, the person's
	private static final String OLDER_NAME_OF_NUMBER = "mobile_number";

	private final WireObject wire;

	private Conversation(WireObject wire) {
		this.wire = wire;
	}

	/**
	 * Read a conversation, in tests for example.
	 * @param fields the JSON object as the service writes it
	 * @return the conversation
	 */
	public static Conversation of(Map<String, ?> fields) {
		return from(WireObject.of(fields));
	}

	/**
	 * Read a conversation.
	 * @param wire the service's object
	 * @return the conversation
	 */
	public static Conversation from(WireObject wire) {
		return new Conversation(wire);
	}

	/**
	 * Id to ask for the conversation with; the wire's {@code conversation_id}.
	 * @return the id
	 */
	public @Nullable String id() {
		return this.wire.text("conversation_id");
	}

	public @Nullable String agentId() {
		return this.wire.text("agent_id");
	}

	public @Nullable ConversationType type() {
		return this.wire.value(ConversationType::of, "conversation_type");
	}

	public @Nullable ConversationStatus status() {
		return this.wire.value(ConversationStatus::of, "conversation_status", "status");
	}

	/**
	 * What was said so far. Grows while the conversation is in progress.
	 * @return the turns, possibly none
	 */
	public List<Message> transcript() {
		return this.wire.objects(Message::from, "conversation_transcript", "transcript");
	}

	/**
	 * Results of the agent's analysis, which runs after the end. The keys are set by the
	 * agent.
	 * @return the results, none until it ran
	 */
	public List<Map<String, Object>> analysis() {
		return this.wire.objects(WireObject::asMap, "conversation_analysis", "analysis");
	}

	/**
	 * Facts about the channel, and the values the call was placed with.
	 * @return an unmodifiable map, possibly empty
	 */
	public Map<String, Object> metadata() {
		return wireMetadata().asMap();
	}

	public @Nullable String notes() {
		return this.wire.text("notes");
	}

	public @Nullable Instant createdAt() {
		return this.wire.instant("created_at");
	}

	public @Nullable Instant updatedAt() {
		return this.wire.instant("updated_at");
	}

	public @Nullable CallingType callingType() {
		CallingType type = wireMetadata().value(CallingType::of, "calling_type");
		return (type != null) ? type : this.wire.value(CallingType::of, "calling_type");
	}

	public @Nullable TelephonyProvider telephonyProvider() {
		TelephonyProvider provider = wireMetadata().value(TelephonyProvider::of, "telephony_provider");
		return (provider != null) ? provider : this.wire.value(TelephonyProvider::of, "telephony_provider");
	}

	/**
	 * Number that was called. The service writes numbers with and without {@code +}:
	 * compare digits.
	 * @return the number as the service writes it
	 */
	public @Nullable String toNumber() {
		String number = wireMetadata().text("to_mobile_number");
		if (number == null) {
			number = this.wire.text("to_mobile_number");
		}
		return (number != null || isInbound()) ? number : this.wire.text(OLDER_NAME_OF_NUMBER);
	}

	/**
	 * Number that called. The service writes numbers with and without {@code +}: compare
	 * digits.
	 * @return the number as the service writes it
	 */
	public @Nullable String fromNumber() {
		String number = wireMetadata().text("from_mobile_number");
		if (number == null) {
			number = this.wire.text("from_mobile_number");
		}
		return (number != null || !isInbound()) ? number : this.wire.text(OLDER_NAME_OF_NUMBER);
	}

	private WireObject wireMetadata() {
		return this.wire.object("conversation_metadata", "metadata");
	}

	private boolean isInbound() {
		return CallingType.INBOUND.equals(callingType());
	}

	public @Nullable Duration duration() {
		Duration duration = wireMetadata().seconds("conversation_duration");
		return (duration != null) ? duration : this.wire.seconds("conversation_duration", "duration");
	}

	/**
	 * Address of the recording. It is the telephony provider's host, not the service's:
	 * never send the API key there.
	 * @return the address
	 */
	public @Nullable String recordingUrl() {
		String url = wireMetadata().text("conversation_recording_url");
		return (url != null) ? url : this.wire.text("conversation_recording_url");
	}

	/**
	 * User the conversation belongs to; absent for an anonymous chat.
	 * @return the user's id
	 */
	public @Nullable String createdBy() {
		return this.wire.text("created_by");
	}

	/**
	 * The service's internal id, the wire's {@code id}. No operation takes it.
	 * @return the id
	 */
	public @Nullable String documentId() {
		return this.wire.text("id");
	}

	/**
	 * Everything the service said, fields this client does not know included.
	 * @return an unmodifiable map
	 */
	public Map<String, Object> raw() {
		return this.wire.asMap();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Conversation conversation && this.wire.equals(conversation.wire);
	}

	@Override
	public int hashCode() {
		return this.wire.hashCode();
	}

	/**
	 * Leaves out numbers, texts and metadata.
	 */
	@Override
	public String toString() {
		return "Conversation[id=%s, agentId=%s, type=%s, status=%s, createdAt=%s]".formatted(id(), agentId(), type(),
				status(), createdAt());
	}

}
