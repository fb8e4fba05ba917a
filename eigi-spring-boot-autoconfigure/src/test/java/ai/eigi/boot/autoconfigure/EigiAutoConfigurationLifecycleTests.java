package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.testsupport.RawServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is left when a context is closed, and what two contexts share: nothing.
 */
class EigiAutoConfigurationLifecycleTests {

	private final Set<Thread> threadsBefore = threads();

	private RawServer server = EigiContexts.conversationServer();

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void startingStartsNoThread() {
		contextRunner().run((context) -> assertThat(newThreads()).isEmpty());
	}

	@Test
	void closingStopsEveryThread() {
		contextRunner().run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(newThreads()).isNotEmpty();
		});
		Awaitility.await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
	}

	@Test
	void threadsDoNotKeepTheProgramAlive() {
		contextRunner().run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(newThreads()).isNotEmpty().allMatch(Thread::isDaemon);
		});
	}

	@Test
	void failedStartOfTheClientLeavesNoThread() {
		contextRunner().withBean(EigiClientBuilderCustomizer.class, () -> (builder) -> builder.httpClient((client) -> {
			throw new IllegalStateException("as the test wants it");
		})).run((context) -> assertThat(context).hasFailed());
		Awaitility.await().atMost(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(newThreads()).isEmpty());
	}

	@Test
	void failedStartOfTheApplicationLeavesNoThread() {
		contextRunner().withUserConfiguration(FailingConfiguration.class)
			.run((context) -> assertThat(context).hasFailed());
		Awaitility.await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
	}

	@Test
	void closingStopsEveryThreadWhileAStreamIsOpen() {
		serve((exchange) -> {
			exchange.streamHead().chunk("Hel");
			exchange.stall();
		});
		contextRunner().run((context) -> StepVerifier
			.create(context.getBean(EigiOperations.class).streamChat(ChatRequest.of("agent-1", "Hi")))
			.expectNext("Hel")
			.then(context::close)
			.expectError()
			.verify(EigiContexts.PATIENCE));
		Awaitility.await().untilAsserted(() -> assertThat(newThreads()).isEmpty());
	}

	@Test
	void closingLeavesNothingInTheStaticCacheOfReactorNetty() {
		int before = cachedResolvers().size();
		contextRunner().run(EigiContexts::readConversation);
		assertThat(cachedResolvers()).hasSize(before);
	}

	@Test
	void closingClosesIdleConnections() {
		AtomicReference<RawServer.Exchange> exchange = new AtomicReference<>();
		serve((current) -> {
			exchange.set(current);
			current.json(200, "{\"conversation_id\":\"c-1\"}");
			current.stall();
		});
		contextRunner().run(EigiContexts::readConversation);
		assertThat(exchange.get()).satisfies((closed) -> assertThat(closed.wasClosedByClient()).isTrue());
	}

	@Test
	void closingEndsAnOpenStreamWithAnErrorAndClosesItsConnection() throws Exception {
		serve((exchange) -> {
			exchange.streamHead().chunk("Hel");
			exchange.stall();
		});
		contextRunner().run((context) -> StepVerifier
			.create(context.getBean(EigiOperations.class).streamChat(ChatRequest.of("agent-1", "Hi")))
			.expectNext("Hel")
			.then(context::close)
			.expectError(EigiStreamInterruptedException.class)
			.verify(EigiContexts.PATIENCE));
		assertThat(this.server.awaitExchange().wasClosedByClient()).isTrue();
	}

	@Test
	void closingEndsARequestUnderWayWithAnError() {
		serve(RawServer.Exchange::stall);
		contextRunner().run((context) -> {
			Mono<?> request = context.getBean(EigiOperations.class).getConversation("c-1");
			StepVerifier.create(request)
				.then(() -> Awaitility.await().until(() -> this.server.requests().size() == 1))
				.then(context::close)
				.expectError(EigiException.class)
				.verify(EigiContexts.PATIENCE);
		});
	}

	@Test
	void closingEndsTheWaitForAPermitWithoutSending() {
		contextRunner().withPropertyValues("eigi.rate-limit.requests-per-minute=1", "eigi.rate-limit.max-wait=5m")
			.run((context) -> {
				EigiContexts.readConversation(context);
				StepVerifier.create(context.getBean(EigiOperations.class).getConversation("c-2"))
					.then(context::close)
					.expectErrorSatisfies((ex) -> assertNotSent(ex))
					.verify(EigiContexts.PATIENCE);
				assertThat(this.server.requests()).hasSize(1);
			});
	}

	@Test
	void operationsAfterClosingEndWithAnErrorAndSendNothing() {
		contextRunner().run((context) -> {
			EigiOperations operations = context.getBean(EigiOperations.class);
			EigiContexts.readConversation(context);
			context.close();
			assertEndsUnsent(operations.getConversation("c-1"));
			assertEndsUnsent(operations.chat(ChatRequest.of("agent-1", "Hi")));
			assertEndsUnsent(operations.streamChat(ChatRequest.of("agent-1", "Hi")));
			assertEndsUnsent(operations.startCalls(OutboundCallRequest.of("agent-1", "+14155550123")));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void operationsAfterClosingUnusedEndWithAnError() {
		contextRunner().run((context) -> {
			EigiOperations operations = context.getBean(EigiOperations.class);
			context.close();
			assertEndsUnsent(operations.getConversation("c-1"));
			assertThat(this.server.connections()).isZero();
		});
		assertThat(newThreads()).isEmpty();
	}

	@Test
	void twoContextsHaveConnectionsAndThreadsOfTheirOwn() {
		contextRunner().run((first) -> contextRunner().run((second) -> {
			EigiContexts.readConversation(first);
			EigiContexts.readConversation(second);
			assertThat(this.server.connections()).isEqualTo(2);
			first.close();
			Awaitility.await().until(() -> this.server.closedConnections() == 1);
			EigiContexts.readConversation(second);
			assertThat(this.server.closedConnections()).isEqualTo(1);
			assertThat(this.server.requests()).hasSize(3);
		}));
	}

	@Test
	void twoContextsHaveLimitsOfTheirOwn() {
		ApplicationContextRunner limited = contextRunner().withPropertyValues("eigi.rate-limit.requests-per-minute=1",
				"eigi.rate-limit.max-wait=0");
		limited.run((first) -> limited.run((second) -> {
			EigiContexts.readConversation(first);
			assertThatExceptionOfType(EigiPermitTimeoutException.class)
				.isThrownBy(() -> EigiContexts.readConversation(first));
			assertThat(EigiContexts.readConversation(second).id()).isEqualTo("c-1");
		}));
	}

	@Test
	void coolDownOfOneContextDoesNotHoldUpTheOther() {
		try (RawServer busy = EigiContexts.serverAnswering(429, "retry-after: 50")) {
			EigiContexts.runner(busy)
				.withPropertyValues("eigi.retry.enabled=false", "eigi.rate-limit.max-wait=0")
				.run((first) -> contextRunner().withPropertyValues("eigi.rate-limit.max-wait=0").run((second) -> {
					assertThatExceptionOfType(EigiException.class)
						.isThrownBy(() -> EigiContexts.readConversation(first));
					assertThatExceptionOfType(EigiPermitTimeoutException.class)
						.isThrownBy(() -> EigiContexts.readConversation(first));
					assertThat(EigiContexts.readConversation(second).id()).isEqualTo("c-1");
				}));
		}
	}

	private static Map<?, ?> cachedResolvers() {
		Class<?> type = ClassUtils.resolveClassName("reactor.netty.transport.ClientTransportConfig", null);
		Map<?, ?> cache = (Map<?, ?>) ReflectionTestUtils.getField(type, "RESOLVERS_CACHE");
		return Map.copyOf(Objects.requireNonNull(cache));
	}

	private ApplicationContextRunner contextRunner() {
		return EigiContexts.runner(this.server);
	}

	private void serve(RawServer.Handler handler) {
		this.server.close();
		this.server = RawServer.start(handler);
	}

	private static void assertEndsUnsent(Publisher<?> publisher) {
		assertThatExceptionOfType(EigiTransportException.class)
			.isThrownBy(() -> Mono.from(publisher).block(EigiContexts.PATIENCE))
			.satisfies(EigiAutoConfigurationLifecycleTests::assertNotSent)
			.withMessageContaining("closed");
	}

	private static void assertNotSent(Throwable ex) {
		assertThat(ex).isInstanceOfSatisfying(EigiTransportException.class,
				(failure) -> assertThat(failure.requestSent()).isFalse());
	}

	private Set<Thread> newThreads() {
		Set<Thread> threads = threads();
		threads.removeAll(this.threadsBefore);
		return threads;
	}

	private static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("eigi") && thread.isAlive())
			.collect(Collectors.toSet());
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingConfiguration {

		@Bean
		Object failing(EigiOperations operations) {
			operations.getConversation("c-1").block(EigiContexts.PATIENCE);
			throw new IllegalStateException("as the test wants it");
		}

	}

}
