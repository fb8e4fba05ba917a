package ai.eigi.sample;

import java.time.Duration;
import java.util.Map;

import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleApplication}: which service it talks to. A simulator stands in
 * for the real one.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	private static final String KEY = "vk_notarealkey";

	private static final String LISTED = "+14155550123";

	// it would list conversations too
	private static final String NO_SWEEP = "--eigi.webhook.sweep.enabled=false";

	@Test
	void withoutKeyTheSimulatorIsUsed(CapturedOutput output) {
		try (ConfigurableApplicationContext context = SampleApplication.application(null)
			.run("--server.port=0", NO_SWEEP)) {
			EigiSimulator simulator = context.getBean(EigiSimulator.class);
			assertThat(output).contains("SIMULATOR: talking to the embedded server at " + simulator.baseUrl())
				.doesNotContain("REAL SERVICE");
			assertThat(list(context)).contains("\"items\"");
			assertThat(simulator.requests(SimulatorRoute.LIST_CONVERSATIONS)).hasSize(1);
			assertThat(context.getEnvironment().getProperty("server.address")).isEqualTo("127.0.0.1");
		}
	}

	@Test
	void blankKeyIsNone() {
		assertThat(SampleApplication.application(" ").getAdditionalProfiles()).containsExactly("simulator");
		assertThat(SampleApplication.application(KEY).getAdditionalProfiles()).isEmpty();
	}

	@Test
	void withKeyTheRealServiceIsUsed(CapturedOutput output) {
		try (EigiSimulator real = EigiSimulator.builder().apiKey(KEY).onlyApiKey().start();
				ConfigurableApplicationContext context = runReal(real)) {
			assertThat(context.getBeanProvider(EigiSimulator.class)).isEmpty();
			assertThat(output).contains("REAL SERVICE: talking to " + real.baseUrl())
				.contains("1 number(s)")
				.doesNotContain("SIMULATOR")
				.doesNotContain(KEY);
			client(context).get()
				.uri("/api/setup")
				.exchange()
				.expectBody()
				.jsonPath("$.simulated")
				.isEqualTo(false)
				.jsonPath("$.agents")
				.isEmpty();
			assertThat(list(context)).contains("\"items\"");
			assertThat(real.requests(SimulatorRoute.LIST_CONVERSATIONS)).hasSize(1);
		}
	}

	@Test
	void realServiceCallsListedNumbersOnly() {
		try (EigiSimulator real = EigiSimulator.builder().apiKey(KEY).onlyApiKey().start();
				ConfigurableApplicationContext context = runReal(real)) {
			assertThat(call(context, "+14155550199")).contains("eigi.calls.allowed-numbers");
			assertThat(real.rings()).isEmpty();
			assertThat(call(context, LISTED)).contains("ACCEPTED").contains("COMPLETED");
			assertThat(real.rings()).containsOnly(Map.entry(LISTED, 1));
		}
	}

	private static ConfigurableApplicationContext runReal(EigiSimulator real) {
		real.onCalls(CallOutcome.answered().withRinging(Duration.ofMillis(100)).withDuration(Duration.ofMillis(100)));
		return SampleApplication.application(KEY)
			.run("--server.port=0", "--eigi.api-key=" + KEY, "--eigi.base-url=" + real.baseUrl(),
					"--eigi.calls.allowed-numbers=" + LISTED, NO_SWEEP);
	}

	private static WebTestClient client(ConfigurableApplicationContext context) {
		String port = context.getEnvironment().getProperty("local.server.port");
		return WebTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
	}

	private static String list(ConfigurableApplicationContext context) {
		return client(context).get()
			.uri("/api/conversations")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

	private static String call(ConfigurableApplicationContext context, String number) {
		return client(context).post()
			.uri("/api/calls")
			.bodyValue(Map.of("agentId", SimulatedAgent.APPOINTMENTS.id(), "number", number))
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

}
