package ai.eigi.client.contract;

import java.time.Duration;

import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiTransportException;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every management operation makes of every status, documented or not, and how often
 * it reaches the server: reads are repeated, creating, changing and deleting never once
 * they were sent.
 */
@Tag("same-on-any-jdk")
class ManagementStatusTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@CsvSource(textBlock = """
			# status | read           | sent | write          | sent
			302      | Api            | 1    | Api            | 1
			400      | InvalidRequest | 1    | InvalidRequest | 1
			401      | Authentication | 1    | Authentication | 1
			403      | AccessDenied   | 1    | AccessDenied   | 1
			404      | NotFound       | 1    | NotFound       | 1
			408      | Api            | 3    | OutcomeUnknown | 1
			409      | Api            | 1    | Api            | 1
			422      | InvalidRequest | 1    | InvalidRequest | 1
			429      | RateLimited    | 3    | RateLimited    | 3
			500      | Server         | 3    | OutcomeUnknown | 1
			502      | Server         | 3    | OutcomeUnknown | 1
			503      | Server         | 3    | OutcomeUnknown | 1
			504      | Server         | 3    | OutcomeUnknown | 1
			""", delimiter = '|')
	void statusIsRepeatedAndReportedByTheTable(int status, String read, int readCount, String write, int writeCount) {
		for (ManagementSample sample : ManagementSample.values()) {
			server.wireMock().resetAll();
			server.answers(EigiServer.json(status, "{\"detail\":\"as it is\"}"));
			EigiException failure = Failures.of(sample.send(server.management()));
			assertThat(failure.getClass().getSimpleName()).as(sample.name())
				.isEqualTo("Eigi" + (sample.onlyReads() ? read : write) + "Exception");
			assertThat(server.requestCount()).as("requests of " + sample)
				.isEqualTo(sample.onlyReads() ? readCount : writeCount);
			assertThat(failure.getMessage()).as(sample.name()).contains("as it is");
			Integer reported = (failure instanceof EigiApiException api) ? api.status()
					: ((EigiOutcomeUnknownException) failure).status();
			assertThat(reported).as(sample.name()).isEqualTo(status);
		}
	}

	@ParameterizedTest
	@EnumSource(ManagementSample.class)
	void refusalWithAWaitIsRepeatedForReadsAlone(ManagementSample sample) {
		server.answers(aResponse().withStatus(503).withHeader("Retry-After", "0"));
		Failures.of(EigiServerException.class, sample.send(server.management()));
		assertThat(server.requestCount()).isEqualTo(sample.onlyReads() ? 3 : 1);
	}

	@ParameterizedTest
	@EnumSource(ManagementSample.class)
	void brokenConnectionIsRepeatedForReadsAlone(ManagementSample sample) {
		server.answers(aResponse().withFault(Fault.EMPTY_RESPONSE));
		assertThat(Failures.of(sample.send(server.management())))
			.isInstanceOf(sample.onlyReads() ? EigiTransportException.class : EigiOutcomeUnknownException.class);
		assertThat(server.requestCount()).isEqualTo(sample.onlyReads() ? 3 : 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "null", "It works!", "{\"agents\":" })
	void successThatCannotBeReadIsUnknownForWritesAndNeverRepeated(String body) {
		for (ManagementSample sample : ManagementSample.values()) {
			server.wireMock().resetAll();
			server.answersJson(body);
			assertThat(Failures.of(sample.send(server.management())))
				.isInstanceOf(sample.onlyReads() ? EigiDecodingException.class : EigiOutcomeUnknownException.class);
			assertThat(server.requestCount()).as("requests of " + sample).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource(ManagementSample.class)
	void successThatCallsItselfAnErrorIsNone(ManagementSample sample) {
		server.answersJson("{\"status\":\"error\",\"message\":\"out of order\",\"data\":null}");
		assertThat(Failures.of(sample.send(server.management())))
			.isInstanceOf(sample.onlyReads() ? EigiDecodingException.class : EigiOutcomeUnknownException.class);
	}

	@Test
	void agentMayHaveAStatusOfItsOwn() {
		server.answersJson("{\"id\":\"a-1\",\"status\":\"error\"}");
		assertThat(server.management().getAgent("a-1").block(PATIENCE).id()).isEqualTo("a-1");
	}

	@ParameterizedTest
	@EnumSource(ManagementSample.class)
	void nothingIsSentBeforeSubscriptionAndEachIsARequestOfItsOwn(ManagementSample sample) {
		server.answersFixture(sample.fixture());
		EigiManagementOperations management = server.management();
		Publisher<?> publisher = sample.send(management);
		assertThat(server.requestCount()).isZero();
		assertThat(Flux.from(publisher).blockLast(PATIENCE)).isNotNull();
		assertThat(Flux.from(publisher).blockLast(PATIENCE)).isNotNull();
		assertThat(server.requestCount()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403, 409 })
	void promptInUseIsNotDeletedWhicheverStatusSaysSo(int status) {
		server.answers(EigiServer.json(status, "{\"detail\":\"Prompt is in use by agent Support\"}"));
		EigiApiException failure = Failures.of(EigiApiException.class, server.management().deletePrompt("greeter"));
		assertThat(failure.status()).isEqualTo(status);
		assertThat(failure.detail()).isEqualTo("Prompt is in use by agent Support");
		assertThat(server.requestCount()).isEqualTo(1);
		assertThat(failure).isInstanceOf(switch (status) {
			case 400 -> EigiInvalidRequestException.class;
			case 403 -> EigiAccessDeniedException.class;
			default -> EigiApiException.class;
		});
		if (status != 400) {
			assertThat(failure).hasMessageContaining("still in use");
		}
	}

}
