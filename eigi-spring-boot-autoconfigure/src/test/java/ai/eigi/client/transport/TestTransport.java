package ai.eigi.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A transport over real sockets whose waits pass in virtual time.
 */
public final class TestTransport {

	private TestTransport() {
	}

	public static EigiTransport create(String baseUrl, VirtualTimeScheduler time) {
		return create(baseUrl, time, UnaryOperator.identity());
	}

	public static EigiTransport create(String baseUrl, VirtualTimeScheduler time, UnaryOperator<HttpSettings> http) {
		return new EigiTransportBuilder().apiKey(ApiKey.of("vk_test"))
			.baseUrl(baseUrl)
			.http(http.apply(HttpSettings.defaults().withResponseTimeout(Duration.ofDays(1))))
			.rateLimit(RateLimitSettings.defaults().withEnabled(false))
			.time(time, () -> time.now(TimeUnit.NANOSECONDS), Clock.systemUTC())
			.build();
	}

}
