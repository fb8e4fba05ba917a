package ai.eigi.client.transport;

import java.time.Duration;
import java.util.Map;

import io.github.resilience4j.core.EventConsumer;
import io.github.resilience4j.core.EventProcessor;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.event.RateLimiterEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnDrainedEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnFailureEvent;
import io.github.resilience4j.ratelimiter.event.RateLimiterOnSuccessEvent;
import reactor.core.publisher.Mono;

/**
 * What Resilience4j's registry, metrics and endpoints see of the {@link PermitGate}. Its
 * settings cannot be changed through this interface. It never blocks: where
 * Resilience4j's own limiter would park a thread, this one says no.
 */
final class EigiRateLimiter implements RateLimiter {

	private final String name;

	private final RateLimiterConfig config;

	private final PermitGate gate;

	private final Map<String, String> tags;

	private final Events events = new Events();

	private final Metrics metrics = new GateMetrics();

	EigiRateLimiter(String name, RateLimiterConfig config, PermitGate gate, Map<String, String> tags) {
		this.name = name;
		this.config = config;
		this.gate = gate;
		this.tags = tags;
	}

	/**
	 * Wait for a permit, publishing what becomes of the wait.
	 */
	Mono<PermitGate.Permit> await(PermitGate.Permit permit) {
		if (!this.events.hasConsumers()) {
			return permit.await();
		}
		return permit.await()
			.doOnNext((granted) -> this.events.publish(new RateLimiterOnSuccessEvent(this.name, 1)))
			.doOnError((ex) -> this.events.publish(new RateLimiterOnFailureEvent(this.name, 1)));
	}

	@Override
	public void changeTimeoutDuration(Duration timeoutDuration) {
		throw new UnsupportedOperationException("The wait is set with eigi.rate-limit.max-wait");
	}

	@Override
	public void changeLimitForPeriod(int limitForPeriod) {
		throw new UnsupportedOperationException("The limit is set with eigi.rate-limit.requests-per-minute");
	}

	@Override
	public boolean acquirePermission(int permits) {
		return reservePermission(permits) >= 0;
	}

	@Override
	public long reservePermission(int permits) {
		boolean granted = this.gate.tryLeave(permits);
		this.events.publish(granted ? new RateLimiterOnSuccessEvent(this.name, permits)
				: new RateLimiterOnFailureEvent(this.name, permits));
		return granted ? 0 : -1;
	}

	@Override
	public void drainPermissions() {
		int available = this.gate.availablePermits();
		if (available > 0 && available < Integer.MAX_VALUE && this.gate.tryLeave(available)) {
			this.events.publish(new RateLimiterOnDrainedEvent(this.name, available));
		}
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public RateLimiterConfig getRateLimiterConfig() {
		return this.config;
	}

	@Override
	public Map<String, String> getTags() {
		return this.tags;
	}

	@Override
	public Metrics getMetrics() {
		return this.metrics;
	}

	@Override
	public EventPublisher getEventPublisher() {
		return this.events;
	}

	@Override
	public String toString() {
		return "EigiRateLimiter(" + this.name + ")";
	}

	private final class GateMetrics implements Metrics {

		@Override
		public int getNumberOfWaitingThreads() {
			return EigiRateLimiter.this.gate.waitingCount();
		}

		@Override
		public int getAvailablePermissions() {
			return EigiRateLimiter.this.gate.availablePermits();
		}

	}

	private static final class Events extends EventProcessor<RateLimiterEvent> implements EventPublisher {

		void publish(RateLimiterEvent event) {
			if (hasConsumers()) {
				processEvent(event);
			}
		}

		@Override
		public EventPublisher onSuccess(EventConsumer<RateLimiterOnSuccessEvent> eventConsumer) {
			registerConsumer(RateLimiterOnSuccessEvent.class.getName(), eventConsumer);
			return this;
		}

		@Override
		public EventPublisher onFailure(EventConsumer<RateLimiterOnFailureEvent> eventConsumer) {
			registerConsumer(RateLimiterOnFailureEvent.class.getName(), eventConsumer);
			return this;
		}

	}

}
