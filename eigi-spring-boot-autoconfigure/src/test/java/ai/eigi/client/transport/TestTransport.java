package ai.eigi.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A transport over real sockets whose waits pass in virtual time.
 */
public final class TestTransport {

	private TestTransport() {
	}

	public static EigiTransport create(String baseUrl, VirtualTimeScheduler time) {
		return builder(baseUrl, time, UnaryOperator.identity()).build();
	}

	public static EigiTransport create(String baseUrl, VirtualTimeScheduler time, UnaryOperator<HttpSettings> http) {
		return builder(baseUrl, time, http).build();
	}

	/**
	 * A transport that tells when it waits for an answer. It repeats no request: the wait
	 * before that would pass in real time.
	 * @param baseUrl where requests go to
	 * @param time the time in which it waits
	 * @param requests is told
	 */
	public static EigiTransport create(String baseUrl, VirtualTimeScheduler time, RequestsOnTheWay requests) {
		return create(baseUrl, time, requests,
				(account, formerRefused) -> Mono.just(ApiKey.supplied("vk_test", Duration.ofDays(1))));
	}

	/**
	 * The same, with keys that may change.
	 * @param baseUrl where requests go to
	 * @param time the time in which it waits
	 * @param requests is told
	 * @param keys where it reads the key of each request, without waiting
	 */
	public static EigiTransport create(String baseUrl, VirtualTimeScheduler time, RequestsOnTheWay requests,
			ApiKeySource keys) {
		return builder(baseUrl, time, UnaryOperator.identity()).retry(RetrySettings.defaults().withEnabled(false))
			.apiKeySource(keys, Duration.ofSeconds(10))
			.webClientCustomizer((webClient) -> webClient.filter(requests))
			.httpClientCustomizer(requests::watch)
			.build();
	}

	private static EigiTransportBuilder builder(String baseUrl, VirtualTimeScheduler time,
			UnaryOperator<HttpSettings> http) {
		return new EigiTransportBuilder().apiKey(ApiKey.of("vk_test"))
			.baseUrl(baseUrl)
			.http(http.apply(HttpSettings.defaults().withResponseTimeout(Duration.ofDays(1))))
			.rateLimit(RateLimitSettings.defaults().withEnabled(false))
			.time(time, () -> time.now(TimeUnit.NANOSECONDS), Clock.systemUTC());
	}

}
