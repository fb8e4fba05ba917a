package ai.eigi.simulator.autoconfigure;

import ai.eigi.boot.autoconfigure.EigiConnectionDetails;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.EigiSimulatorBuilder;
import ai.eigi.simulator.WebhookDestination;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration that starts an {@link EigiSimulator} with the application and lets
 * the client connect to it. Takes part only if {@code eigi.simulator.enabled} is
 * {@code true}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(beforeName = "ai.eigi.boot.autoconfigure.EigiAutoConfiguration")
@ConditionalOnClass(EigiConnectionDetails.class)
@ConditionalOnBooleanProperty("eigi.simulator.enabled")
@EnableConfigurationProperties(EigiSimulatorProperties.class)
public final class EigiSimulatorAutoConfiguration {

	private static final Log logger = LogFactory.getLog(EigiSimulatorAutoConfiguration.class);

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	EigiSimulator eigiSimulator(EigiSimulatorProperties properties) {
		EigiSimulatorProperties.Webhook webhook = properties.getWebhook();
		EigiSimulatorBuilder builder = EigiSimulator.builder()
			.port(properties.getPort())
			.chunkDelay(properties.getChunkDelay())
			.requestsPerMinute(properties.getRequestsPerMinute())
			.webhookRetries(webhook.getMaxAttempts(), webhook.getRetryInterval())
			.webhooks(webhook.getUrls()
				.stream()
				.map((url) -> WebhookDestination.of(webhook.getMethod(), url))
				.toArray(WebhookDestination[]::new));
		if (properties.isDemoData()) {
			builder.demoData();
		}
		EigiSimulator simulator = builder.start();
		logger.info("Simulating eigi at " + simulator.baseUrl() + ": no call is a real one");
		return simulator;
	}

	@Bean
	@ConditionalOnMissingBean(EigiConnectionDetails.class)
	SimulatorEigiConnectionDetails simulatorEigiConnectionDetails(EigiSimulator simulator) {
		return new SimulatorEigiConnectionDetails(simulator);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(WebServerInitializedEvent.class)
	@ConditionalOnProperty("eigi.simulator.webhook.path")
	static class OwnServerConfiguration {

		@Bean
		OwnServerWebhook eigiSimulatorOwnServerWebhook(EigiSimulator simulator, EigiSimulatorProperties properties) {
			return new OwnServerWebhook(simulator, properties.getWebhook());
		}

	}

}
