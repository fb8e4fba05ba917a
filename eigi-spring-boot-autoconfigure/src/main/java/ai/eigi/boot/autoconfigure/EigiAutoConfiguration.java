package ai.eigi.boot.autoconfigure;

import java.time.Duration;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.ConversationFeed;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
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

	/**
	 * An application that has operations of its own, a test's for example, needs no key:
	 * the client, and what is left to be made of it, come to life only where somebody
	 * asks for them. One that has both kinds of operations has no use for a client.
	 */
	@Configuration(proxyBeanMethods = false)
	@Conditional(OnMissingOperationsCondition.class)
	static class ClientConfiguration {

		@Bean
		PropertiesEigiClientBuilderCustomizer propertiesEigiClientBuilderCustomizer(EigiProperties properties,
				ObjectProvider<HttpClientSettings> httpClientSettings) {
			HttpClientSettings settings = httpClientSettings.getIfUnique(HttpClientSettings::defaults);
			Duration connectTimeout = settings.connectTimeout();
			return new PropertiesEigiClientBuilderCustomizer(properties, connectTimeout);
		}

		@Bean
		@Lazy
		@ConditionalOnMissingBean
		EigiClient eigiClient(EigiConnectionDetails connectionDetails,
				ObjectProvider<WebClient.Builder> webClientBuilder,
				ObjectProvider<EigiClientBuilderCustomizer> customizers,
				ObjectProvider<HttpClientSettings> httpClientSettings, ApplicationConnectorReporter connectorReporter,
				ObjectProvider<RateLimiterRegistry> rateLimiterRegistry, ObjectProvider<RetryRegistry> retryRegistry,
				ObjectProvider<ConversationFeed> conversationFeed) {
			SslBundle sslBundle = sslBundle(connectionDetails,
					httpClientSettings.getIfUnique(HttpClientSettings::defaults));
			WebClient.Builder webClient = webClientBuilder.getIfUnique(WebClient::builder);
			connectorReporter.report(webClient);
			EigiClient.Builder builder = EigiClient.builder()
				.apiKey(connectionDetails.getApiKey())
				.baseUrl(connectionDetails.getBaseUrl())
				.sslContext((sslBundle != null) ? NettySslContexts.forClient(sslBundle) : null)
				.webClientBuilder(webClient)
				.rateLimiterRegistry(rateLimiterRegistry.getIfUnique())
				.retryRegistry(retryRegistry.getIfUnique())
				.conversationFeed(conversationFeed.getIfUnique());
			customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
			return builder.build();
		}

		private static @Nullable SslBundle sslBundle(EigiConnectionDetails connectionDetails,
				HttpClientSettings settings) {
			SslBundle own = connectionDetails.getSslBundle();
			return (own != null) ? own : settings.sslBundle();
		}

		@Bean
		ApplicationConnectorReporter eigiApplicationConnectorReporter(ListableBeanFactory beanFactory) {
			return new ApplicationConnectorReporter(beanFactory);
		}

		@Bean
		@ConditionalOnMissingBean
		EigiOperations eigiOperations(EigiClient client) {
			return client.operations();
		}

		// lazy: an application that only talks, with operations of its own, has no key
		@Bean
		@Lazy
		@ConditionalOnMissingBean
		EigiManagementOperations eigiManagementOperations(EigiClient client) {
			return client.management();
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
