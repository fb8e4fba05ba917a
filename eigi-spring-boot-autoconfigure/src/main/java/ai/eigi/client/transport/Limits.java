package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.Registry;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * Makes the Resilience4j instances of one client and puts them into the registries of the
 * application, where it has some. An instance that is there already, from
 * {@code resilience4j.*} properties, or else the registry's default configuration,
 * tightens what {@code eigi.*} says and never loosens it: the smaller limit, the shorter
 * wait for a permit, the fewer attempts, the longer wait between them hold. What is as
 * Resilience4j has it by itself says nothing.
 */
final class Limits {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final RateLimiterConfig UNSAID_LIMIT = RateLimiterConfig.ofDefaults();

	private final PermitGate gate;

	private final EigiRateLimiter rateLimiter;

	private final @Nullable Retry retry;

	private final List<Runnable> onClose = new ArrayList<>();

	Limits(String name, RateLimitSettings rateLimit, RetrySettings retry, @Nullable RateLimiterRegistry rateLimiters,
			@Nullable RetryRegistry retries, Scheduler scheduler, LongSupplier nanoClock) {
		RateLimiterConfig asked = (rateLimiters != null) ? rateLimiters.find(name)
			.filter((found) -> !(found instanceof EigiRateLimiter))
			.map(RateLimiter::getRateLimiterConfig)
			.orElseGet(rateLimiters::getDefaultConfig) : UNSAID_LIMIT;
		Duration maxWait = rateLimit.maxWait();
		List<SlidingWindow> windows = new ArrayList<>();
		if (rateLimit.enabled()) {
			windows.add(new SlidingWindow(rateLimit.requestsPerMinute(), MINUTE.toNanos()));
		}
		if (perMinute(asked) < perMinute(UNSAID_LIMIT)) {
			windows.add(new SlidingWindow(asked.getLimitForPeriod(), asked.getLimitRefreshPeriod().toNanos()));
		}
		if (!asked.getTimeoutDuration().equals(UNSAID_LIMIT.getTimeoutDuration())) {
			maxWait = min(maxWait, asked.getTimeoutDuration());
		}
		this.gate = new PermitGate(windows, maxWait, scheduler, nanoClock);
		RateLimiterConfig own = RateLimiterConfig.custom()
			.limitForPeriod(rateLimit.requestsPerMinute())
			.limitRefreshPeriod(MINUTE)
			.build();
		RateLimiterConfig shown = (perMinute(asked) < perMinute(own)) ? asked : own;
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(shown.getLimitForPeriod())
			.limitRefreshPeriod(shown.getLimitRefreshPeriod())
			.timeoutDuration(maxWait)
			.build();
		this.rateLimiter = new EigiRateLimiter(name, config, this.gate,
				(rateLimiters != null) ? rateLimiters.getTags() : Map.of());
		if (rateLimiters != null) {
			put(rateLimiters, name, () -> rateLimiters.rateLimiter(name, config), this.rateLimiter);
		}
		this.retry = retry.enabled() ? retry(name, retry, retries) : null;
	}

	private Retry retry(String name, RetrySettings settings, @Nullable RetryRegistry retries) {
		RetryConfig asked = (retries != null) ? retries.find(name)
			.map(Retry::getRetryConfig)
			.filter((found) -> !isOwn(found))
			.orElseGet(retries::getDefaultConfig) : RetryConfig.ofDefaults();
		int attempts = (asked.getMaxAttempts() != RetryConfig.DEFAULT_MAX_ATTEMPTS)
				? Math.min(settings.maxAttempts(), asked.getMaxAttempts()) : settings.maxAttempts();
		RetryConfig config = RetryConfig.custom()
			.maxAttempts(attempts)
			.retryOnException((ex) -> isRepeatable(ex, asked))
			.intervalBiFunction(new Waits(asked))
			.build();
		Retry retry = Retry.of(name, config, (retries != null) ? retries.getTags() : Map.of());
		if (retries != null) {
			put(retries, name, () -> retries.retry(name, config), retry);
		}
		return retry;
	}

	/**
	 * Put our instance into a registry, which replaces only what it holds, and leave the
	 * registry as it was when the client is closed.
	 */
	private <E> void put(Registry<E, ?> registry, String name, Supplier<E> toBeReplaced, E own) {
		Optional<E> before = registry.find(name);
		if (before.isEmpty()) {
			toBeReplaced.get();
		}
		registry.replace(name, own);
		this.onClose.add(() -> {
			if (registry.find(name).filter((found) -> found == own).isPresent()) {
				before.ifPresentOrElse((entry) -> registry.replace(name, entry), () -> registry.remove(name));
			}
		});
	}

	private static boolean isRepeatable(Throwable ex, RetryConfig asked) {
		return ex instanceof AttemptFailedException failed && failed.waitAfter(1) != null
				&& asked.getExceptionPredicate().test(failed.exception());
	}

	private static boolean isOwn(RetryConfig config) {
		return config.getIntervalBiFunction() instanceof Waits;
	}

	private static double perMinute(RateLimiterConfig config) {
		return (double) config.getLimitForPeriod() * MINUTE.toNanos() / config.getLimitRefreshPeriod().toNanos();
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) <= 0) ? one : other;
	}

	PermitGate gate() {
		return this.gate;
	}

	EigiRateLimiter rateLimiter() {
		return this.rateLimiter;
	}

	@Nullable Retry retry() {
		return this.retry;
	}

	/**
	 * End every wait, and take out of the registries what was put in.
	 */
	void close() {
		this.gate.close();
		this.onClose.forEach(Runnable::run);
	}

	/**
	 * The wait before the next attempt: what the failure asks for, or what the
	 * application does if that is longer.
	 */
	private record Waits(RetryConfig asked) implements IntervalBiFunction<Object> {

		@Override
		public Long apply(Integer attempt, Either<Throwable, Object> outcome) {
			if (!outcome.isLeft() || !(outcome.getLeft() instanceof AttemptFailedException failed)) {
				return -1L;
			}
			Duration chosen = failed.waitAfter(attempt);
			if (chosen == null) {
				return -1L;
			}
			IntervalBiFunction<Object> asks = this.asked.getIntervalBiFunction();
			long asksFor = asks.apply(attempt, outcome);
			long wait = (asksFor != RetryConfig.DEFAULT_WAIT_DURATION) ? Math.max(chosen.toMillis(), asksFor)
					: chosen.toMillis();
			failed.decided(Duration.ofMillis(wait));
			return wait;
		}

	}

}
