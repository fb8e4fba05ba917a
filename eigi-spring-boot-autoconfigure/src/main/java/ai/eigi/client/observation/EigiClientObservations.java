package ai.eigi.client.observation;

import java.time.Duration;
import java.util.Locale;

import ai.eigi.client.error.EigiException;
import ai.eigi.client.observation.EigiClientObservationDocumentation.Events;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.Failure;
import ai.eigi.client.transport.OperationEvents;
import ai.eigi.client.transport.OperationListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;

/**
 * Observes every operation, from its subscription to its end, of a stream to the end of
 * its text. Its parent is the observation in the subscriber's context, otherwise that of
 * the thread.
 *
 * @since 0.1.0
 */
public final class EigiClientObservations implements OperationListener {

	// as ObservationThreadLocalAccessor has it, which cannot be loaded everywhere
	static final String CONTEXT_KEY = "micrometer.observation";

	private static final long NOTABLE_WAIT = Duration.ofMillis(1).toNanos();

	private final ObservationRegistry registry;

	private final @Nullable EigiClientObservationConvention convention;

	/**
	 * Create a listener.
	 * @param registry where observations are made
	 * @param convention their names and keys, or {@code null} for those of the registry
	 * or the default ones
	 */
	public EigiClientObservations(ObservationRegistry registry, @Nullable EigiClientObservationConvention convention) {
		this.registry = registry;
		this.convention = (convention != null) ? new SafeConvention(convention) : null;
	}

	@Override
	public @Nullable OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed,
			ContextView subscriber) {
		EigiClientObservationContext context = new EigiClientObservationContext(call.operation(), transport.account(),
				streamed);
		Observation observation = EigiClientObservationDocumentation.REQUESTS.observation(this.convention,
				DefaultEigiClientObservationConvention.INSTANCE, () -> context, this.registry);
		if (observation.isNoop()) {
			return null;
		}
		Observation parent = subscriber.getOrDefault(CONTEXT_KEY, null);
		if (parent != null) {
			observation.parentObservation(parent);
		}
		try {
			observation.start();
		}
		catch (RuntimeException ex) {
			observation.stop();
			throw ex;
		}
		return new Observed(observation, context, parent);
	}

	/**
	 * One operation.
	 */
	private static final class Observed implements OperationEvents {

		private final Observation observation;

		private final EigiClientObservationContext context;

		private final @Nullable Observation parent;

		Observed(Observation observation, EigiClientObservationContext context, @Nullable Observation parent) {
			this.observation = observation;
			this.context = context;
			this.parent = parent;
		}

		/**
		 * Whoever looks sees this observation, unless {@code WebClient} was told to make
		 * one of its own below it.
		 */
		@Override
		public Context context(Context context) {
			Observation current = context.getOrDefault(CONTEXT_KEY, null);
			return (current == null || current.isNoop() || current == this.parent)
					? context.put(CONTEXT_KEY, this.observation) : context;
		}

		@Override
		public void attemptBegun(int number, HttpHeaders headers) {
			this.context.attemptBegun(number);
			HttpHeaders carrier = this.context.getCarrier();
			if (carrier != null) {
				headers.putAll(carrier);
			}
			this.observation.event(Events.ATTEMPT.with("attempt " + number));
		}

		@Override
		public void permitWaited(long nanos, PermitWait end) {
			if (nanos >= NOTABLE_WAIT || end != PermitWait.GRANTED) {
				this.observation.event(Events.PERMIT_WAIT
					.with("permit " + end.name().toLowerCase(Locale.ROOT) + " after " + millis(nanos)));
			}
		}

		@Override
		public void sent() {
			this.context.sent();
		}

		@Override
		public void answered(int status) {
			this.context.answered(status);
		}

		@Override
		public void attemptFailed(Failure failure, EigiException exception, @Nullable Duration repeatedAfter,
				@Nullable Duration coolDown) {
			if (coolDown != null) {
				this.observation.event(Events.COOL_DOWN.with("cool-down of " + millis(coolDown.toNanos())));
			}
			this.observation.event(Events.ATTEMPT_FAILED.with("attempt failed: " + EigiClientAttemptResult.of(failure)
					+ ((failure.status() > 0) ? " (" + failure.status() + ")" : "")
					+ ((repeatedAfter != null) ? ", again after " + millis(repeatedAfter.toNanos()) : "")));
		}

		@Override
		public void text(int length) {
			if (this.context.text(length)) {
				this.observation.event(Events.FIRST_TEXT);
			}
		}

		@Override
		public void completed() {
			stop(EigiClientOutcome.SUCCESS, null);
		}

		@Override
		public void failed(Throwable error) {
			stop(EigiClientOutcome.of(error), error);
		}

		@Override
		public void cancelled() {
			stop(EigiClientOutcome.CANCELLED, null);
		}

		private void stop(EigiClientOutcome outcome, @Nullable Throwable error) {
			this.context.ended(outcome);
			try {
				if (error != null) {
					this.observation.error(error);
				}
			}
			finally {
				this.observation.stop();
			}
		}

		private static String millis(long nanos) {
			return Duration.ofNanos(nanos).toMillis() + " ms";
		}

	}

}
