package ai.eigi.boot.autoconfigure.health;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} for what Actuator shows of eigi beside its
 * health: the endpoint {@code eigi}, and a part of the endpoint {@code info}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EigiHealthAutoConfiguration.class)
@ConditionalOnBean(EigiHealthCheck.class)
public final class EigiActuatorAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	@ConditionalOnAvailableEndpoint(EigiEndpoint.class)
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EigiEndpoint eigiEndpoint(EigiHealthCheck check) {
			return new EigiEndpoint(check);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
	@ConditionalOnEnabledInfoContributor("eigi")
	static class InfoConfiguration {

		@Bean
		@ConditionalOnMissingBean
		EigiInfoContributor eigiInfoContributor(EigiHealthCheck check) {
			return new EigiInfoContributor(check);
		}

	}

}
