package ai.eigi.simulator.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import ai.eigi.boot.autoconfigure.EigiClientBuilderCustomizer;
import ai.eigi.boot.autoconfigure.EigiConnectionDetails;
import ai.eigi.client.EigiApiKey;
import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.EigiTenants;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorRoute;
import ai.eigi.simulator.WebhookDestination;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.transport.ProxyProvider;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

import static ai.eigi.simulator.assertj.EigiSimulatorAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AutoConfigureEigiSimulator} with an application that is configured for
 * the real service, and whose settings would spoil a test.
 */
@SpringBootTest(properties = { "eigi.api-key=vk_real", "eigi.base-url=https://eigi.invalid", "eigi.enabled=false",
		"eigi.simulator.enabled=false", "eigi.simulator.port=1",
		"eigi.simulator.webhook.urls=http://localhost:1/configured" })
@AutoConfigureEigiSimulator
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AutoConfigureEigiSimulatorTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String NUMBER = "+14155550123";

	private static Disposable leftOpen;

	@Autowired
	private EigiSimulator simulator;

	@Autowired
	private Reminders reminders;

	@BeforeAll
	static void takeParameters(EigiSimulator simulator, EigiOperations operations) {
		assertThat(simulator.requests()).isEmpty();
		assertThat(operations).isNotNull();
	}

	@BeforeEach
	void startFresh(EigiSimulator simulator) {
		assertThat(simulator).isSameAs(this.simulator);
		assertThat(simulator.requests()).isEmpty();
		assertThat(simulator.rings()).isEmpty();
		assertThat(simulator.pendingFaults()).isEmpty();
		assertThat(simulator.clock().instant()).isBefore(Instant.now().plusSeconds(1));
		simulator.replyWith("Hello from before each");
	}

	@Test
	@Order(1)
	void shouldLeaveAMess(EigiOperations operations) {
		this.reminders.remind(NUMBER).block(LIMIT);
		assertThat(this.simulator).rangOnce(NUMBER);
		this.simulator.addAgent(SimulatedAgent.of("another", "Another"));
		this.simulator.clock().advance(Duration.ofDays(3));
		this.simulator.webhooks().sendTo(WebhookDestination.post("http://localhost:1/other"));
		this.simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(429).withRetryAfter(120));
		this.simulator.failNext(SimulatorRoute.GET_AGENT, Fault.status(500), 2);
		assertThatExceptionOfType(EigiRateLimitedException.class)
			.isThrownBy(() -> operations.listConversations(ConversationQuery.all()).block(LIMIT));
	}

	@Test
	@Order(2)
	void shouldBeBackAtTheStart(EigiManagementOperations management) {
		assertThat(this.simulator.webhooks().destinations())
			.containsExactly(WebhookDestination.post("http://localhost:1/configured"));
		assertThat(management.getAgent(SimulatedAgent.SUPPORT.id()).block(LIMIT).createdAt())
			.isBeforeOrEqualTo(Instant.now());
	}

	@Test
	@Order(3)
	void shouldLeaveStreamOpen() {
		this.simulator.chunkDelay(Duration.ofMillis(50));
		this.simulator.replyWith("word ".repeat(10_000));
		Flux<String> text = this.reminders.ask("Tell me a story").onErrorComplete();
		leftOpen = text.subscribe();
		Awaitility.await().until(() -> this.simulator.requestCount(SimulatorRoute.CHAT) == 1);
	}

	@Test
	@Order(4)
	void shouldBreakOffFormerStream() {
		assertThat(this.simulator.agents()).hasSize(3);
		Awaitility.await().atMost(LIMIT).until(leftOpen::isDisposed);
		// no cool-down of the first test is waited for either
		assertThat(this.reminders.ask("Hello").reduce(String::concat).block(LIMIT)).isEqualTo("Hello from before each");
		assertThat(this.simulator).receivedRequests(SimulatorRoute.CHAT, 1).hasNoPendingFaults();
	}

	@Test
	@Order(5)
	void shouldProvideClientAsParameters(EigiSimulator simulator, EigiClient client, EigiOperations operations,
			EigiManagementOperations management, @Autowired EigiOperations autowired) {
		assertThat(simulator).isSameAs(this.simulator);
		assertThat(client.operations()).isSameAs(operations).isSameAs(autowired);
		assertThat(client.management()).isSameAs(management);
	}

	@Test
	void shouldHaveItsCallsTakeTheirCourseOnTheClock(EigiOperations operations) {
		String id = this.simulator.receiveCall(SimulatedAgent.SUPPORT.id(), NUMBER, CallOutcome.answered());
		this.simulator.clock().advance(Duration.ofHours(1));
		assertThat(operations.awaitConversation(id).block(LIMIT).status().isFinal()).isTrue();
	}

	@Nested
	class WithinAnotherClass {

		@Autowired
		private EigiSimulator nested;

		@Test
		void shouldShareSimulator(EigiSimulator simulator) {
			assertThat(simulator).isSameAs(this.nested).isSameAs(AutoConfigureEigiSimulatorTests.this.simulator);
		}

	}

	/**
	 * An application that has connection details and customizers of its own, which all
	 * lead elsewhere, and a simulator to its taste.
	 */
	@Nested
	@SpringBootTest(properties = { "eigi.accounts.support.api-key=vk_support",
			"eigi.accounts.support.base-url=https://support.invalid" })
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class InAnotherApplication {

		@Test
		@Order(1)
		void shouldLeaveTenantCoolingDown(@Autowired EigiTenants tenants, EigiSimulator simulator) {
			simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(429).withRetryAfter(120));
			assertThatExceptionOfType(EigiRateLimitedException.class).isThrownBy(
					() -> tenants.operations("customer-1").listConversations(ConversationQuery.all()).block(LIMIT));
		}

		@Test
		@Order(2)
		void shouldEndCoolDownOfTenant(@Autowired EigiTenants tenants, EigiSimulator simulator) {
			tenants.operations("customer-1").listConversations(ConversationQuery.all()).block(LIMIT);
			assertThat(simulator.requests()).singleElement()
				.satisfies((request) -> assertThat(request.header("x-api-key")).isEqualTo("vk_customer-1"));
		}

		@Test
		void shouldWinForEveryAccount(@Autowired @Qualifier("support") EigiOperations support,
				EigiSimulator simulator) {
			support.listConversations(ConversationQuery.all()).block(LIMIT);
			assertThat(simulator).receivedRequests(SimulatorRoute.LIST_CONVERSATIONS, 1);
		}

		@Test
		void shouldWin(EigiOperations operations, EigiSimulator simulator) {
			simulator.addConversation(Map.of());
			assertThat(operations.listConversations(ConversationQuery.all()).block(LIMIT).items()).hasSize(1);
			assertThat(simulator.agents()).extracting(SimulatedAgent::id).containsExactly("one");
			assertThat(simulator.requests()).singleElement()
				.satisfies((request) -> assertThat(request.header("x-api-key")).isEqualTo(simulator.apiKey()));
		}

		@TestConfiguration(proxyBeanMethods = false)
		static class Elsewhere {

			@Bean
			@Primary
			EigiConnectionDetails elsewhere() {
				return () -> "vk_elsewhere";
			}

			@Bean
			EigiSimulator simulator() {
				return EigiSimulator.builder().agents(SimulatedAgent.of("one", "One")).start();
			}

			@Bean
			EigiApiKeySupplier keysOfTenants() {
				return (request) -> Mono.just(EigiApiKey.of("vk_" + request.account()).cached());
			}

			@Bean
			EigiClientBuilderCustomizer elsewhereCustomizer() {
				return (builder) -> builder.baseUrl("https://eigi.invalid")
					.apiKeySupplier((request) -> Mono.just(EigiApiKey.of("vk_of-a-real-vault").cached()))
					.httpClient((client) -> client
						.proxy((proxy) -> proxy.type(ProxyProvider.Proxy.HTTP).host("localhost").port(1)));
			}

		}

	}

}
