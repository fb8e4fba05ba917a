package ai.eigi.boot.autoconfigure;

import java.time.Duration;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.testsupport.RawServer;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Limits and retries: what the properties say, what the application's registries show,
 * and that a configuration of Resilience4j makes the client stricter and never laxer.
 */
class EigiAutoConfigurationLimitsTests {

	private final ApplicationContextRunner contextRunner = EigiContexts.runner()
		.withPropertyValues("eigi.api-key=" + EigiContexts.KEY);

	private final RateLimiterRegistry rateLimiters = RateLimiterRegistry.ofDefaults();

	private final RetryRegistry retries = RetryRegistry.ofDefaults();

	private RawServer server = EigiContexts.conversationServer();

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "eigi.http.connect-timeout,0", "eigi.http.connect-timeout,-1s", "eigi.http.connect-timeout,400d",
			"eigi.http.response-timeout,0", "eigi.http.response-timeout,-1s", "eigi.http.response-timeout,400d",
			"eigi.http.stream-first-text-timeout,0", "eigi.http.stream-first-text-timeout,-1s",
			"eigi.http.stream-first-text-timeout,400d", "eigi.http.stream-idle-timeout,0",
			"eigi.http.stream-idle-timeout,-1s", "eigi.http.stream-idle-timeout,400d", "eigi.http.max-connections,0",
			"eigi.http.max-connections,-1", "eigi.rate-limit.requests-per-minute,0",
			"eigi.rate-limit.requests-per-minute,-1", "eigi.rate-limit.max-wait,-1ms", "eigi.rate-limit.max-wait,400d",
			"eigi.retry.max-attempts,0", "eigi.retry.max-attempts,-1", "eigi.retry.initial-backoff,0",
			"eigi.retry.initial-backoff,-1s", "eigi.retry.initial-backoff,400d", "eigi.retry.max-backoff,0",
			"eigi.retry.max-backoff,-1s", "eigi.retry.multiplier,0.9", "eigi.retry.multiplier,NaN",
			"eigi.retry.multiplier,Infinity", "eigi.retry.max-retry-after,-1s", "eigi.retry.max-retry-after,400d" })
	void runWithNonsenseLimitFailsAndNamesTheProperty(String property, String value) {
		this.contextRunner.withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo(property);
					assertThat(ex).hasMessageContaining(property);
					assertThat(ex.action()).isNotBlank();
				}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "eigi.http.max-connections=1", "eigi.rate-limit.requests-per-minute=1",
			"eigi.rate-limit.max-wait=0", "eigi.retry.max-attempts=1", "eigi.retry.multiplier=1",
			"eigi.retry.max-retry-after=0", "eigi.http.response-timeout=1ms", "eigi.retry.initial-backoff=1ms" })
	void runWithSmallestSensibleLimitStarts(String property) {
		this.contextRunner.withPropertyValues(property).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "free,100", "pro,500", "FREE,100" })
	void tierDecidesTheLimitInTheRegistry(String tier, int limit) {
		this.contextRunner.withPropertyValues("eigi.rate-limit.tier=" + tier)
			.withBean(RateLimiterRegistry.class, () -> this.rateLimiters)
			.run((context) -> assertThatLimitIs(limit));
	}

	@Test
	void limitIsThatOfTheFreeTierByDefault() {
		this.contextRunner.withBean(RateLimiterRegistry.class, () -> this.rateLimiters).run((context) -> {
			assertThatLimitIs(100);
			RateLimiterConfig config = this.rateLimiters.rateLimiter("eigi").getRateLimiterConfig();
			assertThat(config.getLimitRefreshPeriod()).isEqualTo(Duration.ofMinutes(1));
			assertThat(config.getTimeoutDuration()).isEqualTo(Duration.ofSeconds(30));
		});
	}

	@Test
	void customTierTakesTheRequestsPerMinute() {
		this.contextRunner.withPropertyValues("eigi.rate-limit.tier=custom", "eigi.rate-limit.requests-per-minute=42")
			.withBean(RateLimiterRegistry.class, () -> this.rateLimiters)
			.run((context) -> assertThatLimitIs(42));
	}

	@Test
	void customTierWithoutRequestsPerMinuteFailsAndNamesTheProperty() {
		this.contextRunner.withPropertyValues("eigi.rate-limit.tier=custom")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("eigi.rate-limit.requests-per-minute")));
	}

	@Test
	void retryOfTheClientIsInTheRegistry() {
		this.contextRunner.withPropertyValues("eigi.retry.max-attempts=5")
			.withBean(RetryRegistry.class, () -> this.retries)
			.run((context) -> assertThat(this.retries.find("eigi"))
				.hasValueSatisfying((retry) -> assertThat(retry.getRetryConfig().getMaxAttempts()).isEqualTo(5)));
	}

	@Test
	void registryCountsWhatTheClientSends() {
		server().withBean(RateLimiterRegistry.class, () -> this.rateLimiters).run((context) -> {
			EigiContexts.readConversation(context);
			EigiContexts.readConversation(context);
			assertThat(this.rateLimiters.rateLimiter("eigi").getMetrics().getAvailablePermissions()).isEqualTo(98);
		});
	}

	@Test
	void withoutRegistriesTheLimitHoldsAllTheSame() {
		server().withPropertyValues("eigi.rate-limit.requests-per-minute=1", "eigi.rate-limit.max-wait=0")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(RateLimiterRegistry.class);
				EigiContexts.readConversation(context);
				assertRefused(context.getBean(EigiOperations.class).getConversation("c-1"));
				assertThat(this.server.requests()).hasSize(1);
			});
	}

	@Test
	void publishesNoRegistryOfItsOwn() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(RateLimiterRegistry.class)
			.doesNotHaveBean(RetryRegistry.class));
	}

	@Test
	void limiterThatIsThereAlreadyLowersTheLimit() {
		this.rateLimiters.rateLimiter("eigi", limit(3, Duration.ofMinutes(1), Duration.ofSeconds(5)));
		this.contextRunner.withBean(RateLimiterRegistry.class, () -> this.rateLimiters)
			.run((context) -> assertThat(this.rateLimiters.rateLimiter("eigi").getMetrics().getAvailablePermissions())
				.isEqualTo(3));
	}

	@Test
	void registryTellsTheLimitThatHoldsAndNotTheOneThatWasLowered() {
		this.rateLimiters.rateLimiter("eigi", limit(3, Duration.ofMinutes(1), Duration.ofSeconds(5)));
		this.contextRunner.withBean(RateLimiterRegistry.class, () -> this.rateLimiters)
			.run((context) -> assertThatLimitIs(3));
	}

	@Test
	void limiterThatIsThereAlreadyShortensTheWait() {
		this.rateLimiters.rateLimiter("eigi", limit(1, Duration.ofMinutes(1), Duration.ZERO));
		server().withBean(RateLimiterRegistry.class, () -> this.rateLimiters).run((context) -> {
			EigiContexts.readConversation(context);
			assertRefused(context.getBean(EigiOperations.class).getConversation("c-1"));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void limiterThatIsThereAlreadyCannotLoosenTheLimit() {
		this.rateLimiters.rateLimiter("eigi", limit(1000, Duration.ofMillis(1), Duration.ofHours(1)));
		server().withPropertyValues("eigi.rate-limit.requests-per-minute=2", "eigi.rate-limit.max-wait=0")
			.withBean(RateLimiterRegistry.class, () -> this.rateLimiters)
			.run((context) -> {
				EigiContexts.readConversation(context);
				EigiContexts.readConversation(context);
				assertRefused(context.getBean(EigiOperations.class).getConversation("c-1"));
				assertThat(this.server.requests()).hasSize(2);
			});
	}

	@Test
	void retryThatIsThereAlreadyCannotRepeatAChat() {
		this.retries.retry("eigi", everythingTenTimes());
		answering(500).run((context) -> {
			assertOutcomeUnknown(context.getBean(EigiOperations.class).chat(ChatRequest.of("agent-1", "Hello")));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void retryThatIsThereAlreadyCannotRepeatAStream() {
		this.retries.retry("eigi", everythingTenTimes());
		answering(500).run((context) -> {
			assertOutcomeUnknown(context.getBean(EigiOperations.class).streamChat(ChatRequest.of("agent-1", "Hello")));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, 502, 503, 504, 408 })
	void retryThatIsThereAlreadyCannotRingTwice(int status) {
		this.retries.retry("eigi", everythingTenTimes());
		answering(status).run((context) -> {
			assertOutcomeUnknown(context.getBean(EigiOperations.class)
				.startCalls(OutboundCallRequest.of("agent-1", "+14155550123")));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void retryThatIsThereAlreadyCannotRaiseTheNumberOfAttempts() {
		this.retries.retry("eigi", everythingTenTimes());
		answering(500).run((context) -> {
			assertServerError(context.getBean(EigiOperations.class).getConversation("c-1"));
			assertThat(this.server.requests()).hasSize(3);
		});
	}

	@Test
	void retryThatIsThereAlreadyLowersTheNumberOfAttempts() {
		this.retries.retry("eigi", RetryConfig.custom().maxAttempts(2).intervalFunction((attempt) -> 1L).build());
		answering(500).run((context) -> {
			assertServerError(context.getBean(EigiOperations.class).getConversation("c-1"));
			assertThat(this.server.requests()).hasSize(2);
			assertThat(this.retries.retry("eigi").getRetryConfig().getMaxAttempts()).isEqualTo(2);
		});
	}

	@Test
	void retryThatIsThereAlreadyLengthensTheWait() {
		this.retries.retry("eigi",
				RetryConfig.custom().maxAttempts(2).intervalFunction(IntervalFunction.of(600)).build());
		answering(500).run((context) -> {
			long start = System.nanoTime();
			assertServerError(context.getBean(EigiOperations.class).getConversation("c-1"));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
		});
	}

	@Test
	void retryThatIsThereAlreadyCannotShortenTheWait() {
		this.retries.retry("eigi", everythingTenTimes());
		answering(500).withPropertyValues("eigi.retry.initial-backoff=600ms", "eigi.retry.max-attempts=2")
			.run((context) -> {
				long start = System.nanoTime();
				assertServerError(context.getBean(EigiOperations.class).getConversation("c-1"));
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(600));
			});
	}

	@Test
	void retryThatIsThereAlreadyMayKeepAnExceptionFromBeingRepeated() {
		this.retries.retry("eigi", RetryConfig.custom().ignoreExceptions(EigiServerException.class).build());
		answering(500).run((context) -> {
			assertServerError(context.getBean(EigiOperations.class).getConversation("c-1"));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void nothingIsRepeatedWhenRetryIsDisabled() {
		answering(500).withPropertyValues("eigi.retry.enabled=false").run((context) -> {
			assertServerError(context.getBean(EigiOperations.class).getConversation("c-1"));
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	private ApplicationContextRunner server() {
		return this.contextRunner.withPropertyValues("eigi.base-url=" + this.server.url());
	}

	private ApplicationContextRunner answering(int status) {
		this.server.close();
		this.server = EigiContexts.serverAnswering(status);
		return server().withPropertyValues("eigi.retry.initial-backoff=1ms")
			.withBean(RetryRegistry.class, () -> this.retries);
	}

	private void assertThatLimitIs(int limit) {
		assertThat(this.rateLimiters.find("eigi")).hasValueSatisfying((limiter) -> {
			assertThat(limiter.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(limit);
			assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(limit);
		});
	}

	private static RateLimiterConfig limit(int limit, Duration period, Duration timeout) {
		return RateLimiterConfig.custom()
			.limitForPeriod(limit)
			.limitRefreshPeriod(period)
			.timeoutDuration(timeout)
			.build();
	}

	private static RetryConfig everythingTenTimes() {
		return RetryConfig.custom()
			.maxAttempts(10)
			.retryOnException((ex) -> true)
			.retryOnResult((result) -> true)
			.intervalFunction((attempt) -> 1L)
			.build();
	}

	private static void assertRefused(Publisher<?> publisher) {
		assertThatExceptionOfType(EigiPermitTimeoutException.class).isThrownBy(() -> await(publisher));
	}

	private static void assertOutcomeUnknown(Publisher<?> publisher) {
		assertThatExceptionOfType(EigiOutcomeUnknownException.class).isThrownBy(() -> await(publisher));
	}

	private static void assertServerError(Publisher<?> publisher) {
		assertThatExceptionOfType(EigiServerException.class).isThrownBy(() -> await(publisher));
	}

	private static void await(Publisher<?> publisher) {
		Mono.from(publisher).block(EigiContexts.PATIENCE);
	}

}
