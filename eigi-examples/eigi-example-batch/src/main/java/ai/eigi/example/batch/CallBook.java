package ai.eigi.example.batch;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.CallResolution;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.call.ResolvedCall;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.CallAttempt;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The table of all calls: the one thing that knows who was called. A row's id is the
 * correlation id of its call. What is about to be dialled is committed here first, so
 * that a crash leaves a row {@code DIALLING}, and such a row is looked for and never
 * dialled.
 * <p>
 * {@code PLANNED} → {@code DIALLING} → {@code ACCEPTED} → {@code ENDED}, or
 * {@code REFUSED}, {@code NOT_SEEN} and {@code UNDECIDED} for a person to look at.
 */
@Component
class CallBook {

	private final JdbcClient jdbc;

	private final JsonMapper json;

	private final Campaign campaign;

	CallBook(JdbcClient jdbc, JsonMapper json, Campaign campaign) {
		this.jdbc = jdbc;
		this.json = json;
		this.campaign = campaign;
	}

	/**
	 * Adds a recipient, unless the number stands in this campaign already.
	 */
	void plan(Recipient recipient) {
		this.jdbc.sql("""
				insert into campaign_call (id, campaign, number, name, state)
				select :id, :campaign, :number, :name, 'PLANNED'
				where not exists (select 1 from campaign_call where campaign = :campaign and number = :number)
				""")
			.param("id", UUID.randomUUID().toString())
			.param("campaign", this.campaign.name())
			.param("number", recipient.number())
			.param("name", recipient.name())
			.update();
	}

	/**
	 * Takes the next planned calls. When this returns they are marked and what they can
	 * be found by is stored.
	 */
	@Transactional
	Optional<OutboundCallRequest> takeNext() {
		OutboundCallRequest.Builder request = OutboundCallRequest.builder(this.campaign.agentId());
		this.jdbc.sql("""
				select id, number, name from campaign_call where campaign = :campaign and state = 'PLANNED'
				order by number limit :limit for update
				""")
			.param("campaign", this.campaign.name())
			.param("limit", this.campaign.callsPerRequest())
			.query((row, index) -> CallRecipient.of(row.getString("number"))
				.withCorrelationId(row.getString("id"))
				.withMetadata(Map.of("customer_name", row.getString("name"))))
			.list()
			.forEach(request::to);
		OutboundCallRequest next = request.build();
		if (next.recipients().isEmpty()) {
			return Optional.empty();
		}
		String attemptId = UUID.randomUUID().toString();
		this.jdbc.sql("insert into call_attempt (id, attempt) values (?, ?)")
			.params(attemptId, this.json.writeValueAsString(next.attemptAt(Instant.now())))
			.update();
		next.recipients()
			.forEach((recipient) -> this.jdbc
				.sql("update campaign_call set state = 'DIALLING', attempt_id = ? where id = ?")
				.param(attemptId)
				.param(recipient.correlationId())
				.update());
		return Optional.of(next);
	}

	/**
	 * Marks calls as planned again that were certainly not placed.
	 */
	@Transactional
	void giveBack(OutboundCallRequest request) {
		request.recipients()
			.forEach((recipient) -> this.jdbc
				.sql("update campaign_call set state = 'PLANNED', attempt_id = null where id = ?")
				.param(recipient.correlationId())
				.update());
	}

	/**
	 * Calls that somebody began to place and did not write down the end of.
	 */
	List<CallAttempt> interrupted() {
		return attempts("DIALLING");
	}

	/**
	 * Calls whose end is not known.
	 */
	List<CallAttempt> underWay() {
		return attempts("ACCEPTED");
	}

	private List<CallAttempt> attempts(String state) {
		return this.jdbc.sql("""
				select attempt from call_attempt
				where id in (select attempt_id from campaign_call where campaign = ? and state = ?)
				""")
			.params(this.campaign.name(), state)
			.query(String.class)
			.list()
			.stream()
			.map((attempt) -> this.json.readValue(attempt, CallAttempt.class))
			.toList();
	}

	/**
	 * Writes down what became of calls that were being dialled.
	 */
	@Transactional
	void recordDialled(CallResolution resolution) {
		resolution.calls()
			.forEach((call) -> this.jdbc.sql("update campaign_call set state = ? where id = ? and state = 'DIALLING'")
				.param(stateOf(call))
				.param(call.call().correlationId())
				.update());
	}

	private static String stateOf(ResolvedCall call) {
		return switch (call.verdict()) {
			case ACCEPTED, PLACED -> "ACCEPTED";
			case REFUSED, NOT_SEEN, UNDECIDED -> call.verdict().name();
		};
	}

	/**
	 * Writes down the ends of calls, for those that are over.
	 */
	@Transactional
	void recordEnds(CallResolution resolution) {
		for (ResolvedCall call : resolution.calls()) {
			Conversation conversation = call.conversation();
			if (conversation != null && CallFollower.isOver(conversation)) {
				this.jdbc.sql("""
						update campaign_call set state = 'ENDED', outcome = ?, seconds = ?
						where id = ? and state = 'ACCEPTED'
						""")
					.param(String.valueOf(conversation.status()))
					.param((conversation.duration() != null) ? conversation.duration().toSeconds() : null)
					.param(call.call().correlationId())
					.update();
			}
		}
	}

}
