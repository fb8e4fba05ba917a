package ai.eigi.boot.autoconfigure;

import ai.eigi.client.EigiClient;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetricsPublisher;
import io.github.resilience4j.micrometer.tagged.TaggedRetryMetricsPublisher;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link AutoConfiguration Auto-configuration} for Resilience4j's own meters of the
 * client's rate limiter and retry. An application that has a registry of Resilience4j, by
 * {@code resilience4j-spring-boot4} for example, has decided about its meters: there the
 * client's instances are measured like all others.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass({ WebClient.class, HttpClient.class, MeterRegistry.class, TaggedRateLimiterMetricsPublisher.class })
@ConditionalOnBooleanProperty(name = "eigi.enabled", matchIfMissing = true)
public final class EigiResilience4jMetricsAutoConfiguration {

	@Bean
	MeteredRegistries eigiMeteredRegistries(ObjectProvider<MeterRegistry> meters,
			ObjectProvider<RateLimiterRegistry> rateLimiters, ObjectProvider<RetryRegistry> retries) {
		return new MeteredRegistries(meters, rateLimiters, retries);
	}

	/**
	 * Gives clients registries that nobody else sees, and that publish meters. Comes
	 * first, so that who sets a registry on the builder replaces these.
	 */
	static final class MeteredRegistries implements EigiClientBuilderCustomizer, Ordered {

		private final ObjectProvider<MeterRegistry> meters;

		private final ObjectProvider<RateLimiterRegistry> rateLimiters;

		private final ObjectProvider<RetryRegistry> retries;

		private @Nullable RateLimiterRegistry ownRateLimiters;

		private @Nullable RetryRegistry ownRetries;

		MeteredRegistries(ObjectProvider<MeterRegistry> meters, ObjectProvider<RateLimiterRegistry> rateLimiters,
				ObjectProvider<RetryRegistry> retries) {
			this.meters = meters;
			this.rateLimiters = rateLimiters;
			this.retries = retries;
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

		@Override
		public synchronized void customize(EigiClient.Builder builder) {
			MeterRegistry registry = this.meters.getIfUnique();
			if (registry == null) {
				return;
			}
			if (this.rateLimiters.getIfUnique() == null) {
				if (this.ownRateLimiters == null) {
					this.ownRateLimiters = RateLimiterRegistry.of(RateLimiterConfig.ofDefaults(),
							new TaggedRateLimiterMetricsPublisher(registry));
				}
				builder.rateLimiterRegistry(this.ownRateLimiters);
			}
			if (this.retries.getIfUnique() == null) {
				if (this.ownRetries == null) {
					this.ownRetries = RetryRegistry.of(RetryConfig.ofDefaults(),
							new TaggedRetryMetricsPublisher(registry));
				}
				builder.retryRegistry(this.ownRetries);
			}
		}

	}

}
