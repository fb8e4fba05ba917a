package ai.eigi.client.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Name and keys of the observation of an operation. A bean of this type, or one given to
 * the builder of a client, replaces {@link DefaultEigiClientObservationConvention}, which
 * can be extended to add keys. Where a convention throws, the default one's names and
 * keys stand in; the operation is not concerned.
 *
 * @since 0.1.0
 */
public interface EigiClientObservationConvention extends ObservationConvention<EigiClientObservationContext> {

	@Override
	default String getName() {
		return EigiClientObservationDocumentation.REQUESTS_NAME;
	}

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof EigiClientObservationContext;
	}

}
