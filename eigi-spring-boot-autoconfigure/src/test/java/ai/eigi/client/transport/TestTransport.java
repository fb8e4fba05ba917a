package ai.eigi.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A transport over real sockets whose waits pass in virtual time.
 */
public final class TestTransport {

	private TestTransport() {
	}

	public static EigiTransport create(String baseUrl, VirtualTimeScheduler time) {
		return new EigiTransportBuilder().apiKey(ApiKey.of("vk_test"))
			.baseUrl(baseUrl)
			.http(HttpSettings.defaults().withResponseTimeout(Duration.ofDays(1)))
			.rateLimit(RateLimitSettings.defaults().withEnabled(false))
			.time(time, () -> time.now(TimeUnit.NANOSECONDS), Clock.systemUTC())
			.build();
	}

}
