package ai.eigi.client.contract;

import java.util.stream.Stream;

import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiTransportException;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Success that cannot be read, and no answer at all: a read may be tried again, anything
 * else may have happened.
 */
class UnusableAnswerTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	static Stream<Named<ResponseDefinitionBuilder>> unreadableAnswers() {
		return Stream.of(Named.of("204", aResponse().withStatus(204)), Named.of("empty JSON", EigiServer.json(200, "")),
				Named.of("empty without a content type", aResponse().withStatus(200)),
				Named.of("an array", EigiServer.json(200, "[{\"conversation_id\":\"c-1\"}]")),
				Named.of("a text", EigiServer.json(200, "\"ok\"")), Named.of("a number", EigiServer.json(200, "7")),
				Named.of("null", EigiServer.json(200, "null")),
				Named.of("half an object", EigiServer.json(200, "{\"conversation_id\":")),
				Named.of("no JSON", EigiServer.json(200, "It works!")),
				Named.of("a page", aResponse().withHeader("Content-Type", "text/html").withBody("<html>Log in</html>")),
				Named.of("a page called JSON", EigiServer.json(200, "<html>Log in</html>")),
				Named.of("a picture",
						aResponse().withHeader("Content-Type", "image/png").withBody(new byte[] { 1, 2, 3 })),
				Named.of("a broken content type", aResponse().withHeader("Content-Type", "nonsense").withBody("{")));
	}

	@ParameterizedTest
	@MethodSource("unreadableAnswers")
	void successThatCannotBeReadIsNotRepeated(ResponseDefinitionBuilder answer) {
		for (Sample sample : Sample.values()) {
			if (sample == Sample.STREAM) {
				continue;
			}
			server.wireMock().resetAll();
			server.answers(answer);
			EigiException failure = Failures.of(sample.send(server.operations()));
			assertThat(failure).as(sample.name())
				.isInstanceOf(sample.onlyReads() ? EigiDecodingException.class : EigiOutcomeUnknownException.class);
			assertThat(failure.getMessage()).doesNotContain("Log in").doesNotContain("It works");
			assertThat(server.requestCount()).as("requests of " + sample).isEqualTo(1);
		}
	}

	static Stream<Named<ResponseDefinitionBuilder>> answersThatAreNoStream() {
		return Stream.of(
				Named.of("a page", aResponse().withHeader("Content-Type", "text/html").withBody("<html>Log in</html>")),
				Named.of("JSON", EigiServer.json(200, "{\"response\":\"Hi\",\"session_id\":\"s-1\"}")),
				Named.of("a picture",
						aResponse().withHeader("Content-Type", "image/png").withBody(new byte[] { 1, 2, 3 })));
	}

	@ParameterizedTest
	@MethodSource("answersThatAreNoStream")
	void successThatIsNoTextIsNoStream(ResponseDefinitionBuilder answer) {
		server.answers(answer);
		EigiOutcomeUnknownException failure = Failures.of(EigiOutcomeUnknownException.class,
				Sample.STREAM.send(server.operations()));
		assertThat(failure.getMessage()).doesNotContain("Log in");
		assertThat(server.requestCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(Fault.class)
	void brokenConnectionIsRepeatedForReadsAlone(Fault fault) {
		for (Sample sample : Sample.values()) {
			server.wireMock().resetAll();
			server.answers(aResponse().withFault(fault));
			EigiException failure = Failures.of(sample.send(server.operations()));
			if (sample.onlyReads()) {
				assertThat(failure).as(sample.name()).isInstanceOf(EigiTransportException.class);
				assertThat(((EigiTransportException) failure).requestSent()).isTrue();
			}
			else {
				assertThat(failure).as(sample.name()).isInstanceOf(EigiOutcomeUnknownException.class);
				// some faults break the answer off after its status
				assertThat(((EigiOutcomeUnknownException) failure).status()).isIn(null, 200);
			}
			assertThat(server.requestCount()).as("requests of " + sample).isEqualTo(sample.onlyReads() ? 3 : 1);
		}
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void connectionThatCannotBeMadeLeavesNothingBehind(Sample sample) {
		EigiTransportException failure = Failures.of(EigiTransportException.class,
				sample.send(server.operations((builder) -> builder.baseUrl("http://127.0.0.1:1"))));
		assertThat(failure.requestSent()).isFalse();
		assertThat(failure.getMessage()).contains("eigi.base-url");
	}

}
