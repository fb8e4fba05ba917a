package ai.eigi.client.contract;

import java.util.Map;

import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiInvalidRequestException;
import com.github.tomakehurst.wiremock.http.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a failure leaves in the log of an application that changed no log level.
 */
@ExtendWith(OutputCaptureExtension.class)
class LogTests {

	@RegisterExtension
	static final EigiServer server = new EigiServer();

	@ParameterizedTest
	@EnumSource(Fault.class)
	void brokenConnectionLogsNothingSecret(Fault fault, CapturedOutput output) {
		server.answers(aResponse().withFault(fault));
		for (Sample sample : Sample.values()) {
			Failures.of(sample.send(server.operations()));
		}
		assertHoldsNothingSecret(output);
	}

	@Test
	void answeredFailureLogsNothingSecret(CapturedOutput output) {
		for (Sample sample : Sample.values()) {
			server.answers(EigiServer.json(500, Fixture.JSON.writeValueAsString(Map.of("detail", sample.echo()))));
			Failures.of(sample.send(server.operations()));
		}
		assertHoldsNothingSecret(output);
	}

	@Test
	void metadataThatCannotBeWrittenIsNotLogged(CapturedOutput output) {
		Failures.of(EigiInvalidRequestException.class, server.operations()
			.chat(ChatRequest.of("agent-1", "Hello").withMetadata(Map.of(Sample.NUMBER, new Unwritable()))));
		assertHoldsNothingSecret(output);
	}

	private static void assertHoldsNothingSecret(CapturedOutput output) {
		assertThat(output.toString()).doesNotContain(EigiServer.API_KEY)
			.doesNotContain("4155550123")
			.doesNotContain(Sample.MESSAGE)
			.doesNotContain("purple");
	}

	static class Unwritable {

		public String getNote() {
			throw new IllegalStateException(Sample.MESSAGE);
		}

	}

}
