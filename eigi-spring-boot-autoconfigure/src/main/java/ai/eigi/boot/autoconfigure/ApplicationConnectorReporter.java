package ai.eigi.boot.autoconfigure;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Says once that a connector of the application is not used for eigi, where the
 * application has chosen one. The builder does not tell its connector; where it cannot be
 * read, nothing is said.
 */
@ImportRuntimeHints(ApplicationConnectorReporter.ConnectorFieldHints.class)
class ApplicationConnectorReporter {

	private static final Log logger = LogFactory.getLog(EigiAutoConfiguration.class);

	private static final String CONNECTOR = "connector";

	private static final String AUTO_CONFIGURED_BY = "org.springframework.boot";

	private final ListableBeanFactory beanFactory;

	private final AtomicBoolean reported = new AtomicBoolean();

	ApplicationConnectorReporter(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	void report(WebClient.Builder builder) {
		Object connector = connectorOf(builder);
		if (connector != null && !isAutoConfigured(connector) && this.reported.compareAndSet(false, true)) {
			logger.info("The application's HTTP connector (" + connector.getClass().getSimpleName()
					+ ") is not used for eigi: its time limits, redirects and repeating are decided in a connector of "
					+ "its own. Filters and codecs of the application apply. To change the connector, define an "
					+ "EigiClientBuilderCustomizer.");
		}
	}

	private static @Nullable Object connectorOf(WebClient.Builder builder) {
		try {
			Field field = ReflectionUtils.findField(builder.getClass(), CONNECTOR);
			if (field == null) {
				return null;
			}
			ReflectionUtils.makeAccessible(field);
			return ReflectionUtils.getField(field, builder);
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private boolean isAutoConfigured(Object connector) {
		if (!(connector instanceof ReactorClientHttpConnector)
				|| !(this.beanFactory instanceof ConfigurableListableBeanFactory configurable)) {
			return false;
		}
		for (String name : configurable.getBeanNamesForType(ClientHttpConnector.class, true, false)) {
			if (configurable.getSingleton(name) == connector) {
				return isDefinedByBoot(configurable, name) && !isBuiltByApplication(configurable);
			}
		}
		return false;
	}

	private static boolean isBuiltByApplication(ConfigurableListableBeanFactory beanFactory) {
		return Stream.of(ClientHttpConnectorBuilderCustomizer.class, ClientHttpConnectorBuilder.class)
			.flatMap((type) -> Arrays.stream(beanFactory.getBeanNamesForType(type, true, false)))
			.anyMatch((name) -> !isDefinedByBoot(beanFactory, name));
	}

	private static boolean isDefinedByBoot(ConfigurableListableBeanFactory beanFactory, String name) {
		if (!beanFactory.containsBeanDefinition(name)) {
			return false;
		}
		String factory = beanFactory.getBeanDefinition(name).getFactoryBeanName();
		return factory != null && factory.startsWith(AUTO_CONFIGURED_BY);
	}

	/**
	 * Spring's own builder, and the field that is read.
	 */
	static class ConnectorFieldHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.reflection()
				.registerType(TypeReference.of(WebClient.builder().getClass()), (type) -> type.withField(CONNECTOR));
		}

	}

}
