package ai.eigi.client.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import ai.eigi.client.catalog.MobileNumber;
import ai.eigi.client.catalog.MobileNumbers;
import ai.eigi.client.catalog.Providers;
import ai.eigi.client.catalog.Voice;
import ai.eigi.client.catalog.VoiceGender;
import ai.eigi.client.catalog.VoiceQuery;
import ai.eigi.client.conversation.TelephonyProvider;
import ai.eigi.client.paging.Page;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Providers, voices and numbers against the documented JSON: what is sent, and what is
 * read.
 */
class CatalogContractTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@Test
	void getProvidersReadsEveryKind() {
		server.answersFixture("composed-providers-list");
		Providers providers = server.management().getProviders().block();
		assertThat(providers.llm()).containsExactly(Map.entry("OPENAI", List.of("gpt-4o", "gpt-4o-mini")),
				Map.entry("ANTHROPIC", List.of("claude-sonnet-4-20250514")));
		assertThat(providers.tts()).containsExactly(Map.entry("CARTESIA", List.of("sonic-2")),
				Map.entry("SARVAM", List.of("bulbul:v2", "bulbul:v3")));
		assertThat(providers.stt()).containsExactly(Map.entry("DEEPGRAM", List.of("nova-2")));
		assertThat(providers.models("sts")).isEmpty();
		assertThat(providers.timestamp()).isEqualTo(Instant.parse("2025-12-05T10:00:00Z"));
		assertThat(Fixture.JSON.<JsonNode>valueToTree(providers.raw()))
			.isEqualTo(Fixture.tree("composed-providers-list"));
		assertGot("/v1/public/providers");
	}

	@Test
	void modelsAreReadInWhateverShape() {
		server.answersJson(
				"""
						{"llm":{"A":"one","B":{"two":{"x":1},"three":{}},"C":[{"name":"four"},{"model_name":"five"},{},6],"D":null,
						 "E":[],"F":7},"sts":{"OPENAI":["gpt-realtime"]},"tts":[],"stt":null}""");
		Providers providers = server.management().getProviders().block();
		assertThat(providers.llm()).isEqualTo(Map.of("A", List.of("one"), "B", List.of("two", "three"), "C",
				List.of("four", "five"), "D", List.of(), "E", List.of(), "F", List.of()));
		assertThat(providers.models("sts")).isEqualTo(Map.of("OPENAI", List.of("gpt-realtime")));
		assertThat(providers.tts()).isEmpty();
		assertThat(providers.stt()).isEmpty();
	}

	@Test
	void listVoicesReadsTheEnvelopeAndEveryItem() {
		server.answersFixture("composed-voices-list");
		Page<Voice> page = server.management().listVoices(VoiceQuery.of("CARTESIA")).block();
		assertThat(page.total()).isEqualTo(1);
		assertThat(page.size()).isEqualTo(20);
		assertThat(page.hasNext()).isFalse();
		assertThat(page.items()).containsExactly(new Voice("a0e99841-438c-4a64-b679-ae501e7d6091", "Example voice",
				"CARTESIA", VoiceGender.FEMALE, "en", "https://example.com/preview.mp3"));
		assertGot("/v1/public/voices?provider=CARTESIA&page=1&page_size=20");
	}

	@Test
	void idOfAVoiceGoesByItsNameInTheCommandLineClientToo() {
		server.answersJson("{\"voices\":[{\"voice_id\":\"v-1\",\"gender\":\"ROBOT\"}]}");
		Page<Voice> page = server.management().listVoices(VoiceQuery.of("HUME")).block();
		assertThat(page.items()).containsExactly(new Voice("v-1", null, null, VoiceGender.of("ROBOT"), null, null));
	}

	@Test
	void listVoicesSendsEveryFilterEncoded() {
		server.answersFixture("composed-voices-list");
		server.management()
			.listVoices(VoiceQuery.builder("SARVAM")
				.language("hi")
				.gender(VoiceGender.MALE)
				.search("Anna & Bob")
				.clonedOnly(true)
				.model("bulbul:v3")
				.page(4)
				.pageSize(100)
				.build())
			.block();
		assertGot("/v1/public/voices?provider=SARVAM&page=4&page_size=100&language=hi&gender=MALE"
				+ "&search=Anna%20%26%20Bob&show_cloned_only=true&model=bulbul%3Av3");
	}

	@Test
	void getMobileNumbersReadsThem() {
		server.answersFixture("composed-mobile-numbers");
		assertThat(server.management().getMobileNumbers().block()).isEqualTo(new MobileNumbers(
				"68ea1dc3a8f78b1cbdfed6f5", List.of(new MobileNumber("+14155550123", TelephonyProvider.PLIVO, null),
						new MobileNumber("+14155550124", TelephonyProvider.TWILIO, null))));
		assertGot("/v1/public/mobile-numbers");
	}

	@Test
	void getMobileNumbersReadsPlainTexts() {
		server.answersFixture("composed-mobile-numbers-strings");
		assertThat(server.management().getMobileNumbers().block().numbers())
			.containsExactly(new MobileNumber("+14155550123", null, null));
	}

	@Test
	void getMobileNumbersReadsTheNamesOfTheCommandLineClientInOrder() {
		server.answersJson("""
				{"purchased_mobile_numbers":["+14155550125",{"phone_number":"+14155550124","status":"active"},null,7,
				 {"mobile_number":"+14155550123","telephony_provider":"NEW"}]}""");
		assertThat(server.management().getMobileNumbers().block().numbers()).containsExactly(
				new MobileNumber("+14155550125", null, null), new MobileNumber("+14155550124", null, "active"),
				new MobileNumber("+14155550123", TelephonyProvider.of("NEW"), null));
	}

	@Test
	void accountWithoutNumbersHasNone() {
		server.answersJson("{\"user_id\":\"u-1\",\"purchased_mobile_numbers\":null}");
		assertThat(server.management().getMobileNumbers().block()).isEqualTo(new MobileNumbers("u-1", List.of()));
	}

	private static void assertGot(String url) {
		LoggedRequest request = server.onlyRequest();
		assertThat(request.getMethod()).isEqualTo(RequestMethod.GET);
		assertThat(request.getUrl()).isEqualTo(url);
		assertThat(request.getHeaders().getHeader("X-API-Key").values()).containsExactly(EigiServer.API_KEY);
	}

}
