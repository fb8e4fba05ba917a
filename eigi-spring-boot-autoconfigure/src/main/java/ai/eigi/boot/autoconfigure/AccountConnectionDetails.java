package ai.eigi.boot.autoconfigure;

import java.util.function.Supplier;

import ai.eigi.client.transport.ApiKey;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * {@link EigiConnectionDetails} of one of several accounts: a key of its own, and the
 * address of others.
 */
final class AccountConnectionDetails implements EigiConnectionDetails {

	private final String name;

	private final @Nullable String apiKey;

	private final Supplier<String> baseUrl;

	private final Supplier<@Nullable SslBundle> sslBundle;

	AccountConnectionDetails(String name, @Nullable String apiKey, Supplier<String> baseUrl,
			Supplier<@Nullable SslBundle> sslBundle) {
		this.name = name;
		this.apiKey = apiKey;
		this.baseUrl = baseUrl;
		this.sslBundle = sslBundle;
	}

	@Override
	public String getApiKey() {
		return ApiKey.check(this.apiKey, "eigi.accounts." + this.name + ".api-key");
	}

	@Override
	public String getBaseUrl() {
		return this.baseUrl.get();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle.get();
	}

}
