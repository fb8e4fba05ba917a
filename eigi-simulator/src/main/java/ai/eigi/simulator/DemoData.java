package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Conversations of the last days, prompts with their versions and telephone numbers, for
 * lists that have something to show. Numbers are fictional.
 */
final class DemoData {

	private static final List<String> NAMES = List.of("Asha", "Ben", "Chloé", "Dmitri", "Elif", "Farid", "Grace");

	private static final List<String> QUESTIONS = List.of("What are your business hours?",
			"Can I move my appointment to Friday?", "Do you deliver to Zürich?", "मेरा ऑर्डर कहाँ है?",
			"I forgot my password 😕");

	private static final List<String> ANSWERS = List.of("We are open from nine to six, Monday to Friday.",
			"Of course. Friday at eleven is free, shall I book it?", "Yes, within three days.",
			"आपका ऑर्डर कल पहुँच जाएगा। 📦", "No problem, I have sent you a link to set a new one.");

	private static final int CHATS = 8;

	private static final int CALLS = 14;

	private final SimulatorState state;

	private final Instant now;

	private DemoData(SimulatorState state) {
		this.state = state;
		this.now = state.now();
	}

	static void addTo(SimulatorState state) {
		DemoData data = new DemoData(state);
		data.addPrompts();
		state.catalog().addMobileNumber("+14155550102", "TWILIO");
		state.catalog().addMobileNumber("+14155550103", "PLIVO");
		List<SimulatedAgent> agents = state.agents().own();
		if (!agents.isEmpty()) {
			data.addChats(agents);
			data.addCalls(agents.stream().filter((agent) -> !agent.mobileNumbers().isEmpty()).toList());
			data.addOddities(agents.get(0));
		}
	}

	private void addPrompts() {
		addPrompt("appointment_reminder", "main", "Remind the caller of the appointment.",
				"Remind {{customer_name}} of the appointment at {{appointment_time}}.",
				"Remind {{customer_name}} of the appointment at {{appointment_time}}. Offer another day if it does "
						+ "not suit.");
		addPrompt("delivery_questions", "main", "Answer questions about deliveries. Keep it short.",
				"Answer questions about deliveries. Keep it short, and ask for the order number first.");
		addPrompt("call_summary", "analysis", "Sum the call up in one sentence and say whether it went well.");
	}

	private void addPrompt(String name, String type, String... versions) {
		for (int i = 0; i < versions.length; i++) {
			this.state.prompts()
				.add(name, versions[i], Prompts.metadata(type), this.now.minus(Duration.ofDays(versions.length - i)));
		}
	}

	private void addChats(List<SimulatedAgent> agents) {
		for (int i = 0; i < CHATS; i++) {
			SimulatedAgent agent = agents.get(i % agents.size());
			Instant start = this.now.minus(Duration.ofMinutes(7 + i * i * 95L));
			ChatConversation chat = new ChatConversation(agent.id(), start);
			chat.say("assistant", agent.greeting(), start);
			chat.say("user", pick(QUESTIONS, i), start.plusSeconds(21));
			chat.say("assistant", pick(ANSWERS, i), start.plusSeconds(23));
			chat.remember(Json.object().put("user_id", "user_" + (100 + i)).put("source", "website"));
			this.state.conversations().add(chat);
		}
	}

	private void addCalls(List<SimulatedAgent> agents) {
		if (agents.isEmpty()) {
			return;
		}
		for (int i = 0; i < CALLS; i++) {
			SimulatedAgent agent = agents.get(i % agents.size());
			String number = "+141555501" + (10 + i);
			String provider = (i % 2 == 0) ? "PLIVO" : "TWILIO";
			CallLine line = (i % 3 == 2) ? CallLine.inbound(number, agent, provider)
					: CallLine.outbound(agent, number, provider);
			CallConversation.Sent sent = new CallConversation.Sent(Json.object().put("customer_name", pick(NAMES, i)),
					MetadataEcho.AT_ONCE, false);
			Instant start = this.now.minus(Duration.ofMinutes(35 + i * 487L));
			this.state.conversations().add(new CallConversation(agent, line, sent, outcome(i), start));
		}
	}

	private static CallOutcome outcome(int i) {
		if (i % 5 == 3) {
			return CallOutcome.unanswered();
		}
		if (i % 7 == 4) {
			return CallOutcome.failed();
		}
		CallOutcome answered = CallOutcome.answered()
			.withDuration(Duration.ofMillis(14_000 + i * 7_500L))
			.withTranscript(TranscriptLine.agent("Hello! This is Emma from eigi.ai. How can I help you today?"),
					TranscriptLine.user(pick(QUESTIONS, i)), TranscriptLine.agent(pick(ANSWERS, i)),
					TranscriptLine.user("Great, thank you!"));
		Map<String, Object> analysis = new LinkedHashMap<>();
		analysis.put("is_good", i % 4 != 1);
		analysis.put("summary", "Question answered in the first call");
		return answered.withAnalysis(Duration.ofMinutes(1), analysis);
	}

	/**
	 * What a client must cope with: channels without documented metadata, nulls, values
	 * and fields that came after it was written.
	 */
	private void addOddities(SimulatedAgent agent) {
		add(fields(agent, "DAILY", "IN_PROGRESS", Duration.ofMinutes(3)));
		Map<String, Object> whatsapp = fields(agent, "WHATSAPP", "COMPLETED", Duration.ofHours(20));
		Instant said = this.now.minus(Duration.ofHours(20));
		whatsapp.put("conversation_transcript",
				List.of(StoredConversation.message("user", "Hola, ¿están abiertos?", said)));
		whatsapp.put("notes", "Re-analysis completed successfully");
		add(whatsapp);
		Map<String, Object> unknown = fields(agent, "HOLOGRAM", "ON_HOLD", Duration.ofHours(31));
		unknown.put("conversation_mood", Map.of("label", "curious", "score", 0.8));
		add(unknown);
	}

	private Map<String, Object> fields(SimulatedAgent agent, String type, String status, Duration age) {
		Instant createdAt = this.now.minus(age);
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("agent_id", agent.id());
		fields.put("conversation_type", type);
		fields.put("conversation_status", status);
		fields.put("created_at", createdAt);
		fields.put("updated_at", createdAt.plusSeconds(40));
		return fields;
	}

	private void add(Map<String, Object> fields) {
		this.state.conversations().add(FixedConversation.of(fields, StoredConversation.OWNER, this.now));
	}

	private static String pick(List<String> list, int i) {
		return list.get(i % list.size());
	}

}
