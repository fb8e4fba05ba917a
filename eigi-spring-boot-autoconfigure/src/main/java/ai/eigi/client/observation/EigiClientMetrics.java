package ai.eigi.client.observation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;

import ai.eigi.client.error.EigiException;
import ai.eigi.client.observation.EigiClientObservationDocumentation.LowCardinalityKeyNames;
import ai.eigi.client.observation.EigiClientObservationDocumentation.MeterKeyNames;
import ai.eigi.client.observation.EigiClientObservationDocumentation.Meters;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.Failure;
import ai.eigi.client.transport.OperationEvents;
import ai.eigi.client.transport.OperationListener;
import ai.eigi.client.transport.TransportState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;

/**
 * Meters of what an observation cannot hold: the attempts, the waits for permits, the
 * texts of streams, and how a client stands with its limits. Needs
 * {@code micrometer-core}. One instance may serve several clients.
 *
 * @since 0.1.0
 */
public final class EigiClientMetrics implements OperationListener {

	private final MeterRegistry registry;

	private final Map<String, Limits> limits = new ConcurrentHashMap<>();

	/**
	 * Create a listener.
	 * @param registry where meters are registered
	 */
	public EigiClientMetrics(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void opened(EigiTransport transport) {
		this.limits.compute(transport.account(), (account, known) -> {
			Limits limits = (known != null) ? known : new Limits(this.registry, account);
			limits.states.add(transport.state());
			return limits;
		});
	}

	@Override
	public void closed(EigiTransport transport) {
		this.limits.computeIfPresent(transport.account(), (account, limits) -> {
			limits.states.remove(transport.state());
			if (!limits.states.isEmpty()) {
				return limits;
			}
			limits.gauges.forEach(this.registry::remove);
			return null;
		});
	}

	@Override
	public OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed, ContextView context) {
		return new Measured(this.registry, transport.account(), call.operation());
	}

	/**
	 * One operation. Its texts are told one after the other.
	 */
	private static final class Measured implements OperationEvents {

		private final MeterRegistry registry;

		private final Tags tags;

		private final Tags accountTag;

		private volatile boolean attempting;

		private volatile long sentAt;

		private @Nullable Timer gaps;

		private long lastText;

		private long texts;

		private long characters;

		Measured(MeterRegistry registry, String account, String operation) {
			this.registry = registry;
			this.accountTag = Tags.of(LowCardinalityKeyNames.ACCOUNT.asString(), account);
			this.tags = this.accountTag.and(LowCardinalityKeyNames.OPERATION.asString(), operation);
		}

		@Override
		public void attemptBegun(int number, HttpHeaders headers) {
			this.attempting = true;
		}

		@Override
		public void permitWaited(long nanos, PermitWait end) {
			Meters meter = Meters.PERMIT_WAIT;
			Timer.builder(meter.getName())
				.description(meter.getDescription())
				.tags(this.accountTag.and(MeterKeyNames.PERMIT_WAIT_RESULT.asString(), end.name()))
				.register(this.registry)
				.record(nanos, TimeUnit.NANOSECONDS);
		}

		@Override
		public void sent() {
			this.sentAt = System.nanoTime();
		}

		@Override
		public void attemptFailed(Failure failure, EigiException exception, @Nullable Duration repeatedAfter,
				@Nullable Duration coolDown) {
			attempted(EigiClientAttemptResult.of(failure), repeatedAfter != null);
		}

		private void attempted(@Nullable EigiClientAttemptResult result, boolean repeated) {
			if (!this.attempting || result == null) {
				return;
			}
			this.attempting = false;
			Meters meter = Meters.ATTEMPTS;
			Counter.builder(meter.getName())
				.description(meter.getDescription())
				.tags(this.tags.and(MeterKeyNames.ATTEMPT_RESULT.asString(), result.name(),
						MeterKeyNames.ATTEMPT_REPEATED.asString(), String.valueOf(repeated)))
				.register(this.registry)
				.increment();
		}

		@Override
		public void text(int length) {
			long now = System.nanoTime();
			if (this.texts == 0) {
				timer(Meters.STREAM_FIRST_TEXT).record(now - this.sentAt, TimeUnit.NANOSECONDS);
			}
			else {
				Timer gaps = this.gaps;
				if (gaps == null) {
					gaps = timer(Meters.STREAM_TEXT_GAP);
					this.gaps = gaps;
				}
				gaps.record(now - this.lastText, TimeUnit.NANOSECONDS);
			}
			this.lastText = now;
			this.texts++;
			this.characters += length;
		}

		private Timer timer(Meters meter) {
			return Timer.builder(meter.getName())
				.description(meter.getDescription())
				.tags(this.tags)
				.register(this.registry);
		}

		@Override
		public void completed() {
			ended(EigiClientAttemptResult.SUCCESS, EigiClientOutcome.SUCCESS);
		}

		@Override
		public void failed(Throwable error) {
			ended((error instanceof EigiException) ? EigiClientAttemptResult.BROKEN : EigiClientAttemptResult.OTHER,
					EigiClientOutcome.of(error));
		}

		@Override
		public void cancelled() {
			ended(EigiClientAttemptResult.CANCELLED, EigiClientOutcome.CANCELLED);
		}

		private void ended(EigiClientAttemptResult result, EigiClientOutcome outcome) {
			attempted(result, false);
			if (this.texts > 0) {
				summary(Meters.STREAM_TEXTS, outcome).record(this.texts);
				summary(Meters.STREAM_CHARACTERS, outcome).record(this.characters);
			}
		}

		private DistributionSummary summary(Meters meter, EigiClientOutcome outcome) {
			return DistributionSummary.builder(meter.getName())
				.description(meter.getDescription())
				.baseUnit(meter.getBaseUnit())
				.tags(this.tags.and(LowCardinalityKeyNames.OUTCOME.asString(), outcome.name()))
				.register(this.registry);
		}

	}

	/**
	 * The clients of one account, usually one.
	 */
	private static final class Limits {

		private final List<TransportState> states = new CopyOnWriteArrayList<>();

		private final List<Meter> gauges = new ArrayList<>();

		Limits(MeterRegistry registry, String account) {
			gauge(registry, account, Meters.PERMITS_AVAILABLE, Limits::availablePermits, Double::sum);
			gauge(registry, account, Meters.PERMITS_PENDING, TransportState::waitingForPermit, Double::sum);
			gauge(registry, account, Meters.COOL_DOWN, (state) -> state.coolDown().toNanos() / 1e9, Math::max);
			gauge(registry, account, Meters.CONNECTIONS_ACTIVE, TransportState::connectionsInUse, Double::sum);
			gauge(registry, account, Meters.CONNECTIONS_PENDING, TransportState::waitingForConnection, Double::sum);
			gauge(registry, account, Meters.CONNECTIONS_MAX, TransportState::maxConnections, Double::sum);
		}

		private static double availablePermits(TransportState state) {
			int permits = state.availablePermits();
			return (permits < Integer.MAX_VALUE) ? permits : Double.NaN;
		}

		private void gauge(MeterRegistry registry, String account, Meters meter, ToDoubleFunction<TransportState> value,
				DoubleBinaryOperator all) {
			this.gauges.add(Gauge
				.builder(meter.getName(), this, (limits) -> limits.states.stream().mapToDouble(value).reduce(0, all))
				.description(meter.getDescription())
				.baseUnit(meter.getBaseUnit())
				.tag(LowCardinalityKeyNames.ACCOUNT.asString(), account)
				.register(registry));
		}

	}

}
