package ai.eigi.client.contract;

import java.time.Duration;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long the server asks to wait, and that nothing is sent before.
 */
class RetryAfterTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@CsvSource(textBlock = """
			42                             |       | PT42S
			0                              |       | PT0S
			1.5                            |       | PT1.5S
			Wed, 03 Dec 2025 14:00:42 GMT  |       | PT42S
			Wed, 03 Dec 2025 13:00:00 GMT  |       | PT0S
			7                              | 2500  | PT2.5S
			                               | 2500  | PT2.5S
			soon                           |       |
			""", delimiter = '|')
	void askedWaitIsTold(String retryAfter, String retryAfterMillis, Duration expected) {
		ResponseDefinitionBuilder answer = aResponse().withStatus(429)
			.withHeader("Date", "Wed, 03 Dec 2025 14:00:00 GMT");
		if (retryAfter != null) {
			answer.withHeader("Retry-After", retryAfter);
		}
		if (retryAfterMillis != null) {
			answer.withHeader("Retry-After-Ms", retryAfterMillis);
		}
		server.answers(answer);
		EigiRateLimitedException failure = Failures.of(EigiRateLimitedException.class,
				Sample.DIAL.send(server.operations()));
		assertThat(failure.retryAfter()).isEqualTo(expected);
		assertThat(failure.status()).isEqualTo(429);
	}

	@Test
	void requestIsNotRepeatedBeforeTheAskedSecondsArePast() {
		assertThat(pauseAfter(aResponse().withStatus(429).withHeader("Retry-After", "1")))
			.isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
	}

	@Test
	void dateIsCountedFromTheAnswersOwnDate() {
		assertThat(pauseAfter(aResponse().withStatus(503)
			.withHeader("Date", "Wed, 03 Dec 2025 14:00:00 GMT")
			.withHeader("Retry-After", "Wed, 03 Dec 2025 14:00:01 GMT")))
			.isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
	}

	@Test
	void millisecondsAreKeptToo() {
		assertThat(pauseAfter(aResponse().withStatus(429).withHeader("Retry-After-Ms", "150")))
			.isBetween(Duration.ofMillis(145), Duration.ofSeconds(5));
	}

	@Test
	void backoffIsKeptWhereTheServerAsksForLess() {
		assertThat(pauseAfter(aResponse().withStatus(429).withHeader("Retry-After", "0")))
			.isBetween(Duration.ofMillis(9), Duration.ofSeconds(5));
	}

	/**
	 * Pause between the first request, which is refused, and the second.
	 */
	private static Duration pauseAfter(ResponseDefinitionBuilder refusal) {
		server.wireMock()
			.stubFor(any(anyUrl()).inScenario("wait")
				.whenScenarioStateIs(Scenario.STARTED)
				.willReturn(refusal)
				.willSetStateTo("over"));
		server.wireMock()
			.stubFor(any(anyUrl()).inScenario("wait")
				.whenScenarioStateIs("over")
				.willReturn(EigiServer.json(200, "{\"conversation_id\":\"c-1\"}")));
		Conversation conversation = server.operations().getConversation("c-1").block();
		assertThat(conversation.id()).isEqualTo("c-1");
		assertThat(server.requests()).hasSize(2);
		LoggedRequest first = server.requests().get(0);
		LoggedRequest second = server.requests().get(1);
		return Duration.between(first.getLoggedDate().toInstant(), second.getLoggedDate().toInstant());
	}

	@ParameterizedTest
	@EnumSource(Sample.class)
	void longerWaitThanAllowedFailsAtOnceWithTheAskedWait(Sample sample) {
		server.answers(aResponse().withStatus(429).withHeader("Retry-After", "61"));
		EigiApiException failure = Failures.of(EigiRateLimitedException.class, sample.send(server.operations()));
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(61));
		assertThat(failure.getMessage()).contains("61 s");
		assertThat(server.requestCount()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(names = { "READ", "LIST", "CHAT", "STREAM", "FIRST_MESSAGE" })
	void longerOutageThanAllowedFailsAtOnceWithTheAskedWait(Sample sample) {
		server.answers(aResponse().withStatus(503).withHeader("Retry-After", "2"));
		EigiServerException failure = Failures
			.of(EigiServerException.class, sample.send(server.operations((builder) -> builder.retry(
					(retry) -> retry.withMaxRetryAfter(Duration.ofSeconds(1)).withRepeatWritesWhenUnavailable(true)))));
		assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(2));
		assertThat(server.requestCount()).isEqualTo(1);
	}

}
