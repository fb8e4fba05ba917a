package ai.eigi.boot.autoconfigure.health;

import reactor.core.publisher.Mono;

import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;

/**
 * {@link ReactiveHealthIndicator} of one account. Sends nothing unless it is active.
 *
 * @since 0.1.0
 */
public class EigiReactiveHealthIndicator extends AbstractReactiveHealthIndicator {

	private final EigiHealthCheck check;

	private final String account;

	private final boolean active;

	EigiReactiveHealthIndicator(EigiHealthCheck check, String account, boolean active) {
		super("eigi health check failed");
		this.check = check;
		this.account = account;
		this.active = active;
	}

	@Override
	protected Mono<Health> doHealthCheck(Health.Builder builder) {
		Mono<EigiHealth> health = this.active ? this.check.check(this.account)
				: Mono.fromCallable(() -> this.check.current(this.account));
		return health
			.map((known) -> builder.status(known.state().name()).withDetails(EigiHealthDetails.of(known)).build());
	}

}
