package ai.eigi.sample;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiTransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link EigiErrorAdvice}.
 */
class EigiErrorAdviceTests {

	private static final ApiAnswer IN_90_SECONDS = new ApiAnswer(503, "Later", Map.of(), Duration.ofMillis(89_500));

	private final EigiOperations eigi = mock();

	private final WebTestClient client = WebTestClient.bindToController(new ChatController(this.eigi))
		.controllerAdvice(new EigiErrorAdvice())
		.build();

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(new EigiInvalidRequestException("chat", "message", "is wrong"), 400),
				Arguments.of(new EigiNotFoundException("chat", "Why", ApiAnswer.NONE), 404),
				Arguments.of(new EigiAccessDeniedException("chat", "Why", ApiAnswer.NONE), 403),
				Arguments.of(new EigiAuthenticationException("chat", "Why", ApiAnswer.NONE), 502),
				Arguments.of(new EigiRateLimitedException("chat", "Why", ApiAnswer.NONE), 503),
				Arguments.of(new EigiPermitTimeoutException("chat", "Why", Duration.ofSeconds(31)), 503),
				Arguments.of(new EigiOutcomeUnknownException("chat", "Why", ApiAnswer.NONE), 502),
				Arguments.of(new EigiServerException("chat", "Why", ApiAnswer.NONE), 502),
				Arguments.of(new EigiApiException("chat", "Why", ApiAnswer.NONE), 502),
				Arguments.of(new EigiTransportException("chat", "Why", false), 502),
				Arguments.of(new EigiDecodingException("chat", "Why"), 502));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void failureHasItsStatusAndWords(EigiException failure, int status) {
		answerTo(failure).expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.title")
			.isNotEmpty()
			.jsonPath("$.detail")
			.isEqualTo(failure.getMessage());
	}

	@Test
	void waitIsPassedOn() {
		answerTo(new EigiServerException("chat", "Why", IN_90_SECONDS)).expectHeader().valueEquals("Retry-After", "90");
		answerTo(new EigiRateLimitedException("chat", "Why", IN_90_SECONDS)).expectHeader()
			.valueEquals("Retry-After", "90");
		answerTo(new EigiPermitTimeoutException("chat", "Why", Duration.ofSeconds(31))).expectHeader()
			.valueEquals("Retry-After", "31");
	}

	private WebTestClient.ResponseSpec answerTo(EigiException failure) {
		given(this.eigi.openChatStream(any())).willReturn(Mono.error(failure));
		return this.client.post().uri("/api/chat").bodyValue(Map.of("agentId", "agent", "message", "Hi")).exchange();
	}

}
