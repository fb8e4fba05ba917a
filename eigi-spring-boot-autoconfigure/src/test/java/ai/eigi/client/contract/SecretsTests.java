package ai.eigi.client.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import ai.eigi.client.call.CallRecipient;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * No exception holds the key, a number or a text of the user, though the server repeats
 * them. Every other test of this package that catches an exception looks for them too.
 */
class SecretsTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@ValueSource(ints = { 302, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503 })
	void detailThatRepeatsWhatWasSentIsMasked(int status) throws IOException {
		for (Sample sample : Sample.values()) {
			server.answers(EigiServer.json(status, Fixture.JSON.writeValueAsString(Map.of("detail", sample.echo()))));
			EigiException failure = Failures.of(sample.send(server.operations()));
			assertThat(detail(failure)).as(sample.name()).startsWith("Invalid API key ***");
			assertThat(serialized(failure)).doesNotContain(EigiServer.API_KEY)
				.doesNotContain("4155550123")
				.doesNotContain(Sample.MESSAGE);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "+14155550123", "14155550123", "+1 415 555 0123", "+1-415-555-0123", "+1 (415) 555-0123",
			"(415) 555-0123", "415.555.0123", "tel:+14155550123", "to_14155550123", "to:14155550123@sip.example" })
	void numberIsMaskedHoweverItIsWritten(String written) {
		server.answers(EigiServer.json(400, "{\"detail\":\"Cannot call %s now\"}".formatted(written)));
		EigiException failure = Failures.of(Sample.DIAL.send(server.operations()));
		assertThat(detail(failure)).contains("Cannot call").doesNotContain("0123");
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void messageOfAValidationErrorIsMaskedAndItsInputDropped(Sample sample) {
		String echo = sample.echo();
		Map<String, Object> error = Map.of("loc", List.of("body", "message"), "msg", echo, "input", Sample.MESSAGE,
				"type", Sample.NUMBER, "ctx", Map.of("given", Sample.MESSAGE));
		server.answers(EigiServer.json(422, Fixture.JSON.writeValueAsString(Map.of("detail", List.of(error)))));
		EigiInvalidRequestException failure = Failures.of(EigiInvalidRequestException.class,
				sample.send(server.operations()));
		assertThat(failure.fieldErrors()).singleElement()
			.satisfies((field) -> assertThat(field.message()).startsWith("Invalid API key ***"));
	}

	@Test
	void placeOfAValidationErrorIsMasked() {
		Map<String, Object> error = Map.of("loc", List.of("body", "metadata", Sample.NUMBER), "msg", "bad key");
		server.answers(EigiServer.json(422, Fixture.JSON.writeValueAsString(Map.of("detail", List.of(error)))));
		Failures.of(server.operations()
			.chat(ChatRequest.of("agent-1", Sample.MESSAGE).withMetadata(Map.of(Sample.NUMBER, "x"))));
	}

	private static Publisher<?> dialWithMessage() {
		return server.operations()
			.startCalls(OutboundCallRequest.builder("agent-1")
				.to(CallRecipient.of(Sample.NUMBER).withMetadata(Map.of("note", Sample.MESSAGE)))
				.build());
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void headersThatRepeatTheKeyAreMasked(Sample sample) {
		server.answers(aResponse().withStatus(302)
			.withHeader("Location", "/login/" + EigiServer.API_KEY + "?key=" + EigiServer.API_KEY)
			.withHeader("X-Request-Id", "req-" + EigiServer.API_KEY));
		Failures.of(EigiApiException.class, sample.send(server.operations()));
	}

	@Test
	void metadataOfACallIsMasked() {
		server.answers(EigiServer.json(400, "{\"detail\":\"Not a valid value: " + Sample.MESSAGE + "\"}"));
		Failures.of(dialWithMessage());
	}

	@Test
	void metadataOfAChatIsMasked() {
		server.answers(EigiServer.json(400, "{\"detail\":\"Not a valid value: " + Sample.MESSAGE + "\"}"));
		Failures.of(server.operations()
			.chat(ChatRequest.of("agent-1", "Hello").withMetadata(Map.of("deep", Map.of("note", Sample.MESSAGE)))));
	}

	@Test
	void messageWithLineEndsIsMasked() {
		String message = "first secret line\n\tsecond secret line";
		server.answers(EigiServer.json(500, Fixture.JSON.writeValueAsString(Map.of("detail", "Failed on " + message))));
		EigiException failure = Failures.of(server.operations().chat(ChatRequest.of("agent-1", message)));
		Failures.assertKeepsSecrets(failure, "secret line");
	}

	@Test
	void keyOfSomebodyElseIsMaskedToo() {
		server.answers(EigiServer.json(401, "{\"detail\":\"Key vk_AbC-123_xyz is inactive\"}"));
		EigiException failure = Failures.of(Sample.READ.send(server.operations()));
		assertThat(detail(failure)).isEqualTo("Key *** is inactive");
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void queryOfTheAddressAppearsNowhere(Sample sample) {
		server.answers(aResponse().withStatus(400));
		EigiException failure = Failures.of(sample.send(server.operations()));
		Failures.assertKeepsSecrets(failure, "page_size", "search=");
	}

	private static String detail(EigiException failure) {
		return (failure instanceof EigiOutcomeUnknownException unknown) ? unknown.detail()
				: ((EigiApiException) failure).detail();
	}

	private static String serialized(EigiException failure) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
			stream.writeObject(failure);
		}
		return bytes.toString(StandardCharsets.ISO_8859_1);
	}

}
