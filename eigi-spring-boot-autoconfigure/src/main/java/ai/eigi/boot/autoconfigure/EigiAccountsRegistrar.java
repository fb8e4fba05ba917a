package ai.eigi.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.error.EigiConfigurationException;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.SimpleAliasRegistry;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines the beans of each account below {@code eigi.accounts}, qualified with its name.
 * Their definitions hold the name alone, so that they can be processed ahead of time. A
 * bean with one of the names that the application or a parent context has takes its
 * place: an account with two clients would have twice its limit.
 */
final class EigiAccountsRegistrar implements ImportBeanDefinitionRegistrar {

	static final String CLIENT_FACTORY = "eigiClientFactory";

	private static final String SELECTION = "eigiAccountSelection";

	private final Environment environment;

	private final ListableBeanFactory beanFactory;

	EigiAccountsRegistrar(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = (ListableBeanFactory) beanFactory;
	}

	/**
	 * Name of an account's bean: {@code supportEigiOperations} for example.
	 */
	static String beanName(String account, Class<?> type) {
		return account + type.getSimpleName();
	}

	/**
	 * Whether a bean is an account's: has the name, as an alias perhaps.
	 */
	static boolean isOfAccount(BeanFactory beanFactory, String bean, String account, Class<?> type) {
		String beanName = beanName(account, type);
		return bean.equals(beanName) || Arrays.asList(beanFactory.getAliases(beanName)).contains(bean);
	}

	/**
	 * Name of the definition that a name stands for.
	 */
	static String canonicalName(BeanFactory beanFactory, String name) {
		return (beanFactory instanceof SimpleAliasRegistry aliases) ? aliases.canonicalName(name) : name;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Set<String> names = AccountNames.in(this.environment);
		for (String name : names) {
			register(registry, name, EigiClient.class, client(name));
			register(registry, name, EigiOperations.class, operations(name, "operations"));
			register(registry, name, EigiManagementOperations.class, operations(name, "management"));
		}
		RootBeanDefinition selection = new RootBeanDefinition(EigiAccountSelection.class);
		selection.getConstructorArgumentValues().addIndexedArgumentValue(0, List.copyOf(names));
		selection.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		registry.registerBeanDefinition(SELECTION, selection);
	}

	private static RootBeanDefinition client(String account) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setFactoryBeanName(CLIENT_FACTORY);
		definition.setFactoryMethodName("accountClient");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, account);
		definition.setDestroyMethodName(AbstractBeanDefinition.INFER_METHOD);
		definition.setLazyInit(true);
		return definition;
	}

	private static RootBeanDefinition operations(String account, String method) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setFactoryBeanName(beanName(account, EigiClient.class));
		definition.setFactoryMethodName(method);
		return definition;
	}

	/**
	 * Not a default candidate, whoever defined it: who asks for no account is not meant,
	 * nor is a condition on beans of the type.
	 */
	private void register(BeanDefinitionRegistry registry, String account, Class<?> type,
			RootBeanDefinition definition) {
		String beanName = canonicalName(this.beanFactory, beanName(account, type));
		if (!this.beanFactory.containsBean(beanName)) {
			definition.setTargetType(type);
			definition.addQualifier(qualifier(account));
			definition.setDefaultCandidate(false);
			registry.registerBeanDefinition(beanName, definition);
			return;
		}
		requireType(beanName, account, type);
		if (registry.containsBeanDefinition(beanName)
				&& registry.getBeanDefinition(beanName) instanceof AbstractBeanDefinition ofApplication) {
			if (!isQualified(beanName, ofApplication)) {
				ofApplication.addQualifier(qualifier(account));
			}
			ofApplication.setDefaultCandidate(false);
		}
	}

	/**
	 * A type that is not to be seen before the bean is made may be the right one, as that
	 * of a scoped proxy, which shows as {@code Object}.
	 */
	private void requireType(String beanName, String account, Class<?> type) {
		Class<?> present = this.beanFactory.getType(beanName, false);
		if (present != null && present != Object.class && !type.isAssignableFrom(present)) {
			throw new EigiConfigurationException(AccountNames.ACCOUNTS + "." + account,
					"The bean " + beanName + " of type " + present.getName() + " has the name of the "
							+ type.getSimpleName() + " bean of the account \"" + account + "\".",
					"Give the bean another name, or the account: its beans are named after it.");
		}
	}

	/**
	 * Whether the application has qualified a bean: the account's name in the definition
	 * would hide that, and the name of the bean as well.
	 */
	private boolean isQualified(String beanName, AbstractBeanDefinition definition) {
		BeanDefinitionHolder behindProxy = (definition instanceof RootBeanDefinition proxy)
				? proxy.getDecoratedDefinition() : null;
		return definition.hasQualifier(Qualifier.class.getName())
				|| this.beanFactory.findAnnotationOnBean(beanName, Qualifier.class, false) != null
				|| (behindProxy != null && this.beanFactory.findAnnotationOnBean(behindProxy.getBeanName(),
						Qualifier.class, false) != null);
	}

	private static AutowireCandidateQualifier qualifier(String account) {
		return new AutowireCandidateQualifier(Qualifier.class, account);
	}

}
