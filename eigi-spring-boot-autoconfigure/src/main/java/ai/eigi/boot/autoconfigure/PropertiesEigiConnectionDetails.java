package ai.eigi.boot.autoconfigure;

import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.transport.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * {@link EigiConnectionDetails} from {@link EigiProperties}.
 */
class PropertiesEigiConnectionDetails implements EigiConnectionDetails {

	private final EigiProperties properties;

	private final @Nullable SslBundles sslBundles;

	PropertiesEigiConnectionDetails(EigiProperties properties, @Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public String getApiKey() {
		return ApiKey.check(this.properties.getApiKey());
	}

	@Override
	public String getBaseUrl() {
		return this.properties.getBaseUrl();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return sslBundle(this.properties);
	}

	@Override
	public EigiConnectionDetails forAccount(String name, @Nullable String apiKey) {
		EigiAccountProperties account = this.properties.settingsOf(name);
		return new AccountConnectionDetails(name, apiKey, account::getBaseUrl, () -> sslBundle(account));
	}

	private @Nullable SslBundle sslBundle(EigiAccountProperties account) {
		String bundle = account.getHttp().getSsl().getBundle();
		if (bundle == null || bundle.isBlank()) {
			return null;
		}
		if (this.sslBundles == null) {
			throw new EigiConfigurationException("eigi.http.ssl.bundle",
					"eigi.http.ssl.bundle is set, and SSL bundles are not configured in this application.",
					"Define the bundle with spring.ssl.bundle.*, and do not exclude SslAutoConfiguration.");
		}
		return this.sslBundles.getBundle(bundle);
	}

}
