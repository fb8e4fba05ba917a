package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Call that runs along its outcome. Nothing happens in the background: how far it has
 * come is worked out from the time at which it is read.
 */
final class CallConversation extends StoredConversation {

	private final CallLine line;

	private final Sent sent;

	private final CallOutcome outcome;

	CallConversation(SimulatedAgent agent, CallLine line, Sent sent, CallOutcome outcome, Instant start) {
		super(WireIds.uuid(), agent.id(), start);
		this.line = line;
		this.sent = sent;
		this.outcome = outcome;
	}

	Instant endsAt() {
		return createdAt().plus(this.outcome.ringing()).plus(this.outcome.duration());
	}

	@Override
	boolean isListed(Instant now) {
		return !now.isBefore(createdAt().plus(this.outcome.listedAfter()));
	}

	@Override
	boolean isTestCall() {
		return this.sent.testCall();
	}

	@Override
	String type() {
		return this.line.type();
	}

	@Override
	String status(Instant now) {
		return (isOver(now)) ? this.outcome.status() : "IN_PROGRESS";
	}

	@Override
	@Nullable String callingType() {
		return this.line.callingType();
	}

	private boolean isOver(Instant now) {
		return !now.isBefore(endsAt());
	}

	@Override
	ObjectNode toJson(Instant now) {
		Instant answered = createdAt().plus(this.outcome.ringing());
		Instant analysed = endsAt().plus(this.outcome.analysisDelay());
		boolean over = isOver(now);
		ArrayNode said = said(now, answered);
		Instant updated = createdAt();
		if (!said.isEmpty()) {
			updated = lineTime(answered, said.size() - 1);
		}
		ObjectNode json = frame(type(), status(now), (over) ? endsAt() : updated);
		if (!said.isEmpty()) {
			json.set("conversation_transcript", said);
		}
		if (this.outcome.analysis() != null && !now.isBefore(analysed)) {
			json.set("conversation_analysis", Json.array().add(Json.tree(this.outcome.analysis())));
			json.put("updated_at", WireTime.zoneless(analysed));
		}
		json.put("created_by", OWNER);
		json.set("conversation_metadata", metadata(over));
		return json;
	}

	private ArrayNode said(Instant now, Instant answered) {
		ArrayNode said = Json.array();
		List<TranscriptLine> lines = this.outcome.transcript();
		for (int i = 0; i < lines.size(); i++) {
			Instant at = lineTime(answered, i);
			if (!now.isBefore(at)) {
				said.add(message(lines.get(i).role(), lines.get(i).content(), at));
			}
		}
		return said;
	}

	private Instant lineTime(Instant answered, int line) {
		return answered.plus(this.outcome.duration().multipliedBy(line).dividedBy(this.outcome.transcript().size()));
	}

	private ObjectNode metadata(boolean over) {
		ObjectNode metadata = Json.object();
		metadata.set("dynamic_variables", variables(over));
		if (this.line.from() != null) {
			metadata.put("to_mobile_number", this.line.to());
			metadata.put("from_mobile_number", this.line.from().replace("+", ""));
			metadata.put("calling_type", this.line.callingType());
			metadata.put("telephony_provider", this.line.provider());
		}
		boolean recorded = over && !this.outcome.duration().isZero();
		metadata.put("conversation_recording_url",
				(recorded) ? "https://recordings.example.com/" + id() + ".mp3" : null);
		metadata.set("conversation_duration", seconds((over) ? this.outcome.duration() : null));
		return metadata;
	}

	private ObjectNode variables(boolean over) {
		ObjectNode variables = Json.object().put("agent_id", agentId());
		boolean echoed = switch (this.sent.echo()) {
			case AT_ONCE -> true;
			case AT_END -> over;
			case NEVER -> false;
		};
		return (echoed) ? variables.setAll(this.sent.metadata().deepCopy()) : variables;
	}

	private static JsonNode seconds(@Nullable Duration duration) {
		if (duration == null) {
			return Json.tree(null);
		}
		boolean whole = duration.getNano() == 0;
		return (whole) ? Json.tree(duration.getSeconds()) : Json.tree(duration.toMillis() / 1000.0);
	}

	/**
	 * What was sent with a call.
	 *
	 * @param metadata own data of the sender
	 * @param echo when that comes back
	 * @param testCall whether the call is marked as a test
	 */
	record Sent(ObjectNode metadata, MetadataEcho echo, boolean testCall) {
	}

}
