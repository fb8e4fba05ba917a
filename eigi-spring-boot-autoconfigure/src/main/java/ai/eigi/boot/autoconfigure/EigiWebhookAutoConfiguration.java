package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.Map;

import ai.eigi.webhook.DeliveryQueue;
import ai.eigi.webhook.WebhookEndpoint;
import ai.eigi.webhook.WebhookServlet;
import ai.eigi.webhook.WebhookWebHandler;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.ObservationFilter;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import jakarta.servlet.Servlet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

/**
 * {@link AutoConfiguration Auto-configuration} for receiving webhook deliveries, in
 * reactive and in servlet applications. Off until {@code eigi.webhook.path} is set.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = EigiAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass({ JsonMapper.class, IpSubnetFilterRule.class })
@ConditionalOnBooleanProperty(name = "eigi.enabled", matchIfMissing = true)
@ConditionalOnProperty("eigi.webhook.path")
@EnableConfigurationProperties(EigiWebhookProperties.class)
public final class EigiWebhookAutoConfiguration {

	private static final Log logger = LogFactory.getLog(EigiWebhookAutoConfiguration.class);

	/**
	 * Where Spring's conventions for observations of servers put the path of a request.
	 */
	private static final List<String> KEYS_OF_PATHS = List.of("http.url", "url.path");

	@Bean
	@ConditionalOnMissingBean
	WebhookEndpoint eigiWebhookEndpoint(EigiWebhookProperties properties, DeliveryQueue queue) {
		return new WebhookEndpoint(properties.getPath(), properties.getSecret(), properties.getMaxBodySize(),
				properties.getAllowedAddresses(), queue);
	}

	/**
	 * Traces have the address of a request, and the secret may be in it.
	 */
	@Bean
	static ObservationFilter eigiWebhookObservationFilter(EigiWebhookProperties properties) {
		String below = properties.getPath() + "/";
		return (context) -> {
			for (String key : KEYS_OF_PATHS) {
				KeyValue path = context.getHighCardinalityKeyValue(key);
				if (path != null && path.getValue().contains(below)) {
					String shown = path.getValue().substring(0, path.getValue().indexOf(below) + below.length());
					context.addHighCardinalityKeyValue(KeyValue.of(key, shown + "***"));
				}
			}
			return context;
		};
	}

	private static void sayWhere(WebhookEndpoint endpoint) {
		logger.info("Receiving eigi webhook deliveries at " + endpoint.path() + "/<secret>");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		/**
		 * Before the mappings of the application, which may catch everything.
		 */
		private static final int ORDER = -10;

		@Bean
		HandlerMapping eigiWebhookHandlerMapping(WebhookEndpoint endpoint) {
			WebhookWebHandler handler = new WebhookWebHandler(endpoint);
			sayWhere(endpoint);
			return new SimpleUrlHandlerMapping(Map.of(handler.pattern(), handler), ORDER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass({ Servlet.class, ServletRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		ServletRegistrationBean<WebhookServlet> eigiWebhookServlet(WebhookEndpoint endpoint) {
			WebhookServlet servlet = new WebhookServlet(endpoint);
			ServletRegistrationBean<WebhookServlet> registration = new ServletRegistrationBean<>(servlet,
					servlet.mapping());
			registration.setName("eigiWebhook");
			registration.setLoadOnStartup(1);
			sayWhere(endpoint);
			return registration;
		}

	}

}
