package ai.eigi.boot.autoconfigure.health;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.boot.autoconfigure.EigiAutoConfiguration;
import ai.eigi.boot.autoconfigure.EigiClientBuilderCustomizer;
import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EigiHealthAutoConfiguration} and
 * {@link EigiActuatorAutoConfiguration}.
 */
class EigiHealthAutoConfigurationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String KEY = "vk_key-of-the-health-tests";

	private volatile RawServer.Handler answer = (exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}");

	private final RawServer server = RawServer.start((exchange) -> this.answer.handle(exchange));

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class, EigiHealthAutoConfiguration.class,
				EigiActuatorAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withPropertyValues("eigi.api-key=" + KEY, "eigi.base-url=" + this.server.url(), "eigi.retry.enabled=false",
				"eigi.health.active.timeout=20s", "management.endpoints.web.exposure.include=*");

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void nothingIsKnownAndNothingIsSentAtFirst() {
		this.contextRunner.run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(this.server.requests()).isEmpty();
		});
	}

	@Test
	void healthFollowsOperationsAndSendsNothing() {
		this.contextRunner.run((context) -> {
			read(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			this.answer = (exchange) -> exchange.json(503, "{}");
			read(context);
			read(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			read(context);
			Health down = health(context);
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails()).containsEntry("lastFailure", "SERVER")
				.containsEntry("consecutiveFailures", 3);
			this.answer = (exchange) -> exchange.json(404, "{}");
			read(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			this.answer = (exchange) -> exchange.json(401, "{}");
			read(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).toString()).doesNotContain(KEY);
			assertThat(this.server.requests()).hasSize(6);
		});
	}

	@Test
	void coolDownIsShownAndIsNoFailure() {
		this.contextRunner.run((context) -> {
			read(context);
			this.answer = (exchange) -> exchange.json(429, "{}", "retry-after: 120");
			read(context);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsKey("coolDown").containsEntry("availablePermits", 0);
		});
	}

	@Test
	void thresholdCanBeSet() {
		this.contextRunner.withPropertyValues("eigi.health.failure-threshold=1").run((context) -> {
			this.answer = (exchange) -> exchange.close();
			read(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
		});
		this.contextRunner.withPropertyValues("eigi.health.failure-threshold=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(EigiConfigurationException.class)
				.hasMessageContaining("eigi.health.failure-threshold"));
	}

	@ParameterizedTest
	@CsvSource({ "eigi.health.active.cache,0s", "eigi.health.active.cache,-1s", "eigi.health.active.timeout,0s",
			"eigi.health.active.timeout,-1s" })
	void timesMustBePositive(String property, String value) {
		this.contextRunner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo(property)));
	}

	@Test
	void supplierThatFailsIsSeen() {
		this.contextRunner
			.withBean(EigiApiKeySupplier.class,
					() -> (request) -> Mono.error(new IllegalStateException("the vault is sealed")))
			.run((context) -> {
				read(context);
				read(context);
				assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
				EigiHealth checked = context.getBean(EigiHealthCheck.class).check("default").block(PATIENCE);
				assertThat(checked.state()).isEqualTo(EigiHealth.State.DOWN);
				assertThat(checked.checkedAt()).as("nothing was sent").isNull();
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
				assertThat(health(context).getDetails()).containsEntry("lastFailure", "KEY_UNAVAILABLE")
					.containsEntry("consecutiveFailures", 3);
				assertThat(this.server.requests()).isEmpty();
			});
	}

	@Test
	void clientOfTheApplicationIsFollowedIfItRecordsOutcomes() {
		this.contextRunner.withBean("eigiClient", EigiClient.class, () -> own().recordOutcomes().build())
			.run((context) -> {
				read(context);
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				this.answer = (exchange) -> exchange.json(401, "{}");
				read(context);
				assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			});
	}

	@Test
	void ofAClientOfTheApplicationThatRecordsNothingChecksAreKnown() {
		this.contextRunner.withBean("eigiClient", EigiClient.class, () -> own().build()).run((context) -> {
			read(context);
			assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
			context.getBean(EigiHealthCheck.class).check("default").block(PATIENCE);
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
		});
	}

	private EigiClient.Builder own() {
		return EigiClient.builder().apiKey(KEY).baseUrl(this.server.url());
	}

	@Test
	void clientThatNobodyUsesIsNotBroughtToLife() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class, EigiHealthAutoConfiguration.class))
			.withUserConfiguration(OwnOperationsConfiguration.class)
			.run((context) -> {
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(health.getDetails()).isEqualTo(Map.of("used", false));
				assertThat(context.getBean(EigiHealthCheck.class).check().collectList().block(PATIENCE)).singleElement()
					.satisfies((known) -> assertThat(known.state()).isEqualTo(EigiHealth.State.UNKNOWN));
			});
	}

	@Test
	void thereIsNoHealthWithoutAClient() {
		this.contextRunner
			.withUserConfiguration(OwnOperationsConfiguration.class, OwnManagementOperationsConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(EigiHealthCheck.class)
				.doesNotHaveBean(ReactiveHealthContributor.class)
				.doesNotHaveBean(EigiEndpoint.class)
				.doesNotHaveBean(InfoContributor.class));
		this.contextRunner.withPropertyValues("eigi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EigiHealthCheck.class));
	}

	@Test
	void indicatorCanBeSwitchedOff() {
		this.contextRunner.withPropertyValues("management.health.eigi.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(ReactiveHealthContributor.class);
			assertOutcomesAreKnown(context);
			assertThat(context.getBean(EigiEndpoint.class).accounts()).asString().contains("state=DOWN");
		});
	}

	@Test
	void checkWorksWithoutActuator() {
		this.contextRunner
			.withClassLoader(
					new FilteredClassLoader(ReactiveHealthContributor.class, InfoContributor.class, Endpoint.class))
			.run((context) -> {
				assertThat(context).hasNotFailed()
					.doesNotHaveBean("eigiHealthContributor")
					.doesNotHaveBean("eigiEndpoint");
				assertThat(context.getBean(EigiHealthCheck.class).check().blockLast(PATIENCE).state())
					.isEqualTo(EigiHealth.State.UP);
				assertThat(this.server.requests()).hasSize(1);
				assertOutcomesAreKnown(context);
			});
	}

	private void assertOutcomesAreKnown(ApplicationContext context) {
		this.answer = (exchange) -> exchange.json(401, "{}");
		read(context);
		assertThat(context.getBean(EigiHealthCheck.class).current("default").state()).isEqualTo(EigiHealth.State.DOWN);
	}

	@Test
	void severalAccountsAreAComposite() {
		this.contextRunner.withPropertyValues("eigi.accounts.support.api-key=vk_support").run((context) -> {
			CompositeReactiveHealthContributor composite = context.getBean(CompositeReactiveHealthContributor.class);
			assertThat(composite.stream().map((entry) -> entry.name())).containsExactlyInAnyOrder("default", "support");
			this.answer = (exchange) -> exchange.json(401, "{}");
			context.getBean("supportEigiClient", EigiClient.class).check(PATIENCE).block(PATIENCE);
			assertThat(health((ReactiveHealthIndicator) composite.getContributor("support")).getStatus())
				.isEqualTo(Status.DOWN);
			assertThat(health((ReactiveHealthIndicator) composite.getContributor("default")).getStatus())
				.isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void activeIndicatorAsksOnceForAWhile() {
		this.contextRunner.withPropertyValues("eigi.health.active.enabled=true").run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsKey("checkedAt");
			assertThat(this.server.requests()).singleElement()
				.satisfies((request) -> assertThat(request.target()).isEqualTo("/v1/public/providers"));
		});
	}

	@Test
	void checksAtTheSameTimeAreOne() throws Exception {
		CountDownLatch released = new CountDownLatch(1);
		this.answer = (exchange) -> {
			released.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			exchange.json(200, "{}");
		};
		this.contextRunner.run((context) -> {
			EigiHealthCheck check = context.getBean(EigiHealthCheck.class);
			Mono<EigiHealth> both = Mono.zip(check.check("default"), check.check("default")).map((two) -> {
				assertThat(two.getT1()).isEqualTo(two.getT2());
				return two.getT1();
			});
			Mono<EigiHealth> started = both.cache();
			started.subscribe();
			check.check("default").subscribe().dispose();
			this.server.awaitExchange();
			released.countDown();
			assertThat(started.block(PATIENCE).state()).isEqualTo(EigiHealth.State.UP);
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	static List<Throwable> faults() {
		return List.of(new IllegalStateException("a filter's fault"), new AssertionError("a filter's fault"),
				new OutOfMemoryError("a filter's fault"));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void faultOfAFilterConcernsOneCheck(Throwable fault) {
		AtomicBoolean failing = new AtomicBoolean(true);
		this.contextRunner.withPropertyValues("eigi.health.active.enabled=true")
			.withBean(EigiClientBuilderCustomizer.class,
					() -> (builder) -> builder.webClient((webClient) -> webClient.filter(
							(request, next) -> failing.getAndSet(false) ? Mono.error(fault) : next.exchange(request))))
			.run((context) -> {
				Mono<EigiHealth> check = context.getBean(EigiHealthCheck.class).check("default");
				AtomicReference<Throwable> error = new AtomicReference<>();
				EigiHealth first = check.onErrorResume((ex) -> {
					error.set(ex);
					return Mono.empty();
				}).block(PATIENCE);
				if (fault instanceof VirtualMachineError) {
					assertThat(error).hasValue(fault);
				}
				else {
					assertThat(error).hasNullValue();
					assertThat(first.state()).isEqualTo(EigiHealth.State.UNKNOWN);
				}
				assertThat(this.server.requests()).isEmpty();
				assertThat(health(context).getStatus()).isEqualTo(Status.UP);
				assertThat(this.server.requests()).hasSize(1);
			});
	}

	@Test
	void informationHasTheAccounts() {
		this.contextRunner.run((context) -> {
			Info.Builder builder = new Info.Builder();
			context.getBean(EigiInfoContributor.class).contribute(builder);
			assertThat(builder.build().getDetails().get("eigi")).asString().contains("accounts=[default]");
		});
		this.contextRunner.withPropertyValues("management.info.eigi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EigiInfoContributor.class));
	}

	@Test
	void endpointIsThereWhereItIsExposed() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(EigiEndpoint.class).accounts()).asString().contains("state=UNKNOWN");
			assertThat(context.getBean(EigiEndpoint.class).check().block(PATIENCE)).asString().contains("state=UP");
		});
		this.contextRunner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(EigiEndpoint.class));
	}

	private static Health health(ApplicationContext context) {
		return health(context.getBean(ReactiveHealthIndicator.class));
	}

	private static Health health(ReactiveHealthIndicator indicator) {
		return indicator.health().block(PATIENCE);
	}

	private static void read(ApplicationContext context) {
		context.getBean(EigiOperations.class)
			.getConversation("c-1")
			.onErrorComplete(EigiException.class)
			.block(PATIENCE);
	}

	private static <T> T unused(Class<T> type) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				throw new UnsupportedOperationException();
			}));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnOperationsConfiguration {

		@Bean
		EigiOperations ownOperations() {
			return unused(EigiOperations.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnManagementOperationsConfiguration {

		@Bean
		EigiManagementOperations ownManagementOperations() {
			return unused(EigiManagementOperations.class);
		}

	}

}
