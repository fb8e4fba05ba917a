package ai.eigi.boot.autoconfigure;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.webhook.ConversationApplicationEvents;
import ai.eigi.webhook.ConversationEventListener;
import ai.eigi.webhook.ConversationEventStore;
import ai.eigi.webhook.ConversationEvents;
import ai.eigi.webhook.ConversationHub;
import ai.eigi.webhook.ConversationSweep;
import ai.eigi.webhook.DeliveryQueue;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for events of conversations: made of
 * webhook deliveries and of sweeps, and told to listeners. On when
 * {@code eigi.webhook.path} is set or {@code eigi.webhook.sweep.enabled} is true.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EigiAutoConfiguration.class,
		afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnBooleanProperty(name = "eigi.enabled", matchIfMissing = true)
@Conditional(EigiConversationEventsAutoConfiguration.EndpointOrSweep.class)
@ConditionalOnBean(EigiOperations.class)
@EnableConfigurationProperties({ EigiDeliveryProperties.class, EigiSweepProperties.class,
		EigiEventStoreProperties.class })
@Import({ EigiEventStoreConfiguration.Memory.class, EigiEventStoreConfiguration.File.class,
		EigiEventStoreConfiguration.Jdbc.class, EigiEventStoreConfiguration.JdbcMissing.class })
public final class EigiConversationEventsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ConversationFeed.class)
	ConversationHub eigiConversationHub() {
		return new ConversationHub();
	}

	@Bean
	@ConditionalOnMissingBean
	ConversationApplicationEvents eigiConversationApplicationEvents(ApplicationContext context) {
		return new ConversationApplicationEvents(context);
	}

	@Bean
	@ConditionalOnMissingBean({ DeliveryQueue.class, ConversationEvents.class })
	ConversationEvents eigiConversationEvents(ListableBeanFactory beanFactory, ConversationEventStore store,
			ObjectProvider<ConversationHub> hub, ObjectProvider<ConversationEventListener> listeners,
			EigiDeliveryProperties properties, EigiSweepProperties sweepProperties) {
		return ConversationEvents.builder(WebhookAccount.operations(beanFactory, properties))
			.store(store)
			.hub(hub.getIfAvailable(ConversationHub::new))
			.listeners(listeners::orderedStream)
			.settings(properties.toSettings())
			.swept(sweepProperties.isEnabled())
			.build();
	}

	@Bean
	@ConditionalOnBean(ConversationEvents.class)
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "eigi.webhook.sweep.enabled", matchIfMissing = true)
	ConversationSweep eigiConversationSweep(ListableBeanFactory beanFactory, ConversationEvents events,
			ConversationEventStore store, EigiDeliveryProperties deliveryProperties, EigiSweepProperties properties) {
		return new ConversationSweep(WebhookAccount.operations(beanFactory, deliveryProperties), events, store,
				properties.toSettings());
	}

	/**
	 * Whether anything is received or looked for.
	 */
	static class EndpointOrSweep extends AnyNestedCondition {

		EndpointOrSweep() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnProperty("eigi.webhook.path")
		static class Endpoint {

		}

		@ConditionalOnBooleanProperty("eigi.webhook.sweep.enabled")
		static class Sweep {

		}

	}

}
