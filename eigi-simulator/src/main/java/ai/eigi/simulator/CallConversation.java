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

	private final Parties parties;

	private final String provider;

	private final ObjectNode variables;

	private final CallOutcome outcome;

	CallConversation(SimulatedAgent agent, Parties parties, String provider, ObjectNode metadata, CallOutcome outcome,
			Instant start) {
		super(WireIds.uuid(), agent.id(), start);
		this.parties = parties;
		this.provider = provider;
		this.variables = Json.object().put("agent_id", agent.id());
		this.variables.setAll(metadata);
		this.outcome = outcome;
	}

	@Override
	String type() {
		return "TELEPHONY";
	}

	@Override
	String status(Instant now) {
		return (now.isBefore(createdAt().plus(this.outcome.ringing()).plus(this.outcome.duration()))) ? "IN_PROGRESS"
				: this.outcome.status();
	}

	@Override
	String callingType() {
		return this.parties.callingType();
	}

	@Override
	ObjectNode toJson(Instant now) {
		Instant answered = createdAt().plus(this.outcome.ringing());
		Instant ended = answered.plus(this.outcome.duration());
		Instant analysed = ended.plus(this.outcome.analysisDelay());
		boolean over = !now.isBefore(ended);
		ArrayNode said = said(now, answered);
		Instant updated = createdAt();
		if (!said.isEmpty()) {
			updated = lineTime(answered, said.size() - 1);
		}
		ObjectNode json = frame("TELEPHONY", (over) ? this.outcome.status() : "IN_PROGRESS", (over) ? ended : updated);
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
		metadata.set("dynamic_variables", this.variables.deepCopy());
		metadata.put("to_mobile_number", this.parties.to());
		metadata.put("from_mobile_number", this.parties.from().replace("+", ""));
		metadata.put("calling_type", this.parties.callingType());
		metadata.put("telephony_provider", this.provider);
		boolean recorded = over && !this.outcome.duration().isZero();
		metadata.put("conversation_recording_url",
				(recorded) ? "https://recordings.example.com/" + id() + ".mp3" : null);
		metadata.set("conversation_duration", seconds((over) ? this.outcome.duration() : null));
		return metadata;
	}

	private static JsonNode seconds(@Nullable Duration duration) {
		if (duration == null) {
			return Json.tree(null);
		}
		boolean whole = duration.getNano() == 0;
		return (whole) ? Json.tree(duration.getSeconds()) : Json.tree(duration.toMillis() / 1000.0);
	}

	/**
	 * Who calls whom.
	 *
	 * @param callingType {@code OUTBOUND} or {@code INBOUND}
	 * @param from the number of the caller
	 * @param to the number that is called
	 */
	record Parties(String callingType, String from, String to) {

		static Parties outbound(SimulatedAgent agent, String number) {
			return new Parties("OUTBOUND", agent.mobileNumbers().get(0), number);
		}

		static Parties inbound(String number, SimulatedAgent agent) {
			return new Parties("INBOUND", number, agent.mobileNumbers().get(0));
		}

	}

}
