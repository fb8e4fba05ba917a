package ai.eigi.boot.autoconfigure;

import java.util.Arrays;
import java.util.function.Supplier;

import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiTenants;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.error.EigiConfigurationException;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes the clients of all accounts, the same way from what is configured for each.
 */
class EigiClientFactory {

	private static final Log logger = LogFactory.getLog(EigiClientFactory.class);

	private final EigiProperties properties;

	private final EigiConnectionDetails connectionDetails;

	private final NettySslContexts sslContexts;

	private final ApplicationConnectorReporter connectorReporter;

	private final ListableBeanFactory beanFactory;

	EigiClientFactory(EigiProperties properties, EigiConnectionDetails connectionDetails, NettySslContexts sslContexts,
			ApplicationConnectorReporter connectorReporter, ListableBeanFactory beanFactory) {
		this.properties = properties;
		this.connectionDetails = connectionDetails;
		this.sslContexts = sslContexts;
		this.connectorReporter = connectorReporter;
		this.beanFactory = beanFactory;
		reportSupplierNotAsked();
	}

	/**
	 * The details of the simulator take the supplier's place on purpose.
	 */
	private void reportSupplierNotAsked() {
		String[] suppliers = names(EigiApiKeySupplier.class);
		if (suppliers.length > 0 && !this.connectionDetails.getClass().getName().startsWith("ai.eigi.simulator.")
				&& !(this.connectionDetails instanceof PropertiesEigiConnectionDetails)) {
			logger.info("The EigiConnectionDetails bean " + Arrays.toString(names(EigiConnectionDetails.class))
					+ " brings the API key: the EigiApiKeySupplier bean " + Arrays.toString(suppliers)
					+ " is asked for the keys of tenants alone.");
		}
	}

	private String[] names(Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false);
	}

	/**
	 * Client of the account of {@code eigi.api-key}.
	 */
	EigiClient mainClient() {
		return client(EigiClient.builder(), this.connectionDetails, WebhookAccount.isMain(this.beanFactory));
	}

	/**
	 * Client of an account below {@code eigi.accounts}. Whatever is unusable is told as
	 * the account's: what is set for the main one would be changed in vain, or for
	 * others.
	 */
	EigiClient accountClient(String account) {
		try {
			return client(EigiClient.builder().account(account),
					this.connectionDetails.forAccount(account, this.properties.apiKeyOf(account)),
					WebhookAccount.is(this.beanFactory, account));
		}
		catch (EigiConfigurationException ex) {
			throw new EigiConfigurationException(AccountPropertyNames.ofAccount(account, ex.property()),
					AccountPropertyNames.ofAccount(account, "Account \"" + account + "\": " + ex.getMessage()),
					AccountPropertyNames.ofAccount(account, ex.action())
							+ " What an account does not set is taken from directly below \"eigi\", the key excepted.");
		}
	}

	/**
	 * Clients of tenants, which connect to where any further account does, with keys of
	 * their own also where connection details bring one.
	 */
	EigiTenants tenants(EigiApiKeySupplier keys, EigiTenantsProperties tenants) {
		return EigiTenants.builder(keys)
			.client((builder) -> configure(builder, this.connectionDetails.forAccount(EigiTenants.ACCOUNT, null)))
			.maxClients(tenants.getMaxClients())
			.idleTime(tenants.getIdleTime())
			.build();
	}

	/**
	 * Whoever waits for a conversation trusts in being told of it: only the account that
	 * is told anything may be given the feed.
	 */
	private EigiClient client(EigiClient.Builder builder, EigiConnectionDetails details, boolean receivesWebhooks) {
		EigiApiKeySupplier keys = keySupplier();
		if (keys != null) {
			builder.apiKeySupplier(keys);
		}
		else {
			builder.apiKey(details.getApiKey());
		}
		if (receivesWebhooks) {
			builder.conversationFeed(this.beanFactory.getBeanProvider(ConversationFeed.class).getIfUnique());
		}
		configure(builder, details);
		return builder.build();
	}

	private void configure(EigiClient.Builder builder, EigiConnectionDetails details) {
		WebClient.Builder webClient = unique(WebClient.Builder.class, WebClient::builder);
		this.connectorReporter.report(webClient);
		SslBundle sslBundle = sslBundle(details);
		if (sslBundle != null) {
			builder.sslContextSupplier(this.sslContexts.forClient(sslBundle));
		}
		builder.baseUrl(details.getBaseUrl())
			.webClientBuilder(webClient)
			.rateLimiterRegistry(this.beanFactory.getBeanProvider(RateLimiterRegistry.class).getIfUnique())
			.retryRegistry(this.beanFactory.getBeanProvider(RetryRegistry.class).getIfUnique());
		this.beanFactory.getBeanProvider(EigiClientBuilderCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(builder));
	}

	/**
	 * The application's supplier takes the place of properties, not of connection details
	 * that bring a key: those of an embedded server for example.
	 */
	private @Nullable EigiApiKeySupplier keySupplier() {
		return (this.connectionDetails instanceof PropertiesEigiConnectionDetails)
				? this.beanFactory.getBeanProvider(EigiApiKeySupplier.class).getIfAvailable() : null;
	}

	private @Nullable SslBundle sslBundle(EigiConnectionDetails details) {
		SslBundle own = details.getSslBundle();
		return (own != null) ? own : unique(HttpClientSettings.class, HttpClientSettings::defaults).sslBundle();
	}

	private <T> T unique(Class<T> type, Supplier<T> otherwise) {
		return this.beanFactory.getBeanProvider(type).getIfUnique(otherwise);
	}

}
