package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.testsupport.RawServer;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * With {@code resilience4j-spring-boot4}, properties make the client stricter. None of
 * them, and nothing done to a registry while the application runs, lets a call ring
 * twice, a message be sent twice, or more requests leave than the account may send.
 */
@Tag("same-on-any-jdk")
class EigiResilience4jHostilePropertiesTests {

	/**
	 * How often a request is sent that is answered so, by what it does: it reads, it
	 * writes, it dials.
	 */
	private static final Map<String, List<Integer>> SENT = Map.ofEntries(Map.entry("400", List.of(1, 1, 1)),
			Map.entry("401", List.of(1, 1, 1)), Map.entry("403", List.of(1, 1, 1)), Map.entry("404", List.of(1, 1, 1)),
			Map.entry("422", List.of(1, 1, 1)), Map.entry("408", List.of(3, 1, 1)), Map.entry("429", List.of(3, 3, 1)),
			Map.entry("500", List.of(3, 1, 1)), Map.entry("502", List.of(3, 1, 1)), Map.entry("503", List.of(3, 1, 1)),
			Map.entry("504", List.of(3, 1, 1)), Map.entry("reset", List.of(3, 1, 1)),
			Map.entry("closed", List.of(3, 1, 1)), Map.entry("unreadable", List.of(1, 1, 1)));

	private static final Pattern FAULT = Pattern.compile("/conversations/([\\w]+)|\"agent_id\":\"([\\w]+)\"");

	private final RawServer server = RawServer.start((exchange) -> {
		switch (fault(exchange.request())) {
			case "reset" -> exchange.reset();
			case "closed" -> exchange.close();
			case "unreadable" -> exchange.json(200, "{\"conversation");
			case "fine" -> exchange.json(200, "{\"conversation_id\":\"c-1\"}");
			case "503" -> exchange.json(503, "{}", "retry-after: 0");
			case "busy" -> exchange.json(429, "{}", "retry-after: 1");
			case "full" -> exchange.json(429, "{}", "retry-after: 50");
			default -> exchange.json(Integer.parseInt(fault(exchange.request())), "{}");
		}
	});

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@MethodSource("hostileProperties")
	void whatMustNotBeSentAgainIsNot(Where where, Hostility hostility) {
		contextRunner(where, hostility).run((context) -> where.use(context, this::assertSentAsOften));
	}

	@ParameterizedTest
	@MethodSource("hostileProperties")
	void limitOfTheTierHolds(Where where, Hostility hostility) {
		contextRunner(where, hostility)
			.withPropertyValues("eigi.rate-limit.requests-per-minute=2", "eigi.rate-limit.max-wait=0")
			.run((context) -> where.use(context, this::assertTwoLeave));
	}

	@ParameterizedTest
	@MethodSource("hostileProperties")
	void coolDownHolds(Where where, Hostility hostility) {
		contextRunner(where, hostility)
			.withPropertyValues("eigi.retry.max-retry-after=10s", "eigi.rate-limit.max-wait=0")
			.run((context) -> where.use(context, (eigi) -> {
				end(eigi.getConversation("full"));
				assertThatExceptionOfType(EigiPermitTimeoutException.class)
					.isThrownBy(() -> eigi.getConversation("fine").block(EigiContexts.PATIENCE));
				assertThat(this.server.requests()).hasSize(1);
			}));
	}

	@ParameterizedTest
	@EnumSource(Where.class)
	void waitThatTheServerAsksForIsKept(Where where) {
		contextRunner(where, Hostility.ALL_TOGETHER).withPropertyValues("eigi.retry.max-attempts=2")
			.run((context) -> where.use(context, (eigi) -> {
				long start = System.nanoTime();
				end(eigi.getConversation("busy"));
				assertThat(this.server.requests()).hasSize(2);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
			}));
	}

	@ParameterizedTest
	@EnumSource(Where.class)
	void stricterAttemptsHold(Where where) {
		contextRunner(where, List.of("resilience4j.retry.%s.max-attempts=2"))
			.run((context) -> where.use(context, (eigi) -> {
				end(eigi.getConversation("500"));
				assertThat(this.server.requests()).hasSize(2);
			}));
	}

	@ParameterizedTest
	@EnumSource(Where.class)
	void longerWaitBetweenAttemptsHolds(Where where) {
		contextRunner(where,
				List.of("resilience4j.retry.%s.max-attempts=2", "resilience4j.retry.%s.wait-duration=700ms"))
			.run((context) -> where.use(context, (eigi) -> {
				long start = System.nanoTime();
				end(eigi.getConversation("500"));
				assertThat(this.server.requests()).hasSize(2);
				assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
			}));
	}

