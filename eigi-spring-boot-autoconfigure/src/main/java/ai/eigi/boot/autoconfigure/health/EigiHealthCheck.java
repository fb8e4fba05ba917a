package ai.eigi.boot.autoconfigure.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiClientStatus;
import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells how the accounts of the application are doing: from what operations came to,
 * which sends nothing, or by asking the service.
 * <p>
 * A check is one request for what the service answers most cheaply, with the key and
 * within the limits of the account. It is sent only while permits are left that nobody
 * waits for, and never repeated. Who asks while one is under way, or soon after, gets the
 * result of that.
 *
 * @since 0.1.0
 */
public final class EigiHealthCheck {

	private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(10);

	private final ClientBeans clients;

	private final EigiHealthProperties properties;

	private final Clock clock;

	private final Map<String, Check> checks = new ConcurrentHashMap<>();

	EigiHealthCheck(ClientBeans clients, EigiHealthProperties properties, Clock clock) {
		if (properties.getFailureThreshold() < 1) {
			throw new EigiConfigurationException("eigi.health.failure-threshold",
					"eigi.health.failure-threshold is " + properties.getFailureThreshold() + ".",
					"Set it to 1 or more.");
		}
		checkPositive("eigi.health.active.cache", properties.getActive().getCache());
		checkPositive("eigi.health.active.timeout", properties.getActive().getTimeout());
		this.clients = clients;
		this.properties = properties;
		this.clock = clock;
	}

	private static void checkPositive(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new EigiConfigurationException(property, property + " is " + value.toMillis() + " ms.",
					"Set it to more than zero.");
		}
	}

	/**
	 * Names of the accounts of the application.
	 * @return the names, those that nobody uses included
	 */
	public Set<String> accounts() {
		return this.clients.beanNames().keySet();
	}

	/**
	 * How all accounts are doing, as far as it is known. Sends nothing.
	 * @return the health of each account
	 */
	public List<EigiHealth> current() {
		return accounts().stream().map(this::current).toList();
	}

	/**
	 * How an account is doing, as far as it is known. Sends nothing.
	 * @param account name of the account
	 * @return its health
	 */
	public EigiHealth current(String account) {
		EigiClient client = client(account);
		return (client != null) ? checkOf(account).health(client) : EigiHealth.unused(account);
	}

	/**
	 * Ask the service how all accounts are doing.
	 * @return the health of each account, when it is known; never an error
	 */
	public Flux<EigiHealth> check() {
		return Flux.defer(() -> Flux.fromIterable(accounts())).flatMapSequential(this::check);
	}

	/**
	 * Ask the service how an account is doing.
	 * @param account name of the account; nothing is sent for one that nobody uses
	 * @return its health, when it is known; never an error
	 */
	public Mono<EigiHealth> check(String account) {
		return Mono.defer(() -> {
			EigiClient client = client(account);
			return (client != null) ? checkOf(account).run(client) : Mono.just(EigiHealth.unused(account));
		});
	}

	/**
	 * Forget all checks: the next one asks the service, however soon it is. For who
	 * starts over, as with {@link EigiClient#forgetOutcomes()}.
	 */
	public void forget() {
		this.checks.clear();
	}

	private @Nullable EigiClient client(String account) {
		String beanName = this.clients.beanNames().get(account);
		if (beanName == null) {
			throw new IllegalArgumentException("There is no account of that name");
		}
		return this.clients.find(beanName);
	}

	private Check checkOf(String account) {
		return this.checks.computeIfAbsent(account, Check::new);
	}

	/**
	 * The checks of one account, one at a time.
	 */
	private final class Check {

		private final String account;

		private @Nullable Mono<EigiHealth> underWay;

		private @Nullable Instant checkedAt;

		private Instant goodUntil = Instant.MIN;

		Check(String account) {
			this.account = account;
		}

		EigiHealth health(EigiClient client) {
			Instant at;
			synchronized (this) {
				at = this.checkedAt;
			}
			return EigiHealth.of(this.account, client.status(), at,
					EigiHealthCheck.this.properties.getFailureThreshold());
		}

		Mono<EigiHealth> run(EigiClient client) {
			synchronized (this) {
				if (this.underWay == null) {
					if (EigiHealthCheck.this.clock.instant().isBefore(this.goodUntil)) {
						return Mono.just(health(client));
					}
					this.underWay = client.check(EigiHealthCheck.this.properties.getActive().getTimeout())
						.map((sent) -> ended(client, sent))
						.doOnTerminate(this::over)
						.cache();
				}
				return this.underWay;
			}
		}

		private synchronized EigiHealth ended(EigiClient client, boolean sent) {
			if (sent) {
				Instant now = EigiHealthCheck.this.clock.instant();
				this.checkedAt = now;
				this.goodUntil = now.plus(goodFor(client.status()));
			}
			return health(client);
		}

		private synchronized void over() {
			this.underWay = null;
		}

		private Duration goodFor(EigiClientStatus status) {
			Duration cache = EigiHealthCheck.this.properties.getActive().getCache();
			boolean failed = status.consecutiveFailures() > 0;
			return (failed && cache.compareTo(LONGEST_AFTER_FAILURE) > 0) ? LONGEST_AFTER_FAILURE : cache;
		}

	}

}
