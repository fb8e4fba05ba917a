package ai.eigi.boot.autoconfigure.health;

import java.util.Map;
import java.util.TreeMap;

import ai.eigi.client.EigiClient;
import ai.eigi.client.transport.EigiTransportBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The clients of an application. Looking brings none to life: one that nobody uses needs
 * no key.
 */
final class ClientBeans {

	private static final String MAIN = "eigiClient";

	private static final String SUFFIX = "EigiClient";

	private final ConfigurableListableBeanFactory beanFactory;

	ClientBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Names of the accounts, sorted, and of the beans that are their clients.
	 */
	Map<String, String> beanNames() {
		Map<String, String> names = new TreeMap<>();
		for (String beanName : this.beanFactory.getBeanNamesForType(EigiClient.class, true, false)) {
			names.put(accountOf(beanName), beanName);
		}
		return names;
	}

	/**
	 * The client, if somebody uses it.
	 */
	@Nullable EigiClient find(String beanName) {
		return this.beanFactory.containsSingleton(beanName) ? this.beanFactory.getBean(beanName, EigiClient.class)
				: null;
	}

	private static String accountOf(String beanName) {
		if (beanName.equals(MAIN)) {
			return EigiTransportBuilder.DEFAULT_ACCOUNT;
		}
		return (beanName.endsWith(SUFFIX) && beanName.length() > SUFFIX.length())
				? beanName.substring(0, beanName.length() - SUFFIX.length()) : beanName;
	}

}
