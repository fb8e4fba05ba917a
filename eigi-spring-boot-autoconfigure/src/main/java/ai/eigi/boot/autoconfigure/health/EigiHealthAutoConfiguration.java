package ai.eigi.boot.autoconfigure.health;

import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;

import ai.eigi.boot.autoconfigure.EigiAutoConfiguration;
import ai.eigi.boot.autoconfigure.EigiClientBuilderCustomizer;
import ai.eigi.client.EigiClient;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of eigi: passive, and
 * active on demand.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EigiAutoConfiguration.class)
@ConditionalOnClass({ EigiClient.class, WebClient.class, HttpClient.class })
@ConditionalOnBooleanProperty(name = "eigi.enabled", matchIfMissing = true)
@Conditional(OnEigiClientCondition.class)
@EnableConfigurationProperties(EigiHealthProperties.class)
public final class EigiHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	EigiHealthCheck eigiHealthCheck(ConfigurableListableBeanFactory beanFactory, EigiHealthProperties properties) {
		return new EigiHealthCheck(new ClientBeans(beanFactory), properties, Clock.systemUTC());
	}

	@Bean
	EigiClientBuilderCustomizer eigiOutcomesCustomizer() {
		return EigiClient.Builder::recordOutcomes;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveHealthContributor.class)
	@ConditionalOnEnabledHealthIndicator("eigi")
	static class HealthContributorConfiguration {

		@Bean
		@ConditionalOnMissingBean(name = { "eigiHealthIndicator", "eigiHealthContributor" })
		ReactiveHealthContributor eigiHealthContributor(EigiHealthCheck check, EigiHealthProperties properties) {
			boolean active = properties.getActive().isEnabled();
			Set<String> accounts = check.accounts();
			if (accounts.size() == 1) {
				return new EigiReactiveHealthIndicator(check, accounts.iterator().next(), active);
			}
			return CompositeReactiveHealthContributor.fromMap(accounts.stream()
				.collect(Collectors.toMap((account) -> account,
						(account) -> new EigiReactiveHealthIndicator(check, account, active))));
		}

	}

}
