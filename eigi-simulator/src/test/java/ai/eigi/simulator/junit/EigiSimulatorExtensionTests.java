package ai.eigi.simulator.junit;

import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.error.EigiException;
import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorClock;
import ai.eigi.simulator.SimulatorRoute;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import static ai.eigi.simulator.assertj.EigiSimulatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EigiSimulatorExtension}.
 */
class EigiSimulatorExtensionTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Nested
	@ExtendWith(EigiSimulatorExtension.class)
	class Declared {

		private static EigiSimulator former;

		private final EigiSimulator ofConstructor;

		Declared(EigiSimulator simulator) {
			this.ofConstructor = simulator;
		}

		@BeforeEach
		void beGivenTheSame(EigiSimulator simulator) {
			assertThat(simulator).isSameAs(this.ofConstructor);
		}

		@AfterEach
		void remember(EigiSimulator simulator) {
			assertThat(simulator).isSameAs(this.ofConstructor);
			former = simulator;
		}

		@Test
		void shouldTalk(EigiSimulator simulator, EigiOperations operations) {
			talk(simulator, operations);
		}

		@Test
		void shouldTalkToAnother(EigiSimulator simulator, EigiClient client, EigiManagementOperations management) {
			talk(simulator, client.operations());
			assertThat(management.getAgent(SimulatedAgent.SUPPORT.id()).block(LIMIT).name()).isEqualTo("Support Agent");
		}

		private void talk(EigiSimulator simulator, EigiOperations operations) {
			assertThat(simulator).isNotSameAs(former).receivedRequests(SimulatorRoute.CHAT, 0);
			simulator.replyWith("Hello!");
			assertThat(operations.chat(ChatRequest.of(SimulatedAgent.SUPPORT.id(), "Hello")).block(LIMIT).response())
				.isEqualTo("Hello!");
			if (former != null) {
				assertThatExceptionOfType(Exception.class).isThrownBy(() -> connectTo(former));
			}
		}

		private static void connectTo(EigiSimulator simulator) throws Exception {
			new Socket("127.0.0.1", simulator.port()).close();
		}

	}

	@Test
	void shouldCloseBothAfterAnInterruptedTest() {
		Set<Thread> before = threads();
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		try {
			LauncherFactory.create()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(DiscoverySelectors.selectClass(Interrupted.class))
					.build(), listener);
		}
		finally {
			Thread.interrupted();
		}
		assertThat(listener.getSummary().getTestsSucceededCount()).isEqualTo(1);
		assertThat(listener.getSummary().getTotalFailureCount()).isZero();
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket("127.0.0.1", Interrupted.port).close());
		Awaitility.await().atMost(LIMIT.multipliedBy(3)).untilAsserted(() -> assertThat(before).containsAll(threads()));
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("eigi"))
			.collect(Collectors.toSet());
	}

	@ExtendWith(EigiSimulatorExtension.class)
	static class Interrupted {

		private static int port;

		@Test
		void shouldTalk(EigiSimulator simulator, EigiOperations operations) {
			port = simulator.port();
			operations.chat(ChatRequest.of(SimulatedAgent.SUPPORT.id(), "Hello")).block(LIMIT);
			Thread.currentThread().interrupt();
		}

	}

	@Nested
	class Registered {

		@RegisterExtension
		static final EigiSimulatorExtension EIGI = EigiSimulatorExtension.create()
			.withSimulator((simulator) -> simulator.clock(SimulatorClock.manual(Instant.parse("2026-03-02T10:00:00Z"))))
			.withClient((client) -> client.baseUrl("https://eigi.invalid").retry((retry) -> retry.withMaxAttempts(1)));

		@BeforeAll
		@AfterAll
		static void shouldHaveNothingOutsideOfTests() {
			assertThatIllegalStateException().isThrownBy(EIGI::simulator).withMessageContaining("No test runs");
		}

		@Test
		void shouldTellOtherThreads() {
			assertThat(CompletableFuture.supplyAsync(EIGI::simulator).join()).isSameAs(EIGI.simulator());
		}

		@Test
		void shouldChangeSimulatorAndClient() {
			EIGI.simulator().failNext(SimulatorRoute.GET_AGENT, Fault.status(500), 2);
			assertThatExceptionOfType(EigiException.class)
				.isThrownBy(() -> EIGI.management().getAgent(SimulatedAgent.SUPPORT.id()).block(LIMIT));
			assertThat(EIGI.simulator()).receivedRequests(SimulatorRoute.GET_AGENT, 1);
			assertThat(EIGI.simulator().pendingFaults()).containsExactly(Map.entry(SimulatorRoute.GET_AGENT, 1));
		}

		@Test
		void shouldLetCallsEndWithoutWaiting() {
			String id = EIGI.simulator()
				.receiveCall(SimulatedAgent.SUPPORT.id(), "+14155550123", CallOutcome.answered());
			EIGI.simulator().clock().advance(Duration.ofHours(1));
			assertThat(EIGI.operations().awaitConversation(id).block(LIMIT).status())
				.isEqualTo(ConversationStatus.COMPLETED);
		}

	}

}
