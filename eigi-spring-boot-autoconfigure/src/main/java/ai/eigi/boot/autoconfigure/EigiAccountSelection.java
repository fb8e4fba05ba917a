package ai.eigi.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import ai.eigi.boot.autoconfigure.EigiAutoConfiguration.ClientConfiguration;
import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.EigiTenants;
import ai.eigi.client.error.EigiConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.env.Environment;

/**
 * Decides at every start which account is injected where none is asked for: the main one
 * if it is configured or what the application itself provides, else any of the further
 * ones. Whether there is a main account depends on a key, which an application that was
 * processed ahead of time gets later.
 * <p>
 * Comes before what puts something else in the place of a bean, a mock of a test for
 * example: that asks what would be injected.
 */
class EigiAccountSelection implements BeanFactoryPostProcessor, PriorityOrdered, EnvironmentAware {

	private static final Log logger = LogFactory.getLog(EigiAccountSelection.class);

	private static final ConfigurationPropertyName KEY = ConfigurationPropertyName.of("eigi.api-key");

	private static final List<Class<?>> TYPES = List.of(EigiClient.class, EigiOperations.class,
			EigiManagementOperations.class);

	private final List<String> accounts;

	@SuppressWarnings("NullAway.Init")
	private Environment environment;

	EigiAccountSelection(List<String> accounts) {
		this.accounts = accounts;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			return;
		}
		reportAccountsWithoutBeans();
		boolean main = isMainConfigured(beanFactory);
		// without other accounts a missing key is a mistake that somebody wants to hear
		// of
		if (!this.accounts.isEmpty() && !main) {
			TYPES.forEach((type) -> mainDefinitions(beanFactory, type)
				.forEach(((BeanDefinitionRegistry) beanFactory)::removeBeanDefinition));
		}
		else if (hasSupplier(beanFactory) || (hasTenants(beanFactory) && !main)) {
			// the keys may be those of tenants or other accounts alone
			mainDefinitions(beanFactory, EigiOperations.class)
				.forEach((name) -> beanFactory.getBeanDefinition(name).setLazyInit(true));
		}
		for (Class<?> type : TYPES) {
			boolean others = !defaultCandidates(beanFactory, type).isEmpty();
			this.accounts.forEach((account) -> select(beanFactory, account, type, main, others));
		}
		// definitions that were looked at before are kept as they were
		beanFactory.clearMetadataCache();
	}

	/**
	 * Never is an account injected in the place of the main one or of what the
	 * application has for it.
	 */
	private static void select(ConfigurableListableBeanFactory beanFactory, String account, Class<?> type, boolean main,
			boolean others) {
		String name = EigiAccountsRegistrar.canonicalName(beanFactory, EigiAccountsRegistrar.beanName(account, type));
		if (beanFactory.containsBeanDefinition(name)
				&& beanFactory.getBeanDefinition(name) instanceof AbstractBeanDefinition definition) {
			definition.setDefaultCandidate(!main && !others);
		}
		else if (main && !others && beanFactory.containsBean(name) && isDefaultCandidate(beanFactory, name)) {
			throw new EigiConfigurationException(AccountNames.ACCOUNTS + "." + account,
					"The bean " + name + ", of a parent context or without a definition, is for the account \""
							+ account + "\", and would be injected in place of the main account's.",
					"Define it with @Bean(defaultCandidate = false) @Qualifier(\"" + account + "\"), or have the main "
							+ "account where it is: set eigi.api-key for the parent context as well.");
		}
	}

	private void reportAccountsWithoutBeans() {
		Set<String> names = AccountNames.in(this.environment);
		names.removeIf((name) -> this.accounts.stream().anyMatch((account) -> AccountNames.areSame(account, name)));
		if (!names.isEmpty()) {
			logger.warn("No beans for the accounts " + names + " below eigi.accounts: the names of accounts are fixed "
					+ "when an application is processed ahead of time. Have their names there at build time.");
		}
	}

	private boolean isMainConfigured(ConfigurableListableBeanFactory beanFactory) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getConfigurationProperty(KEY) != null) {
				return true;
			}
		}
		return hasSupplier(beanFactory)
				|| Arrays.stream(names(beanFactory, EigiConnectionDetails.class))
					.anyMatch((name) -> !beanFactory.isTypeMatch(name, PropertiesEigiConnectionDetails.class))
				|| defaultCandidates(beanFactory, EigiClient.class).stream()
					.anyMatch((name) -> !isMain(beanFactory, name));
	}

	/**
	 * What supplies keys is asked for the main account as for any other.
	 */
	private static boolean hasSupplier(ConfigurableListableBeanFactory beanFactory) {
		return names(beanFactory, EigiApiKeySupplier.class).length > 0;
	}

	private static boolean hasTenants(ConfigurableListableBeanFactory beanFactory) {
		return names(beanFactory, EigiTenants.class).length > 0;
	}

	private static List<String> mainDefinitions(ConfigurableListableBeanFactory beanFactory, Class<?> type) {
		return Arrays.stream(beanFactory.getBeanNamesForType(type, true, false))
			.filter((name) -> isMain(beanFactory, name))
			.toList();
	}

	private static boolean isMain(ConfigurableListableBeanFactory beanFactory, String name) {
		BeanDefinition definition = definition(beanFactory, name);
		return definition != null && ClientConfiguration.class.getName().equals(definition.getFactoryBeanName());
	}

	/**
	 * What is injected where no account is asked for, those of accounts apart.
	 */
	private List<String> defaultCandidates(ConfigurableListableBeanFactory beanFactory, Class<?> type) {
		return Arrays.stream(names(beanFactory, type))
			.filter((name) -> !isOfAccount(beanFactory, type, name) && isDefaultCandidate(beanFactory, name))
			.toList();
	}

	/**
	 * What is injected, and what conditions look at, may be a parent context's.
	 */
	private static String[] names(ConfigurableListableBeanFactory beanFactory, Class<?> type) {
		return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type, true, false);
	}

	private static boolean isDefaultCandidate(ConfigurableListableBeanFactory beanFactory, String name) {
		BeanDefinition definition = definition(beanFactory, name);
		return definition == null || (definition.isAutowireCandidate()
				&& (!(definition instanceof AbstractBeanDefinition bean) || bean.isDefaultCandidate()));
	}

	/**
	 * Definition of a bean in this context or a parent, if it has one.
	 */
	private static @Nullable BeanDefinition definition(ConfigurableListableBeanFactory beanFactory, String bean) {
		String name = EigiAccountsRegistrar.canonicalName(beanFactory, bean);
		if (beanFactory.containsBeanDefinition(name)) {
			return beanFactory.getBeanDefinition(name);
		}
		return (!beanFactory.containsLocalBean(name)
				&& beanFactory.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent)
						? definition(parent, name) : null;
	}

	private boolean isOfAccount(ConfigurableListableBeanFactory beanFactory, Class<?> type, String name) {
		return this.accounts.stream()
			.anyMatch((account) -> EigiAccountsRegistrar.isOfAccount(beanFactory, name, account, type));
	}

}
