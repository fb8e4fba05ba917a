package ai.eigi.client.observation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A convention of the application, and the default one where that fails: otherwise an
 * observation would be begun and never ended.
 */
final class SafeConvention implements EigiClientObservationConvention {

	private static final Log logger = LogFactory.getLog(EigiClientObservationConvention.class);

	private final EigiClientObservationConvention convention;

	private final AtomicBoolean complained = new AtomicBoolean();

	SafeConvention(EigiClientObservationConvention convention) {
		this.convention = convention;
	}

	@Override
	public String getName() {
		return safely(EigiClientObservationConvention::getName);
	}

	@Override
	public String getContextualName(EigiClientObservationContext context) {
		return safely((convention) -> convention.getContextualName(context));
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EigiClientObservationContext context) {
		return safely((convention) -> convention.getLowCardinalityKeyValues(context));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EigiClientObservationContext context) {
		return safely((convention) -> convention.getHighCardinalityKeyValues(context));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.convention.supportsContext(context);
	}

	private <T> T safely(Function<EigiClientObservationConvention, T> question) {
		try {
			T answer = question.apply(this.convention);
			if (answer != null) {
				return answer;
			}
		}
		catch (RuntimeException ex) {
			if (this.complained.compareAndSet(false, true)) {
				logger.warn(this.convention.getClass().getName() + " failed; the default names and keys are used", ex);
			}
		}
		return question.apply(DefaultEigiClientObservationConvention.INSTANCE);
	}

}
