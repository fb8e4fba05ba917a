package ai.eigi.boot.autoconfigure;

import java.time.Duration;

import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.EigiTenants;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the eigi client, in reactive, servlet
 * and other applications alike.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration")
@ConditionalOnClass({ WebClient.class, HttpClient.class, HttpClientSettings.class })
@ConditionalOnBooleanProperty(name = "eigi.enabled", matchIfMissing = true)
@EnableConfigurationProperties(EigiProperties.class)
public final class EigiAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(EigiConnectionDetails.class)
	PropertiesEigiConnectionDetails eigiConnectionDetails(EigiProperties properties,
			ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesEigiConnectionDetails(properties, sslBundles.getIfAvailable());
	}

	@Bean
	static AccountFallback eigiAccountFallback() {
		return new AccountFallback();
	}

	@Bean
	PropertiesEigiClientBuilderCustomizer propertiesEigiClientBuilderCustomizer(EigiProperties properties,
			ObjectProvider<HttpClientSettings> httpClientSettings) {
		HttpClientSettings settings = httpClientSettings.getIfUnique(HttpClientSettings::defaults);
		Duration connectTimeout = settings.connectTimeout();
		return new PropertiesEigiClientBuilderCustomizer(properties, connectTimeout);
	}

	@Bean
	ApplicationConnectorReporter eigiApplicationConnectorReporter(ListableBeanFactory beanFactory) {
		return new ApplicationConnectorReporter(beanFactory);
	}

	@Bean
	NettySslContexts eigiNettySslContexts(ObjectProvider<SslBundles> sslBundles) {
		return new NettySslContexts(sslBundles.getIfAvailable());
	}

	@Bean(EigiAccountsRegistrar.CLIENT_FACTORY)
	EigiClientFactory eigiClientFactory(EigiProperties properties, EigiConnectionDetails connectionDetails,
			NettySslContexts sslContexts, ApplicationConnectorReporter connectorReporter,
			ListableBeanFactory beanFactory) {
		return new EigiClientFactory(properties, connectionDetails, sslContexts, connectorReporter, beanFactory);
	}

	/**
	 * Comes first: what the application has in the place of an account's bean is none of
	 * the main account's, for which the conditions below would take it.
	 */
	@Configuration(proxyBeanMethods = false)
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@Import(EigiAccountsRegistrar.class)
	static class AccountsConfiguration {

	}

	/**
	 * An application that has operations of its own, a test's for example, needs no key:
	 * the client, and what is left to be made of it, come to life only where somebody
	 * asks for them. One that has both kinds of operations has no use for a client.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnMissingOperationsCondition.class)
	static class ClientConfiguration {

		@Bean
		@Lazy
		@Primary
		@ConditionalOnMissingBean
		EigiClient eigiClient(EigiClientFactory factory) {
			return factory.mainClient();
		}

		@Bean
		@Primary
		@ConditionalOnMissingBean
		EigiOperations eigiOperations(EigiClient client) {
			return client.operations();
		}

		// lazy: an application that only talks, with operations of its own, has no key
		@Bean
		@Lazy
		@Primary
		@ConditionalOnMissingBean
		EigiManagementOperations eigiManagementOperations(EigiClient client) {
			return client.management();
		}

	}

	/**
	 * Accounts that are known only while the application runs. Whether the supplier knows
	 * keys of such is not to be seen, so nothing is made before somebody asks for it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(EigiApiKeySupplier.class)
	@EnableConfigurationProperties(EigiTenantsProperties.class)
	static class TenantsConfiguration {

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		EigiTenants eigiTenants(EigiApiKeySupplier keys, EigiClientFactory factory, EigiTenantsProperties properties) {
			return factory.tenants(keys, properties);
		}

	}

	/**
	 * At least one kind of operations is left to the auto-configuration.
	 */
	static final class OnMissingOperationsCondition extends AnyNestedCondition {

		OnMissingOperationsCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnMissingBean(EigiOperations.class)
		static final class Talking {

		}

		@ConditionalOnMissingBean(EigiManagementOperations.class)
		static final class Managing {

		}

	}

}
