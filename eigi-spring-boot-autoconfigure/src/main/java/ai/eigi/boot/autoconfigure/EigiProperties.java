package ai.eigi.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the eigi client: of its main account, and of further ones by their name.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi")
public class EigiProperties extends EigiAccountProperties {

	/**
	 * Whether the eigi client is configured.
	 */
	private boolean enabled = true;

	/**
	 * Further accounts by name, each with a key of its own. What an account does not set
	 * is taken from the same property directly below "eigi", the key excepted.
	 */
	private Map<String, EigiAccountProperties> accounts = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Map<String, EigiAccountProperties> getAccounts() {
		return this.accounts;
	}

	public void setAccounts(Map<String, EigiAccountProperties> accounts) {
		this.accounts = accounts;
	}

	/**
	 * What is set for an account; for one that has nothing of its own what is set for the
	 * main one, whose key is not its own.
	 */
	EigiAccountProperties settingsOf(String account) {
		EigiAccountProperties own = find(account);
		return (own != null) ? own : this;
	}

	@Nullable String apiKeyOf(String account) {
		EigiAccountProperties own = find(account);
		return (own != null) ? own.getApiKey() : null;
	}

	private @Nullable EigiAccountProperties find(String account) {
		EigiAccountProperties exact = this.accounts.get(account);
		return (exact != null) ? exact
				: this.accounts.entrySet()
					.stream()
					.filter((entry) -> AccountNames.areSame(entry.getKey(), account))
					.map(Map.Entry::getValue)
					.findFirst()
					.orElse(null);
	}

}
