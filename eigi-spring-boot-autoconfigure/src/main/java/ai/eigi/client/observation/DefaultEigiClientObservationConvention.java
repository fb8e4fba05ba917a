package ai.eigi.client.observation;

import java.time.Duration;

import ai.eigi.client.observation.EigiClientObservationDocumentation.HighCardinalityKeyNames;
import ai.eigi.client.observation.EigiClientObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * The keys that {@link EigiClientObservationDocumentation} lists.
 *
 * @since 0.1.0
 */
public class DefaultEigiClientObservationConvention implements EigiClientObservationConvention {

	/**
	 * A convention for everybody.
	 */
	public static final DefaultEigiClientObservationConvention INSTANCE = new DefaultEigiClientObservationConvention();

	@Override
	public String getContextualName(EigiClientObservationContext context) {
		return "eigi " + context.getOperation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(EigiClientObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.ACCOUNT.withValue(context.getAccount()),
				LowCardinalityKeyNames.OPERATION.withValue(context.getOperation()),
				LowCardinalityKeyNames.OUTCOME.withValue(context.getOutcome().name()),
				LowCardinalityKeyNames.STATUS.withValue(statusFamily(context.getStatus())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(EigiClientObservationContext context) {
		KeyValues values = KeyValues
			.of(HighCardinalityKeyNames.ATTEMPTS.withValue(String.valueOf(context.getAttempts())));
		if (!context.isStreamed()) {
			return values;
		}
		Duration firstText = context.getTimeToFirstText();
		return values.and(HighCardinalityKeyNames.STREAM_CHARACTERS.withValue(String.valueOf(context.getCharacters())),
				HighCardinalityKeyNames.STREAM_FIRST_TEXT.withValue(
						(firstText != null) ? firstText.toMillis() + " ms" : EigiClientObservationDocumentation.NONE),
				HighCardinalityKeyNames.STREAM_TEXTS.withValue(String.valueOf(context.getTexts())));
	}

	private static String statusFamily(@Nullable Integer status) {
		return (status != null && status >= 100 && status < 600) ? status / 100 + "xx"
				: EigiClientObservationDocumentation.NONE;
	}

}
