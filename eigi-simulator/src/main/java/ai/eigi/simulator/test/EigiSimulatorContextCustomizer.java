package ai.eigi.simulator.test;

import java.util.Map;

import ai.eigi.boot.autoconfigure.EigiClientBuilderCustomizer;
import ai.eigi.boot.autoconfigure.EigiConnectionDetails;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.autoconfigure.SimulatorEigiConnectionDetails;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Lets the simulator win: over properties, over connection details of the application and
 * over what its customizers do to the client. Part of the key of Spring's cache of
 * contexts.
 *
 * @param owner the only class to use the context, or {@code null} if it may be shared
 */
record EigiSimulatorContextCustomizer(@Nullable Class<?> owner) implements ContextCustomizer {

	private static final String CONNECTION_DETAILS = "eigiSimulatorTestConnectionDetails";

	private static final Map<String, Object> RULES = Map.of("eigi.enabled", true, "eigi.simulator.enabled", true,
			"eigi.simulator.port", 0);

	// tests that share a client share its limit as well, and none wants to wait
	private static final Map<String, Object> DEFAULTS = Map.of("eigi.rate-limit.enabled", false,
			"eigi.retry.initial-backoff", "10ms");

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration mergedConfig) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		sources.addFirst(new MapPropertySource("eigiSimulatorTestRules", RULES));
		sources.addLast(new MapPropertySource("eigiSimulatorTestDefaults", DEFAULTS));
		ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
		registry.registerBeanDefinition(CONNECTION_DETAILS, new RootBeanDefinition(SimulatorEigiConnectionDetails.class,
				() -> new SimulatorEigiConnectionDetails(beanFactory.getBean(EigiSimulator.class))));
		registry.registerBeanDefinition("eigiSimulatorTestState",
				new RootBeanDefinition(SimulatorTestState.class, () -> new SimulatorTestState(context)));
		context.addBeanFactoryPostProcessor((ready) -> prefer(ready, registry));
	}

	private static void prefer(ConfigurableListableBeanFactory beanFactory, BeanDefinitionRegistry registry) {
		for (String name : beanFactory.getBeanNamesForType(EigiConnectionDetails.class, true, false)) {
			if (beanFactory.containsBeanDefinition(name)) {
				beanFactory.getBeanDefinition(name).setPrimary(name.equals(CONNECTION_DETAILS));
			}
		}
		// registered last, to be applied last
		registry.registerBeanDefinition("eigiSimulatorTestClientCustomizer",
				new RootBeanDefinition(EigiClientBuilderCustomizer.class, () -> lastWord(beanFactory)));
	}

	/**
	 * No real vault is asked for a key either, and no key from there goes anywhere.
	 */
	private static EigiClientBuilderCustomizer lastWord(ConfigurableListableBeanFactory beanFactory) {
		String baseUrl = beanFactory.getBean(EigiSimulator.class).baseUrl();
		return (builder) -> builder.baseUrl(baseUrl).apiKeySupplier(null).httpClient(HttpClient::noProxy);
	}

}
