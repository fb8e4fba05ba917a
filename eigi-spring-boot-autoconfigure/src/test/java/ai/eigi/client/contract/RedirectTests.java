package ai.eigi.client.contract;

import ai.eigi.client.error.EigiApiException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redirects are never followed: key and body stay with their host.
 */
class RedirectTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@RegisterExtension
	static final EigiServer foreign = new EigiServer();

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void redirectToAForeignHostIsNotFollowed(int status) {
		foreign.answersJson("{\"response\":\"stolen\",\"session_id\":\"s\"}");
		for (Sample sample : Sample.values()) {
			server.wireMock().resetAll();
			server.answers(
					aResponse().withStatus(status).withHeader("Location", foreign.baseUrl() + "/login?key=a-token"));
			EigiApiException failure = Failures.of(EigiApiException.class, sample.send(server.operations()));
			assertThat(failure).as(sample.name()).isExactlyInstanceOf(EigiApiException.class);
			assertThat(failure.status()).isEqualTo(status);
			assertThat(failure.getMessage()).contains(String.valueOf(status)).doesNotContain("a-token");
			assertThat(failure.headers().toString()).doesNotContain("a-token");
			assertThat(server.requestCount()).as("requests of " + sample).isEqualTo(1);
		}
		assertThat(foreign.requestCount()).as("requests that reached the foreign host").isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void redirectWithinTheHostIsNotFollowedEither(int status) {
		for (Sample sample : Sample.values()) {
			server.wireMock().resetAll();
			server.answers(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));
			Failures.of(EigiApiException.class, sample.send(server.operations()));
			assertThat(server.requestCount()).as("requests of " + sample).isEqualTo(1);
		}
	}

}
