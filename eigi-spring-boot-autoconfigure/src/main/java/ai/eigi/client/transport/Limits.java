package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.github.resilience4j.core.IntervalBiFunction;
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
 * {@code resilience4j.*} properties, tightens what {@code eigi.*} says and never loosens
 * it: the smaller limit, the shorter wait for a permit, the fewer attempts, the longer
 * wait between them hold.
 */
final class Limits {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final PermitGate gate;

	private final EigiRateLimiter rateLimiter;

	private final @Nullable Retry retry;

	Limits(String name, RateLimitSettings rateLimit, RetrySettings retry, @Nullable RateLimiterRegistry rateLimiters,
			@Nullable RetryRegistry retries, Scheduler scheduler, LongSupplier nanoClock) {
		RateLimiterConfig asked = (rateLimiters != null)
				? rateLimiters.find(name).map(RateLimiter::getRateLimiterConfig).orElse(null) : null;
		Duration maxWait = rateLimit.maxWait();
		List<SlidingWindow> windows = new ArrayList<>();
		if (rateLimit.enabled()) {
			windows.add(new SlidingWindow(rateLimit.requestsPerMinute(), MINUTE.toNanos()));
		}
		if (asked != null) {
			windows.add(new SlidingWindow(asked.getLimitForPeriod(), asked.getLimitRefreshPeriod().toNanos()));
			maxWait = min(maxWait, asked.getTimeoutDuration());
		}
		this.gate = new PermitGate(windows, maxWait, scheduler, nanoClock);
		RateLimiterConfig own = RateLimiterConfig.custom()
			.limitForPeriod(rateLimit.requestsPerMinute())
			.limitRefreshPeriod(MINUTE)
			.build();
		RateLimiterConfig shown = (asked != null && perMinute(asked) < perMinute(own)) ? asked : own;
		RateLimiterConfig config = RateLimiterConfig.custom()
			.limitForPeriod(shown.getLimitForPeriod())
			.limitRefreshPeriod(shown.getLimitRefreshPeriod())
			.timeoutDuration(maxWait)
			.build();
		this.rateLimiter = new EigiRateLimiter(name, config, this.gate);
		if (rateLimiters != null) {
			rateLimiters.rateLimiter(name, config);
			rateLimiters.replace(name, this.rateLimiter);
		}
		this.retry = retry.enabled() ? retry(name, retry, retries) : null;
	}

	private static Retry retry(String name, RetrySettings settings, @Nullable RetryRegistry retries) {
		RetryConfig asked = (retries != null) ? retries.find(name).map(Retry::getRetryConfig).orElse(null) : null;
		int attempts = (asked != null) ? Math.min(settings.maxAttempts(), asked.getMaxAttempts())
				: settings.maxAttempts();
		RetryConfig config = RetryConfig.custom()
			.maxAttempts(attempts)
			.retryOnException((ex) -> isRepeatable(ex, asked))
			.intervalBiFunction((attempt, outcome) -> waitBefore(attempt, outcome, asked))
			.build();
		Retry retry = Retry.of(name, config);
		if (retries != null) {
			retries.retry(name, config);
			retries.replace(name, retry);
		}
		return retry;
	}

	private static boolean isRepeatable(Throwable ex, @Nullable RetryConfig asked) {
		return ex instanceof AttemptFailedException failed && failed.waitAfter(1) != null
				&& (asked == null || asked.getExceptionPredicate().test(failed.exception()));
	}

	private static long waitBefore(int attempt, Either<Throwable, Object> outcome, @Nullable RetryConfig asked) {
		long wait = 0;
		if (outcome.isLeft() && outcome.getLeft() instanceof AttemptFailedException failed) {
			Duration chosen = failed.waitAfter(attempt);
			wait = (chosen != null) ? chosen.toMillis() : -1;
		}
		if (asked != null && wait >= 0) {
			IntervalBiFunction<Object> interval = asked.getIntervalBiFunction();
			wait = (interval != null) ? Math.max(wait, interval.apply(attempt, outcome)) : wait;
		}
		return wait;
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

	void close() {
		this.gate.close();
	}

}
