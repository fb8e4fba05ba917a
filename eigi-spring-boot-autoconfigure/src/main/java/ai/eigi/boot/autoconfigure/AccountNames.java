package ai.eigi.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.eigi.client.error.EigiConfigurationException;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Finds the names of accounts in the names of properties, without resolving a value: a
 * key need not be there yet when an application is processed ahead of time.
 */
final class AccountNames {

	static final ConfigurationPropertyName ACCOUNTS = ConfigurationPropertyName.of("eigi.accounts");

	private static final int NAME = ACCOUNTS.getNumberOfElements();

	private static final Set<String> PROPERTIES = AccountPropertyNames.ALL.stream()
		.map((name) -> uniform(name).replace(".", ""))
		.collect(Collectors.toUnmodifiableSet());

	private static final Pattern USABLE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");

	/**
	 * What metrics call the account of {@code eigi.api-key}, and those of tenants.
	 */
	private static final Set<String> RESERVED = Set.of("default", "tenant");

	private AccountNames() {
	}

	/**
	 * Names of all accounts, sorted.
	 * @throws EigiConfigurationException if one of them cannot be used
	 */
	static Set<String> in(Environment environment) {
		Map<String, String> names = new LinkedHashMap<>();
		// a name from an environment variable has lost its dashes: any other source comes
		// first
		sources(environment, false).flatMap(AccountNames::propertiesOfAccounts)
			.forEach((property) -> names.putIfAbsent(property.getElement(NAME, Form.UNIFORM), usable(property)));
		sources(environment, true).flatMap(AccountNames::propertiesOfAccounts)
			.filter(AccountNames::isKnown)
			.forEach((property) -> names.putIfAbsent(property.getElement(NAME, Form.UNIFORM), usable(property)));
		return new TreeSet<>(names.values());
	}

	/**
	 * Whether two names are the same to relaxed binding.
	 */
	static boolean areSame(String name, String other) {
		return uniform(name).equals(uniform(other));
	}

	private static String uniform(String name) {
		return name.toLowerCase(Locale.ROOT).replace("-", "");
	}

	private static Stream<IterableConfigurationPropertySource> sources(Environment environment,
			boolean systemEnvironment) {
		Stream.Builder<IterableConfigurationPropertySource> sources = Stream.builder();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable
					&& (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource) == systemEnvironment) {
				sources.add(iterable);
			}
		}
		return sources.build();
	}

	private static Stream<ConfigurationPropertyName> propertiesOfAccounts(IterableConfigurationPropertySource source) {
		return source.stream().filter(ACCOUNTS::isAncestorOf);
	}

	/**
	 * Whether something of an account is set:
	 * {@code EIGI_ACCOUNTS_OUTBOUND_CALLS_API_KEY} may be the key of "outbound-calls",
	 * and is nothing of "outbound".
	 */
	private static boolean isKnown(ConfigurationPropertyName property) {
		int last = property.getNumberOfElements() - 1;
		int end = (property.isNumericIndex(last)) ? last : last + 1;
		StringBuilder rest = new StringBuilder();
		for (int i = NAME + 1; i < end; i++) {
			rest.append(property.getElement(i, Form.UNIFORM));
		}
		return PROPERTIES.contains(rest.toString());
	}

	private static String usable(ConfigurationPropertyName property) {
		String name = property.getElement(NAME, Form.ORIGINAL);
		String path = ACCOUNTS + "." + name;
		if (RESERVED.contains(uniform(name))) {
			throw new EigiConfigurationException(path,
					"The name of the account (" + path + ") is taken: metrics call other accounts so.",
					"Give the account another name.");
		}
		if (!USABLE.matcher(name).matches()) {
			throw new EigiConfigurationException(path, "The name of the account (" + path + ") cannot be used.",
					"Use lower-case letters, digits and '-', no more than 64, with a letter or digit at both ends.");
		}
		return name;
	}

}
