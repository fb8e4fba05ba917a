package ai.eigi.boot.autoconfigure;

import java.time.Duration;

import ai.eigi.boot.autoconfigure.EigiAccountProperties.RateLimit.Tier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.call.CallSettings;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.transport.HttpSettings;
import ai.eigi.client.transport.RateLimitSettings;
import ai.eigi.client.transport.RetrySettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Applies {@link EigiProperties}, those of the account that the client is for.
 */
class PropertiesEigiClientBuilderCustomizer implements EigiClientBuilderCustomizer, Ordered {

	private final EigiProperties properties;

	private final @Nullable Duration connectTimeoutOfApplication;

	PropertiesEigiClientBuilderCustomizer(EigiProperties properties, @Nullable Duration connectTimeoutOfApplication) {
		this.properties = properties;
		this.connectTimeoutOfApplication = connectTimeoutOfApplication;
	}

	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public void customize(EigiClient.Builder builder) {
		EigiAccountProperties settings = this.properties.settingsOf(builder.account());
		builder.http((defaults) -> http(settings.getHttp(), defaults))
			.rateLimit((ignored) -> rateLimit(settings.getRateLimit()))
			.retry((ignored) -> retry(settings.getRetry()))
			.calls(calls(settings.getCalls()));
	}

	private HttpSettings http(EigiAccountProperties.Http http, HttpSettings defaults) {
		Duration connectTimeout = (http.getConnectTimeout() != null) ? http.getConnectTimeout()
				: this.connectTimeoutOfApplication;
		if (http.getConnectTimeout() == null && connectTimeout != null
				&& (connectTimeout.isNegative() || connectTimeout.isZero())) {
			throw new EigiConfigurationException("spring.http.clients.connect-timeout",
					"spring.http.clients.connect-timeout is " + connectTimeout
							+ ", and it is used for eigi as eigi.http.connect-timeout is not set.",
					"Set it to more than zero, or set eigi.http.connect-timeout, to 5s for example.");
		}
		return new HttpSettings((connectTimeout != null) ? connectTimeout : defaults.connectTimeout(),
				http.getResponseTimeout(), http.getStreamFirstTextTimeout(), http.getStreamIdleTimeout(),
				http.getMaxConnections(), http.isAllowInsecure());
	}

	private static RateLimitSettings rateLimit(EigiAccountProperties.RateLimit rateLimit) {
		return new RateLimitSettings(rateLimit.isEnabled(), requestsPerMinute(rateLimit), rateLimit.getMaxWait());
	}

	private static int requestsPerMinute(EigiAccountProperties.RateLimit rateLimit) {
		Integer requestsPerMinute = rateLimit.getRequestsPerMinute();
		if (requestsPerMinute != null) {
			return requestsPerMinute;
		}
		if (rateLimit.getTier() == Tier.CUSTOM) {
			throw new EigiConfigurationException("eigi.rate-limit.requests-per-minute",
					"eigi.rate-limit.tier is custom, and eigi.rate-limit.requests-per-minute is not set.",
					"Set eigi.rate-limit.requests-per-minute to the limit agreed for the account.");
		}
		return (rateLimit.getTier() == Tier.PRO) ? RateLimitSettings.PRO_TIER : RateLimitSettings.FREE_TIER;
	}

	private static RetrySettings retry(EigiAccountProperties.Retry retry) {
		return new RetrySettings(retry.isEnabled(), retry.getMaxAttempts(), retry.getInitialBackoff(),
				retry.getMultiplier(), retry.getMaxBackoff(), retry.getMaxRetryAfter(),
				retry.isRepeatWritesWhenUnavailable(), retry.isRedialWhenRateLimited());
	}

	private static CallSettings calls(EigiAccountProperties.Calls calls) {
		return new CallSettings(calls.getMode(), calls.getAllowedNumbers(), calls.isCorrelation());
	}

}
