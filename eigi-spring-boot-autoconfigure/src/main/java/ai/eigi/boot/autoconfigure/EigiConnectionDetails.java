package ai.eigi.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Details needed to connect to eigi. A bean of this type takes the place of
 * {@code eigi.api-key}, {@code eigi.base-url} and {@code eigi.http.ssl.bundle}, and of
 * the latter two for every account below {@code eigi.accounts}.
 *
 * @since 0.1.0
 */
public interface EigiConnectionDetails extends ConnectionDetails {

	/**
	 * API key that every request carries. Not asked for where the details are those of
	 * the auto-configuration and there is an {@link ai.eigi.client.EigiApiKeySupplier}
	 * bean, which knows the keys then. Details of the application's own come before such
	 * a bean.
	 * @return the key, never blank
	 */
	String getApiKey();

	/**
	 * Base address of the API. A trailing slash, {@code /v1} or {@code /v1/public} is
	 * tolerated.
	 * @return the base address
	 */
	default String getBaseUrl() {
		return "https://api.eigi.ai";
	}

	/**
	 * SSL bundle to connect with.
	 * @return the bundle, or {@code null} to trust what the JVM trusts
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

	/**
	 * Details of another account of the application, one below {@code eigi.accounts}. By
	 * default it connects with its own key to where these details lead, so that nothing
	 * leaves for another place whichever account is used.
	 * @param name name of the account
	 * @param apiKey what {@code eigi.accounts.<name>.api-key} is set to, or {@code null}
	 * @return details for that account
	 */
	default EigiConnectionDetails forAccount(String name, @Nullable String apiKey) {
		return new AccountConnectionDetails(name, apiKey, this::getBaseUrl, this::getSslBundle);
	}

}
