package ai.eigi.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CatalogRoutes} and {@link SimulatorCatalog}.
 */
class CatalogRoutesTests {

	private static final String VOICES = "/v1/public/voices";

	private static final String NUMBERS = "/v1/public/mobile-numbers";

	private final EigiSimulator simulator = EigiSimulator.builder()
		.clock(SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z")))
		.start();

	private final Caller caller = new Caller(this.simulator);

	@AfterEach
	void close() {
		this.simulator.close();
	}

	@Test
	void shouldTellProviders() {
		JsonNode providers = this.caller.getJson("/v1/public/providers");
		assertThat(Caller.names(providers)).containsExactly("llm", "tts", "stt", "timestamp");
		assertThat(providers.path("llm").path("OPENAI")).isEqualTo(Json.read("[\"gpt-4o\",\"gpt-4o-mini\"]"));
		assertThat(providers.path("timestamp").stringValue()).isEqualTo("2026-03-02T10:00:00.000Z");
		this.simulator.catalog().addModels("sts", "OPENAI", "gpt-realtime");
		assertThat(this.caller.getJson("/v1/public/providers").path("sts").path("OPENAI"))
			.isEqualTo(Json.read("[\"gpt-realtime\"]"));
	}

	@Test
	void shouldPageVoices() {
		JsonNode first = this.caller.getJson(VOICES + "?provider=CARTESIA");
		assertThat(Caller.names(first)).containsExactly("voices", "total_count", "page", "page_size", "has_more");
		assertThat(first.path("voices")).hasSize(20);
		assertThat(Caller.names(first.path("voices").path(0))).containsExactly("id", "name", "provider", "gender",
				"language", "preview_url");
		assertThat(first.path("has_more").booleanValue()).isTrue();
		JsonNode second = this.caller.getJson(VOICES + "?provider=CARTESIA&page=2");
		assertThat(second.path("voices")).hasSize(4);
		assertThat(second.path("has_more").booleanValue()).isFalse();
		assertThat(second.path("total_count").intValue()).isEqualTo(24);
	}

	@Test
	void shouldFilterVoices() {
		assertThat(names("CARTESIA&language=hi&gender=MALE")).containsExactly("Ben", "Dmitri", "Farid");
		assertThat(names("GOOGLE&language=es&search=CHLO")).containsExactly("Chloé");
		assertThat(names("SARVAM&language=en&model=bulbul:v3")).containsExactly("Ben", "Dmitri", "Farid", "Noor");
		assertThat(names("HUME&show_cloned_only=true")).isEmpty();
		this.simulator.catalog().addVoice(Map.of("provider", "HUME", "name", "Mine", "mood", "calm"));
		assertThat(names("HUME&show_cloned_only=true")).containsExactly("Mine");
		this.simulator.reset();
		assertThat(names("HUME&show_cloned_only=true")).isEmpty();
	}

	private List<String> names(String query) {
		return this.caller.getJson(VOICES + "?provider=" + query)
			.path("voices")
			.valueStream()
			.map((voice) -> voice.path("name").stringValue())
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?provider=CARTESIA&gender=LOUD", "?provider=CARTESIA&show_cloned_only=perhaps",
			"?provider=CARTESIA&page_size=101", "?provider=CARTESIA&page=0" })
	void shouldRefuseWrongQueries(String query) {
		assertThat(this.caller.get(VOICES + query).statusCode()).isEqualTo(422);
	}

	@Test
	void shouldRefuseVoicesOfUnknownProvider() {
		assertThat(this.caller.get(VOICES + "?provider=NOBODY").statusCode()).isEqualTo(400);
	}

	@Test
	void shouldTellNumbersOfTheAccount() {
		this.simulator
			.addAgent(SimulatedAgent.of("foreign", "Foreign").withMobileNumbers("+14155550177").ownedBySomebodyElse());
		this.simulator.catalog().addMobileNumber("+14155550104", "TWILIO");
		JsonNode numbers = this.caller.getJson(NUMBERS);
		assertThat(numbers).isEqualTo(Json.read("""
				{"user_id":"68ea1dc3a8f78b1cbdfed6f5","purchased_mobile_numbers":[
				{"mobile_number":"+14155550100","telephony_provider":"PLIVO"},
				{"mobile_number":"+14155550101","telephony_provider":"PLIVO"},
				{"mobile_number":"+14155550104","telephony_provider":"TWILIO"}]}"""));
		this.caller.delete("/v1/public/agents/" + SimulatedAgent.SUPPORT.id());
		assertThat(this.caller.getJson(NUMBERS)).isEqualTo(numbers);
		this.simulator.reset();
		assertThat(this.caller.getJson(NUMBERS).path("purchased_mobile_numbers")).hasSize(2);
	}

}
