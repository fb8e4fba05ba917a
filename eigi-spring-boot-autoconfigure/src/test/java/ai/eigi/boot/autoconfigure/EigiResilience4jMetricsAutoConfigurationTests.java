package ai.eigi.boot.autoconfigure;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.testsupport.RawServer;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetricsPublisher;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resilience4j's meters of an application that has Micrometer and no more of Resilience4j
 * than the client brings.
 */
class EigiResilience4jMetricsAutoConfigurationTests {

	private final MeterRegistry meters = new SimpleMeterRegistry();

	private RawServer server = EigiContexts.conversationServer();

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void permitsThatAreLeftAreMeasured() {
		contextRunner().run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(gauge("resilience4j.ratelimiter.available.permissions", "eigi")).isEqualTo(99);
			assertThat(gauge("resilience4j.ratelimiter.waiting_threads", "eigi")).isZero();
		});
	}

	@Test
	void callsThatWereRepeatedAreCounted() {
		this.server.close();
		this.server = EigiContexts.serverAnswering(500);
		contextRunner().withPropertyValues("eigi.retry.initial-backoff=1ms").run((context) -> {
			Mono<?> read = context.getBean(EigiOperations.class).getConversation("c-1");
			read.onErrorComplete().block(EigiContexts.PATIENCE);
			assertThat(calls("eigi", "failed_with_retry")).isOne();
			assertThat(calls("eigi", "successful_without_retry")).isZero();
			assertThat(this.server.requests()).hasSize(3);
		});
	}

	@Test
	void metersOfAClosedClientAreRemoved() {
		contextRunner().run((context) -> assertThat(this.meters.getMeters()).isNotEmpty());
		assertThat(this.meters.getMeters()).isEmpty();
	}

	@Test
	void eachAccountHasMetersOfItsOwn() {
		contextRunner().withPropertyValues("eigi.accounts.support.api-key=" + EigiContexts.KEY).run((context) -> {
			EigiContexts.read(EigiContexts.operations(context, "support"));
			assertThat(gauge("resilience4j.ratelimiter.available.permissions", "eigi-support")).isEqualTo(99);
			assertThat(gauge("resilience4j.ratelimiter.available.permissions", "eigi")).isEqualTo(100);
			assertThat(calls("eigi-support", "successful_without_retry")).isOne();
			assertThat(calls("eigi", "successful_without_retry")).isZero();
		});
		assertThat(this.meters.getMeters()).isEmpty();
	}

	@Test
	void registriesStayPrivate() {
		contextRunner().run((context) -> assertThat(context).doesNotHaveBean(RateLimiterRegistry.class)
			.doesNotHaveBean(RetryRegistry.class));
	}

	@Test
	void applicationThatHasRegistriesDecidesAboutItsMeters() {
		RateLimiterRegistry rateLimiters = RateLimiterRegistry.ofDefaults();
		RetryRegistry retries = RetryRegistry.ofDefaults();
		contextRunner().withBean(RateLimiterRegistry.class, () -> rateLimiters)
			.withBean(RetryRegistry.class, () -> retries)
			.run((context) -> {
				assertThat(this.meters.getMeters()).isEmpty();
				assertThat(rateLimiters.find("eigi")).isPresent();
				assertThat(retries.find("eigi")).isPresent();
			});
	}

	@Test
	void registryThatACustomizerSetsWins() {
		RateLimiterRegistry rateLimiters = RateLimiterRegistry.ofDefaults();
		contextRunner()
			.withBean(EigiClientBuilderCustomizer.class, () -> (builder) -> builder.rateLimiterRegistry(rateLimiters))
			.run((context) -> {
				assertThat(rateLimiters.find("eigi")).isPresent();
				assertThat(this.meters.find("resilience4j.ratelimiter.available.permissions").meters()).isEmpty();
			});
	}

	@Test
	void withoutMeterRegistryNothingIsMeasuredAndTheClientWorks() {
		EigiContexts.runner(this.server)
			.withConfiguration(AutoConfigurations.of(EigiResilience4jMetricsAutoConfiguration.class))
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
	}

	@ParameterizedTest
	@ValueSource(classes = { MeterRegistry.class, TaggedRateLimiterMetricsPublisher.class })
	void withoutALibraryForMetersTheClientWorks(Class<?> missing) {
		EigiContexts.runner(this.server)
			.withConfiguration(AutoConfigurations.of(EigiResilience4jMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> {
				assertThat(context).doesNotHaveBean(EigiResilience4jMetricsAutoConfiguration.class);
				assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1");
			});
	}

	private ApplicationContextRunner contextRunner() {
		return EigiContexts.runner(this.server)
			.withConfiguration(AutoConfigurations.of(EigiResilience4jMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> this.meters, (definition) -> definition.setDestroyMethodName(""));
	}

	private double gauge(String meter, String name) {
		return value(this.meters.get(meter).tag("name", name).meter());
	}

	private double calls(String name, String kind) {
		return value(this.meters.get("resilience4j.retry.calls").tag("name", name).tag("kind", kind).meter());
	}

	private static double value(Meter meter) {
		return meter.measure().iterator().next().getValue();
	}

}
