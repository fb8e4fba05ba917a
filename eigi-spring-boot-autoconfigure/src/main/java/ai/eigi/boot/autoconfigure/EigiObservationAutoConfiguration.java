package ai.eigi.boot.autoconfigure;

import ai.eigi.client.EigiClient;
import ai.eigi.client.observation.EigiClientMetrics;
import ai.eigi.client.observation.EigiClientObservationConvention;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link AutoConfiguration Auto-configuration} for observations and meters of every eigi
 * client. An {@link EigiClientObservationConvention} bean changes names and keys;
 * {@code management.observations.enable.eigi.client.requests} and
 * {@code management.metrics.enable.eigi} switch them off.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = EigiAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass({ EigiClient.class, WebClient.class, HttpClient.class, HttpClientSettings.class,
		ObservationRegistry.class })
@ConditionalOnBooleanProperty(name = "eigi.enabled", matchIfMissing = true)
public final class EigiObservationAutoConfiguration {

	/**
	 * Observations and traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnSingleCandidate(ObservationRegistry.class)
	static class ObservationConfiguration {

		@Bean
		@Order(0)
		EigiClientBuilderCustomizer observationEigiClientBuilderCustomizer(ObservationRegistry registry,
				ObjectProvider<EigiClientObservationConvention> convention) {
			return (builder) -> builder.observationRegistry(registry).observationConvention(convention.getIfUnique());
		}

	}

	/**
	 * Meters of what an observation cannot hold.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnSingleCandidate(MeterRegistry.class)
	static class MetricsConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EigiClientMetrics eigiClientMetrics(MeterRegistry registry) {
			return new EigiClientMetrics(registry);
		}

		@Bean
		@Order(0)
		EigiClientBuilderCustomizer metricsEigiClientBuilderCustomizer(EigiClientMetrics metrics) {
			return (builder) -> builder.listener(metrics);
		}

	}

}