	@ParameterizedTest
	@EnumSource(Where.class)
	void exceptionThatIsIgnoredIsNotRepeated(Where where) {
		contextRunner(where, List.of("resilience4j.retry.%s.ignore-exceptions=" + EigiServerException.class.getName()))
			.run((context) -> where.use(context, (eigi) -> {
				end(eigi.getConversation("500"));
				assertThat(this.server.requests()).hasSize(1);
			}));
	}

	@ParameterizedTest
	@EnumSource(Where.class)
	void smallerLimitAndShorterWaitHold(Where where) {
		contextRunner(where,
				List.of("resilience4j.ratelimiter.%s.limit-for-period=2",
						"resilience4j.ratelimiter.%s.limit-refresh-period=1m",
						"resilience4j.ratelimiter.%s.timeout-duration=0"))
			.run((context) -> where.use(context, this::assertTwoLeave));
	}

	@Test
	void whatIsNotSaidStaysAsTheClientHasIt() {
		contextRunner(Where.INSTANCE,
				List.of("resilience4j.ratelimiter.%s.subscribe-for-events=true",
						"resilience4j.retry.%s.event-consumer-buffer-size=5"))
			.withPropertyValues("eigi.retry.max-attempts=5", "eigi.rate-limit.max-wait=20s")
			.run((context) -> {
				assertThat(limiter(context).getRateLimiterConfig().getTimeoutDuration())
					.isEqualTo(Duration.ofSeconds(20));
				assertThat(context.getBean(RetryRegistry.class).retry("eigi").getRetryConfig().getMaxAttempts())
					.isEqualTo(5);
			});
	}

	@Test
	void limiterCannotBeChangedWhileItRuns() {
		contextRunner(Where.INSTANCE, List.of())
			.withPropertyValues("eigi.rate-limit.requests-per-minute=2", "eigi.rate-limit.max-wait=0")
			.run((context) -> {
				assertThatExceptionOfType(UnsupportedOperationException.class)
					.isThrownBy(() -> limiter(context).changeLimitForPeriod(100000));
				assertThatExceptionOfType(UnsupportedOperationException.class)
					.isThrownBy(() -> limiter(context).changeTimeoutDuration(Duration.ofHours(1)));
				assertTwoLeave(context.getBean(EigiOperations.class));
			});
	}

	@Test
	void instancesThatAreReplacedInTheRegistryLoosenNothing() {
		contextRunner(Where.INSTANCE, List.of()).run((context) -> {
			RetryConfig everything = RetryConfig.custom().maxAttempts(50).retryOnException((ex) -> true).build();
			context.getBean(RetryRegistry.class).replace("eigi", Retry.of("eigi", everything));
			context.getBean(RateLimiterRegistry.class)
				.replace("eigi", RateLimiter.of("eigi", RateLimiterConfig.custom().limitForPeriod(100000).build()));
			assertSentAsOften(context.getBean(EigiOperations.class));
		});
	}

	@Test
	void limitHoldsForWhoReplacesTheLimiter() {
		contextRunner(Where.INSTANCE, List.of())
			.withPropertyValues("eigi.rate-limit.requests-per-minute=2", "eigi.rate-limit.max-wait=0")
			.run((context) -> {
				context.getBean(RateLimiterRegistry.class)
					.replace("eigi", RateLimiter.of("eigi", RateLimiterConfig.custom().limitForPeriod(100000).build()));
				assertTwoLeave(context.getBean(EigiOperations.class));
			});
	}

	static Stream<Arguments> hostileProperties() {
		return Stream.of(Where.values())
			.flatMap((where) -> Stream.of(Hostility.values()).map((hostility) -> Arguments.of(where, hostility)));
	}

	private void assertSentAsOften(EigiOperations eigi) {
		List<Function<String, Publisher<?>>> requests = List.of(eigi::getConversation,
				(fault) -> eigi.chat(ChatRequest.of(fault, "Hello")),
				(fault) -> eigi.startCalls(OutboundCallRequest.of(fault, "+14155550123")));
		SENT.forEach((fault, sent) -> {
			for (int i = 0; i < requests.size(); i++) {
				int before = this.server.requests().size();
				end(requests.get(i).apply(fault));
				assertThat(this.server.requests().size() - before).as(fault + " of request " + i)
					.isEqualTo(sent.get(i));
			}
		});
	}

	private void assertTwoLeave(EigiOperations eigi) {
		end(eigi.getConversation("fine"));
		end(eigi.getConversation("fine"));
		assertThatExceptionOfType(EigiPermitTimeoutException.class)
			.isThrownBy(() -> eigi.getConversation("fine").block(EigiContexts.PATIENCE));
		assertThat(this.server.requests()).hasSize(2);
	}

