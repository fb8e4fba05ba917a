package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DemoData}.
 */
class DemoDataTests {

	private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-10T12:00:00Z"));

	private final EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).demoData().start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldFillTheList() {
		JsonNode all = conversations();
		assertThat(all).hasSize(25);
		assertThat(all.valueStream().map((json) -> json.path("conversation_type").stringValue())).contains("CHAT",
				"TELEPHONY", "DAILY", "WHATSAPP", "HOLOGRAM");
		assertThat(all.valueStream().map((json) -> json.path("conversation_status").stringValue()))
			.contains("IN_PROGRESS", "COMPLETED", "DISCONNECTED", "FAILED", "ON_HOLD");
		assertThat(all.valueStream()).anyMatch((json) -> json.path("conversation_transcript").isNull())
			.anyMatch((json) -> json.path("conversation_analysis").isNull())
			.anyMatch((json) -> !json.path("conversation_analysis").isNull())
			.anyMatch((json) -> json.has("conversation_mood"));
	}

	@Test
	void shouldLieInTheLastDays() {
		Instant now = this.clock.instant();
		assertThat(conversations().valueStream().map((json) -> WireTime.parse(json.path("created_at").stringValue())))
			.allMatch((at) -> at.isBefore(now) && at.isAfter(now.minus(Duration.ofDays(7))));
	}

	@Test
	void shouldUseFictionalNumbersOnly() {
		assertThat(conversations().valueStream()
			.map((json) -> json.path("conversation_metadata").path("to_mobile_number").stringValue("+14155550100")))
			.allMatch((number) -> number.startsWith("+141555501") && number.length() == 12);
	}

	@Test
	void shouldHavePromptsWithVersionsAndNumbers() {
		assertThat(prompts()).containsEntry("appointment_reminder", 3)
			.containsEntry("delivery_questions", 2)
			.containsEntry("call_summary", 1)
			.containsEntry("support_agent_internal", 1);
		assertThat(this.caller.getJson("/v1/public/mobile-numbers").path("purchased_mobile_numbers")).hasSize(4);
	}

	@Test
	void shouldComeBackOnReset() {
		Map<String, Integer> before = prompts();
		this.simulator.reset();
		assertThat(conversations()).hasSize(25);
		assertThat(prompts()).isEqualTo(before);
	}

	private Map<String, Integer> prompts() {
		return this.caller.getJson("/v1/public/prompts?page_size=100")
			.path("prompts")
			.valueStream()
			.collect(Collectors.toMap((prompt) -> prompt.path("prompt_name").stringValue(),
					(prompt) -> prompt.path("prompt_version").intValue()));
	}

	@Test
	void shouldDoWithoutAgentsAndNumbers() {
		try (EigiSimulator empty = EigiSimulator.builder().agents().demoData().start()) {
			assertThat(new Caller(empty).getJson("/v1/public/conversations").path("data")).isEmpty();
		}
		try (EigiSimulator chatOnly = EigiSimulator.builder().agents(SimulatedAgent.WEBSITE_GUIDE).demoData().start()) {
			assertThat(new Caller(chatOnly).getJson("/v1/public/conversations")
				.path("pagination")
				.path("total")
				.intValue()).isEqualTo(11);
		}
	}

	private JsonNode conversations() {
		return this.caller.getJson("/v1/public/conversations?page_size=100").path("data");
	}

}
