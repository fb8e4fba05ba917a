package ai.eigi.simulator.test;

import java.time.Duration;

import ai.eigi.client.EigiOperations;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatorRoute;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webclient.test.autoconfigure.WebClientTest;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static ai.eigi.simulator.assertj.EigiSimulatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EigiClientTest}, and for slices of Boot with
 * {@link AutoConfigureEigiSimulator}.
 */
class EigiClientSliceTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Nested
	@EigiClientTest(components = Reminders.class, properties = "some.property=some value")
	class OwnSlice {

		@Test
		void shouldTestComponentInThreeLines(@Autowired Reminders reminders, EigiSimulator simulator) {
			simulator.replyWith("We open at nine.");
			String answer = reminders.ask("When do you open?").reduce(String::concat).block(LIMIT);
			assertThat(answer).isEqualTo("We open at nine.");
		}

		@Test
		void shouldRepeatWithoutWaiting(@Autowired Reminders reminders, EigiSimulator simulator) {
			simulator.failNext(SimulatorRoute.CHAT, Fault.status(429).withRetryAfter(0), 2);
			reminders.ask("When do you open?").blockLast(LIMIT);
			assertThat(simulator).receivedRequests(SimulatorRoute.CHAT, 3).hasNoPendingFaults();
		}

		@Test
		void shouldLoadNothingElse(@Autowired ApplicationContext context, @Autowired Environment environment) {
			assertThat(context.getBeanProvider(Reminders.class).getIfAvailable()).isNotNull();
			assertThat(context.getBeanProvider(WebClient.Builder.class).getIfAvailable()).isNotNull();
			assertThat(context.getBeanProvider(ChatController.class).getIfAvailable()).isNull();
			assertThat(context.getBeanProvider(WebFluxAutoConfiguration.class).getIfAvailable()).isNull();
			assertThat(environment.getProperty("some.property")).isEqualTo("some value");
		}

	}

	@Nested
	@WebFluxTest(ChatController.class)
	@AutoConfigureEigiSimulator
	class WebFluxSlice {

		@Test
		void shouldStreamFromTheSimulator(@Autowired WebTestClient web, EigiSimulator simulator) {
			simulator.replyWith("Hello from the simulator");
			web.get()
				.uri("/chat")
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.isEqualTo("Hello from the simulator");
			assertThat(simulator).receivedRequests(SimulatorRoute.CHAT, 1);
		}

	}

	@Nested
	@WebClientTest
	@AutoConfigureEigiSimulator
	class WebClientSlice {

		@Test
		void shouldHaveClient(@Autowired EigiOperations operations, EigiSimulator simulator) {
			operations.firstMessage(simulator.agents().get(0).id()).block(LIMIT);
			assertThat(simulator).receivedRequests(SimulatorRoute.FIRST_MESSAGE, 1);
		}

	}

}
