package ai.eigi.boot.autoconfigure;

import java.util.Arrays;
import java.util.List;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.error.EigiConfigurationException;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

/**
 * Finds the account whose conversations are received and looked for.
 */
final class WebhookAccount {

	private static final String PROPERTY = "eigi.webhook.account";

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
			throw new EigiConfigurationException(PROPERTY,
					"There is no account \"" + account + "\" (" + PROPERTY + ").",
					"Set " + PROPERTY + " to the name of an account below eigi.accounts.");
		}
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
