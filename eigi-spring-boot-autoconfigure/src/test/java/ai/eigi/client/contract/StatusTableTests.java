package ai.eigi.client.contract;

import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiServerException;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of what is sent again, with the number of requests that reached the server.
 */
class StatusTableTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@CsvSource(textBlock = """
			# status | read           | sent | write          | sent | dial           | sent
			400      | InvalidRequest | 1    | InvalidRequest | 1    | InvalidRequest | 1
			401      | Authentication | 1    | Authentication | 1    | Authentication | 1
			403      | AccessDenied   | 1    | AccessDenied   | 1    | AccessDenied   | 1
			404      | NotFound       | 1    | NotFound       | 1    | NotFound       | 1
			405      | Api            | 1    | Api            | 1    | Api            | 1
			408      | Api            | 3    | OutcomeUnknown | 1    | OutcomeUnknown | 1
			409      | Api            | 1    | Api            | 1    | Api            | 1
			413      | Api            | 1    | Api            | 1    | Api            | 1
			422      | InvalidRequest | 1    | InvalidRequest | 1    | InvalidRequest | 1
			429      | RateLimited    | 3    | RateLimited    | 3    | RateLimited    | 1
			500      | Server         | 3    | OutcomeUnknown | 1    | OutcomeUnknown | 1
			501      | Server         | 1    | OutcomeUnknown | 1    | OutcomeUnknown | 1
			502      | Server         | 3    | OutcomeUnknown | 1    | OutcomeUnknown | 1
			503      | Server         | 3    | OutcomeUnknown | 1    | OutcomeUnknown | 1
			504      | Server         | 3    | OutcomeUnknown | 1    | OutcomeUnknown | 1
			""", delimiter = '|')
	void statusIsRepeatedAndReportedByTheTable(int status, String read, int readCount, String write, int writeCount,
			String dial, int dialCount) {
		for (Sample sample : Sample.values()) {
			server.wireMock().resetAll();
			server.answers(EigiServer.json(status, "{\"detail\":\"as it is\"}"));
			EigiException failure = Failures.of(sample.send(server.operations()));
			String expected = sample.onlyReads() ? read : sample.dials() ? dial : write;
			assertThat(failure.getClass().getSimpleName()).as(sample.name()).isEqualTo("Eigi" + expected + "Exception");
			assertThat(server.requestCount()).as("requests of " + sample)
				.isEqualTo(sample.onlyReads() ? readCount : sample.dials() ? dialCount : writeCount);
			Integer reported = (failure instanceof EigiApiException api) ? api.status()
					: ((EigiOutcomeUnknownException) failure).status();
			assertThat(reported).as(sample.name()).isEqualTo(status);
		}
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void pageOfAGatewayIsAFailureOfTheService(Sample sample) {
		server.answers(aResponse().withStatus(502)
			.withHeader("Content-Type", "text/html")
			.withBody("<html>502 Bad Gateway</html>"));
		EigiException failure = Failures.of(sample.send(server.operations()));
		assertThat(failure)
			.isInstanceOf(sample.onlyReads() ? EigiServerException.class : EigiOutcomeUnknownException.class);
		assertThat(failure.getMessage()).doesNotContain("<html>");
		assertThat(server.requestCount()).isEqualTo(sample.onlyReads() ? 3 : 1);
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void emptyAnswerOfAGatewayIsAFailureOfTheService(Sample sample) {
		server.answers(aResponse().withStatus(504));
		EigiException failure = Failures.of(sample.send(server.operations()));
		assertThat(failure)
			.isInstanceOf(sample.onlyReads() ? EigiServerException.class : EigiOutcomeUnknownException.class);
		assertThat(server.requestCount()).isEqualTo(sample.onlyReads() ? 3 : 1);
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void refusalWithAWaitIsRepeatedForReadsAlone(Sample sample) {
		server.answers(refusal());
		EigiException failure = Failures.of(sample.send(server.operations()));
		if (sample.dials()) {
			assertThat(failure).isInstanceOf(EigiOutcomeUnknownException.class);
		}
		else {
			assertThat(failure).isInstanceOf(EigiServerException.class);
			assertThat(((EigiServerException) failure).retryAfter()).isZero();
		}
		assertThat(server.requestCount()).isEqualTo(sample.onlyReads() ? 3 : 1);
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void refusalWithAWaitIsRepeatedForWritesWhereAPropertySaysSo(Sample sample) {
		server.answers(refusal());
		EigiException failure = Failures.of(sample.send(
				server.operations((builder) -> builder.retry((retry) -> retry.withRepeatWritesWhenUnavailable(true)))));
		assertThat(failure)
			.isInstanceOf(sample.dials() ? EigiOutcomeUnknownException.class : EigiServerException.class);
		assertThat(server.requestCount()).isEqualTo(sample.dials() ? 1 : 3);
	}

	@ParameterizedTest
	@EnumSource(names = { "CHAT", "STREAM", "FIRST_MESSAGE", "DIAL" })
	void refusalWithoutAWaitIsUnknownThoughAPropertyRepeatsWrites(Sample sample) {
		server.answers(aResponse().withStatus(503));
		Failures.of(EigiOutcomeUnknownException.class, sample.send(
				server.operations((builder) -> builder.retry((retry) -> retry.withRepeatWritesWhenUnavailable(true)))));
		assertThat(server.requestCount()).isEqualTo(1);
	}

	@Test
	void callsAreDialledAgainAfter429WhereAPropertySaysSo() {
		server.answers(aResponse().withStatus(429));
		Failures.of(Sample.DIAL
			.send(server.operations((builder) -> builder.retry((retry) -> retry.withRedialWhenRateLimited(true)))));
		assertThat(server.requestCount()).isEqualTo(3);
	}

	@Test
	void callsAreNeverDialledAgainAfterAnythingElse() {
		for (int status : new int[] { 408, 500, 502, 503, 504 }) {
			server.wireMock().resetAll();
			server.answers(aResponse().withStatus(status).withHeader("Retry-After", "0"));
			Failures.of(EigiOutcomeUnknownException.class,
					Sample.DIAL.send(server
						.operations((builder) -> builder.retry((retry) -> retry.withRepeatWritesWhenUnavailable(true)
							.withRedialWhenRateLimited(true)
							.withMaxAttempts(10)))));
			assertThat(server.requestCount()).as("calls after " + status).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void nothingIsRepeatedWhereRetryIsOff(Sample sample) {
		server.answers(aResponse().withStatus(429));
		Failures.of(sample.send(server.operations((builder) -> builder.retry((retry) -> retry.withEnabled(false)))));
		assertThat(server.requestCount()).isEqualTo(1);
	}

	private static ResponseDefinitionBuilder refusal() {
		return aResponse().withStatus(503).withHeader("Retry-After", "0");
	}

}