	private static void end(Publisher<?> publisher) {
		Flux.from(publisher).then().onErrorComplete().block(EigiContexts.PATIENCE);
	}

	private static String fault(RawServer.Request request) {
		Matcher matcher = FAULT.matcher(request.target() + request.body());
		assertThat(matcher.find()).isTrue();
		return (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
	}

	private static RateLimiter limiter(ApplicationContext context) {
		return context.getBean(RateLimiterRegistry.class).rateLimiter("eigi");
	}

	private ApplicationContextRunner contextRunner(Where where, Hostility hostility) {
		return contextRunner(where, hostility.properties);
	}

	private ApplicationContextRunner contextRunner(Where where, List<String> properties) {
		return EigiContexts.runner(this.server)
			.withConfiguration(AutoConfigurations.of(RateLimiterAutoConfiguration.class, RetryAutoConfiguration.class))
			.withPropertyValues("eigi.rate-limit.requests-per-minute=1000", "eigi.retry.initial-backoff=1ms",
					"eigi.accounts.support.api-key=" + EigiContexts.KEY)
			.withPropertyValues(properties.stream()
				.map((property) -> property.formatted(where.configuration))
				.toArray(String[]::new));
	}

	/**
	 * Where the properties stand, and whose instance they are for.
	 */
	enum Where {

		INSTANCE("instances.eigi", null), DEFAULTS("configs.default", null),
		INSTANCE_OF_AN_ACCOUNT("instances.eigi-support", "support"),
		DEFAULTS_FOR_AN_ACCOUNT("configs.default", "support");

		private final String configuration;

		private final String account;

		Where(String configuration, String account) {
			this.configuration = configuration;
			this.account = account;
		}

		void use(ApplicationContext context, Consumer<EigiOperations> test) {
			test.accept((this.account != null) ? EigiContexts.operations(context, this.account)
					: context.getBean(EigiOperations.class));
		}

	}

	/**
	 * Properties that would undo a rule, were they followed.
	 */
	enum Hostility {

		MANY_ATTEMPTS("resilience4j.retry.%s.max-attempts=50", "resilience4j.retry.%s.wait-duration=1ms"),

		EVERY_EXCEPTION("resilience4j.retry.%s.retry-exceptions=java.lang.Throwable"),

		EVERY_EXCEPTION_BY_PREDICATE("resilience4j.retry.%s.retry-exception-predicate=" + Everything.class.getName()),

		EVERY_RESULT("resilience4j.retry.%s.result-predicate=" + Everything.class.getName()),

		FAILURE_AFTER_EVERY_RESULT("resilience4j.retry.%s.result-predicate=" + Everything.class.getName(),
				"resilience4j.retry.%s.fail-after-max-attempts=true"),

		OWN_BACKOFF("resilience4j.retry.%s.wait-duration=1ms", "resilience4j.retry.%s.enable-exponential-backoff=true",
				"resilience4j.retry.%s.exponential-backoff-multiplier=1.1"),

		RANDOM_WAIT("resilience4j.retry.%s.wait-duration=1ms", "resilience4j.retry.%s.enable-randomized-wait=true"),

		NO_WAIT("resilience4j.retry.%s.interval-bi-function=" + NoWait.class.getName()),

		HIGH_LIMIT("resilience4j.ratelimiter.%s.limit-for-period=100000",
				"resilience4j.ratelimiter.%s.limit-refresh-period=1ms"),

		LONG_WAIT("resilience4j.ratelimiter.%s.timeout-duration=1h"),

		ALL_TOGETHER("resilience4j.retry.%s.max-attempts=50", "resilience4j.retry.%s.wait-duration=1ms",
				"resilience4j.retry.%s.retry-exceptions=java.lang.Throwable",
				"resilience4j.retry.%s.retry-exception-predicate=" + Everything.class.getName(),
				"resilience4j.retry.%s.result-predicate=" + Everything.class.getName(),
				"resilience4j.ratelimiter.%s.limit-for-period=100000",
				"resilience4j.ratelimiter.%s.limit-refresh-period=1ms",
				"resilience4j.ratelimiter.%s.timeout-duration=1h");

		private final List<String> properties;

		Hostility(String... properties) {
			this.properties = List.of(properties);
		}

	}

	public static final class Everything implements Predicate<Object> {

		@Override
		public boolean test(Object value) {
			return true;
		}

	}

	public static final class NoWait implements IntervalBiFunction<Object> {

		@Override
		public Long apply(Integer attempts, Either<Throwable, Object> outcome) {
			return -5L;
		}

	}

}
