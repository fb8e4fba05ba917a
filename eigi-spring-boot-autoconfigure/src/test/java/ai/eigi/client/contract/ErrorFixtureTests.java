package ai.eigi.client.contract;

import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiInvalidRequestException.FieldError;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documented error bodies, and others that a gateway or a framework may send.
 */
class ErrorFixtureTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@CsvSource(textBlock = """
			error-400-chat-no-llm                  | CHAT          | 400 | InvalidRequest
			error-400-chat-no-llm                  | STREAM        | 400 | InvalidRequest
			error-400-outbound-agent-id-missing    | DIAL          | 400 | InvalidRequest
			error-400-outbound-no-numbers          | DIAL          | 400 | InvalidRequest
			error-400-outbound-params-missing      | DIAL          | 400 | InvalidRequest
			error-400-session-not-chat             | READ          | 400 | InvalidRequest
			error-401-invalid-api-key              | READ          | 401 | Authentication
			error-401-invalid-api-key              | LIST          | 401 | Authentication
			error-401-invalid-api-key              | CHAT          | 401 | Authentication
			error-401-invalid-api-key              | STREAM        | 401 | Authentication
			error-401-invalid-api-key              | FIRST_MESSAGE | 401 | Authentication
			error-401-invalid-api-key              | DIAL          | 401 | Authentication
			observed-error-401-invalid-api-key     | READ          | 401 | Authentication
			error-403-chat-agent                   | CHAT          | 403 | AccessDenied
			error-403-chat-agent                   | FIRST_MESSAGE | 403 | AccessDenied
			error-403-conversation                 | READ          | 403 | AccessDenied
			error-403-outbound-agent               | DIAL          | 403 | AccessDenied
			error-403-outbound-quota               | DIAL          | 403 | AccessDenied
			error-403-session                      | READ          | 403 | AccessDenied
			error-404-agent                        | STREAM        | 404 | NotFound
			error-404-agent                        | FIRST_MESSAGE | 404 | NotFound
			error-404-conversation                 | READ          | 404 | NotFound
			error-404-outbound-agent               | DIAL          | 404 | NotFound
			error-404-outbound-user                | DIAL          | 404 | NotFound
			error-404-session                      | READ          | 404 | NotFound
			error-500                              | READ          | 500 | Server
			error-500                              | DIAL          | 500 | OutcomeUnknown
			error-generic                          | CHAT          | 500 | OutcomeUnknown
			observed-error-500-short               | LIST          | 500 | Server
			observed-error-500-short               | STREAM        | 500 | OutcomeUnknown
			observed-error-500-short               | FIRST_MESSAGE | 500 | OutcomeUnknown
			inferred-error-404-route               | LIST          | 404 | NotFound
			inferred-error-429                     | DIAL          | 429 | RateLimited
			inferred-error-429                     | CHAT          | 429 | RateLimited
			inferred-error-429                     | READ          | 429 | RateLimited
			legacy-error-outbound-400-agent-config | DIAL          | 400 | InvalidRequest
			legacy-error-outbound-400-params       | DIAL          | 400 | InvalidRequest
			legacy-error-outbound-403-agent        | DIAL          | 403 | AccessDenied
			legacy-error-outbound-403-quota        | DIAL          | 403 | AccessDenied
			legacy-error-outbound-404-agent        | DIAL          | 404 | NotFound
			legacy-error-outbound-404-user         | DIAL          | 404 | NotFound
			""", delimiter = '|')
	void documentedErrorBecomesItsException(String fixture, Sample sample, int status, String exception) {
		server.answers(EigiServer.json(status, Fixture.read(fixture)).withHeader("X-Request-ID", "req-1"));
		EigiException failure = Failures.of(sample.send(server.operations()));
		assertThat(failure.getClass().getSimpleName()).isEqualTo("Eigi" + exception + "Exception");
		assertThat(failure.getMessage()).contains(String.valueOf(status)).contains(Fixture.detail(fixture));
		if (failure instanceof EigiOutcomeUnknownException unknown) {
			assertThat(unknown.status()).isEqualTo(status);
			assertThat(unknown.detail()).isEqualTo(Fixture.detail(fixture));
		}
		else {
			EigiApiException answered = (EigiApiException) failure;
			assertThat(answered.status()).isEqualTo(status);
			assertThat(answered.detail()).isEqualTo(Fixture.detail(fixture));
			assertThat(answered.headers()).containsEntry("x-request-id", "req-1").doesNotContainKey("content-type");
			assertThat(answered.retryAfter()).isNull();
		}
	}

	@Test
	void validationErrorNamesItsFieldAndDropsTheInput() {
		String body = Fixture.read("inferred-error-422-list").replace("\"...\"", "\"" + Sample.MESSAGE + "\"");
		EigiInvalidRequestException failure = invalid(EigiServer.json(422, body), Sample.CHAT);
		assertThat(failure.status()).isEqualTo(422);
		assertThat(failure.fieldErrors())
			.containsExactly(new FieldError("message", "String should have at most 4000 characters"));
		assertThat(failure.detail()).contains("message").contains("String should have at most 4000 characters");
		assertThat(failure.getMessage()).contains("String should have at most 4000 characters");
	}

	@Test
	void validationErrorOfAnOlderFrameworkIsReadAlike() {
		EigiInvalidRequestException failure = invalid(
				EigiServer.json(422, Fixture.read("inferred-error-422-list-older")), Sample.LIST);
		assertThat(failure.fieldErrors())
			.containsExactly(new FieldError("page_size", "ensure this value is less than or equal to 100"));
	}

	@Test
	void validationErrorOfANestedFieldIsDotted() {
		EigiInvalidRequestException failure = invalid(EigiServer.json(422, """
				{"detail":[{"loc":["body","params",0,"mobile_number"],"msg":"field required","input":"+14155550123"},
				 {"loc":null,"msg":"odd"},{"loc":["body"]},null,7]}"""), Sample.DIAL);
		assertThat(failure.fieldErrors()).first().isEqualTo(new FieldError("params.0.mobile_number", "field required"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{}", "[]", "null", "\"text\"", "{\"detail\":null}", "{\"detail\":[]}",
			"{\"detail\":{}}", "{\"detail\":[null,1,[]]}", "{\"detail\"", "<html><h1>Bad</h1></html>" })
	void errorWithoutADetailKeepsItsType(String body) {
		for (Sample sample : Sample.values()) {
			EigiInvalidRequestException failure = invalid(EigiServer.json(400, body), sample);
			assertThat(failure.status()).isEqualTo(400);
			assertThat(failure.detail()).isNull();
			assertThat(failure.fieldErrors()).isEmpty();
			assertThat(failure.getMessage()).doesNotContain("null").doesNotContain("<html>");
		}
	}

	@Test
	void detailOfAnObjectIsRead() {
		EigiInvalidRequestException failure = invalid(
				EigiServer.json(400, "{\"detail\":{\"message\":\"No such voice\",\"input\":\"secret\"}}"), Sample.READ);
		assertThat(failure.detail()).isEqualTo("No such voice");
	}

	@ParameterizedTest
	@ValueSource(strings = { "READ", "CHAT", "STREAM", "DIAL" })
	void pageOfAProxyIsNoDetail(Sample sample) {
		server.answers(aResponse().withStatus(403)
			.withHeader("Content-Type", "text/html")
			.withBody("<html>" + "Blocked ".repeat(20_000) + "</html>"));
		EigiApiException failure = Failures.of(EigiApiException.class, sample.send(server.operations()));
		assertThat(failure.status()).isEqualTo(403);
		assertThat(failure.detail()).isNull();
		assertThat(failure.getMessage()).doesNotContain("Blocked");
	}

	@ParameterizedTest
	@ValueSource(strings = { "READ", "CHAT", "STREAM", "DIAL" })
	void detailIsReadThoughTheContentTypeIsMissing(Sample sample) {
		EigiInvalidRequestException failure = invalid(
				aResponse().withStatus(400).withBody("{\"detail\":\"Session is not a chat session\"}"), sample);
		assertThat(failure.detail()).isEqualTo("Session is not a chat session");
	}

	@Test
	void longDetailIsBounded() {
		String detail = "word ".repeat(5_000);
		EigiInvalidRequestException failure = invalid(EigiServer.json(400, "{\"detail\":\"" + detail + "\"}"),
				Sample.READ);
		assertThat(failure.detail()).startsWith("word word").hasSizeLessThan(2_000);
	}

	private static EigiInvalidRequestException invalid(ResponseDefinitionBuilder answer, Sample sample) {
		server.answers(answer);
		return Failures.of(EigiInvalidRequestException.class, sample.send(server.operations()));
	}

}
