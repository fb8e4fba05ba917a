package ai.eigi.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the account whose conversations are received and looked for.
 */
final class WebhookAccount {

	private static final String PROPERTY = "eigi.webhook.account";

	private static final String MAIN = "eigiOperations";

	private WebhookAccount() {
	}

	static EigiOperations operations(ListableBeanFactory beanFactory, EigiDeliveryProperties properties) {
		String account = properties.getAccount();
		if (account == null || account.isBlank()) {
			return theOne(beanFactory);
		}
		try {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(beanFactory, EigiOperations.class, account);
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new EigiConfigurationException(PROPERTY,
					"There are several EigiOperations qualified with \"" + account + "\" (" + PROPERTY + ").",
					"Leave the qualifier to one of them.");
		}
		catch (NoSuchBeanDefinitionException ex) {
			// one of the application with another qualifier
			String beanName = EigiAccountsRegistrar.beanName(account, EigiOperations.class);
			if (beanFactory.containsBean(beanName) && beanFactory.isTypeMatch(beanName, EigiOperations.class)) {
				return beanFactory.getBean(beanName, EigiOperations.class);
			}
			throw new EigiConfigurationException(PROPERTY,
					"There is no account \"" + account + "\" (" + PROPERTY + ").",
					"Set " + PROPERTY + " to the name of an account below eigi.accounts.");
		}
	}

	/**
	 * Whether it is the main account. Looks at names alone: asked while the account's
	 * client is being made.
	 */
	static boolean isMain(ListableBeanFactory beanFactory) {
		String account = chosen(beanFactory);
		return account == null || isQualified(beanFactory, MAIN, account);
	}

	/**
	 * Whether it is an account below {@code eigi.accounts}.
	 */
	static boolean is(ListableBeanFactory beanFactory, String name) {
		String account = chosen(beanFactory);
		if (account != null) {
			return AccountNames.areSame(name, account)
					|| isQualified(beanFactory, EigiAccountsRegistrar.beanName(name, EigiOperations.class), account);
		}
		String[] names = beanFactory.getBeanNamesForType(EigiOperations.class, true, false);
		return names.length == 1
				&& EigiAccountsRegistrar.isOfAccount(beanFactory, names[0], name, EigiOperations.class);
	}

	private static boolean isQualified(ListableBeanFactory beanFactory, String beanName, String account) {
		return beanFactory.containsBean(beanName)
				&& BeanFactoryAnnotationUtils.isQualifierMatch(account::equals, beanName, beanFactory);
	}

	private static @Nullable String chosen(ListableBeanFactory beanFactory) {
		EigiDeliveryProperties properties = beanFactory.getBeanProvider(EigiDeliveryProperties.class).getIfAvailable();
		String account = (properties != null) ? properties.getAccount() : null;
		return StringUtils.hasText(account) ? account : null;
	}

	private static EigiOperations theOne(ListableBeanFactory beanFactory) {
		EigiOperations operations = beanFactory.getBeanProvider(EigiOperations.class).getIfUnique();
		if (operations == null) {
			List<String> names = Arrays.asList(beanFactory.getBeanNamesForType(EigiOperations.class));
			throw new EigiConfigurationException(PROPERTY,
					"There are several accounts, none of them is that of eigi.api-key, and " + PROPERTY
							+ " does not say whose conversations are received.",
					"Set " + PROPERTY + " to the name of one; the EigiOperations are " + names + ".");
		}
		return operations;
	}

}
