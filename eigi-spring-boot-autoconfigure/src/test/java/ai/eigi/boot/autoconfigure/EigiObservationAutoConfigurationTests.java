package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.eigi.client.EigiClient;
import ai.eigi.client.observation.DefaultEigiClientObservationConvention;
import ai.eigi.client.observation.EigiClientMetrics;
import ai.eigi.client.observation.EigiClientObservationContext;
import ai.eigi.client.observation.EigiClientObservationConvention;
import ai.eigi.client.testsupport.RawServer;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EigiObservationAutoConfiguration}.
 */
class EigiObservationAutoConfigurationTests {

	private final RawServer server = EigiContexts.conversationServer();

	private final ApplicationContextRunner bareRunner = EigiContexts.runner(this.server)
		.withConfiguration(AutoConfigurations.of(EigiObservationAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.bareRunner
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
				WebClientObservationAutoConfiguration.class));

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void operationsAreObservedAndMeasured() {
		this.contextRunner.run((context) -> {
			EigiContexts.readConversation(context);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("eigi.client.requests")
				.tags("operation", "getConversation", "outcome", "SUCCESS", "status", "2xx", "account", "default",
						"error", "none")
				.timer()
				.count()).isOne();
			assertThat(registry.get("eigi.client.attempts").tag("result", "SUCCESS").counter().count()).isOne();
			assertThat(registry.get("eigi.client.permits.available").gauge().value()).isEqualTo(99);
			assertThat(registry.find("http.client.requests").meters()).isEmpty();
		});
	}

	@Test
	void metersOfAConfiguredAccountHaveItsName() {
		this.contextRunner.withPropertyValues("eigi.accounts.support.api-key=" + EigiContexts.KEY).run((context) -> {
			EigiContexts.read(EigiContexts.operations(context, "support"));
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("eigi.client.requests").timers()).singleElement().satisfies((timer) -> {
				assertThat(timer.getId().getTag("account")).isEqualTo("support");
				assertThat(timer.count()).isOne();
			});
			assertThat(permitsAvailable(registry, "support")).isEqualTo(99);
			assertThat(permitsAvailable(registry, "default")).isEqualTo(100);
		});
	}

	private static double permitsAvailable(MeterRegistry registry, String account) {
		return registry.get("eigi.client.permits.available").tag("account", account).gauge().value();
	}

	@Test
	void observationsCanBeSwitchedOffAsAllOthers() {
		this.contextRunner.withPropertyValues("management.observations.enable.eigi.client.requests=false")
			.run((context) -> {
				EigiContexts.readConversation(context);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.find("eigi.client.requests").meters()).isEmpty();
				assertThat(registry.find("eigi.client.attempts").meters()).isNotEmpty();
			});
	}

	@Test
	void metersCanBeSwitchedOffAsAllOthers() {
		this.contextRunner.withPropertyValues("management.metrics.enable.eigi=false").run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(context.getBean(MeterRegistry.class).getMeters())
				.noneMatch((meter) -> meter.getId().getName().startsWith("eigi"));
		});
	}

	@Test
	void conventionOfTheApplicationIsUsed() {
		this.contextRunner.withUserConfiguration(ConventionConfiguration.class).run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(context.getBean(MeterRegistry.class)
				.get("eigi.client.requests")
				.tag("team", "blue")
				.timer()
				.count()).isOne();
		});
	}

	@Test
	void customizerOfTheApplicationComesLast() {
		this.contextRunner
			.withBean("mine", EigiClientBuilderCustomizer.class,
					() -> (builder) -> builder.observationRegistry(ObservationRegistry.NOOP))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(context.getBean(MeterRegistry.class).find("eigi.client.requests").meters()).isEmpty();
			});
	}

	@Test
	void customizerMayTurnOnWhatWebClientObserves() {
		this.contextRunner.withUserConfiguration(WebClientConfiguration.class).run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(context.getBean(MeterRegistry.class).find("http.client.requests").meters()).isNotEmpty();
		});
	}

	@Test
	void withoutActuatorNothingIsObserved() {
		this.bareRunner.run((context) -> {
			assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1");
			assertThat(context).doesNotHaveBean(EigiClientMetrics.class)
				.doesNotHaveBean("observationEigiClientBuilderCustomizer");
		});
	}

	@Test
	void withoutMetersObservationsRemain() {
		ObservationRegistry registry = ObservationRegistry.create();
		Names names = new Names();
		registry.observationConfig().observationHandler(names);
		this.bareRunner.withBean(ObservationRegistry.class, () -> registry)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(names.stopped).containsExactly("eigi.client.requests");
				assertThat(context).hasNotFailed().doesNotHaveBean(EigiClientMetrics.class);
			});
	}

	@Test
	void metersOfTheApplicationAreUsedOnce() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(EigiClientMetrics.class));
	}

	@Test
	void disabledClientHasNoMeters() {
		this.contextRunner.withPropertyValues("eigi.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EigiClientMetrics.class)
				.doesNotHaveBean(EigiClient.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class ConventionConfiguration {

		@Bean
		EigiClientObservationConvention convention() {
			return new DefaultEigiClientObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(EigiClientObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and(KeyValue.of("team", "blue"));
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WebClientConfiguration {

		@Bean
		EigiClientBuilderCustomizer withRequests(ApplicationContext context) {
			return (builder) -> builder
				.webClient((webClient) -> webClient.observationRegistry(context.getBean(ObservationRegistry.class)));
		}

	}

	private static final class Names implements ObservationHandler<EigiClientObservationContext> {

		private final List<String> stopped = new CopyOnWriteArrayList<>();

		@Override
		public void onStop(EigiClientObservationContext context) {
			this.stopped.add(context.getName());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof EigiClientObservationContext;
		}

	}

}
