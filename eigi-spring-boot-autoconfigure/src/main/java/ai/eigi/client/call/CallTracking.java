package ai.eigi.client.call;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How a call is followed.
 *
 * @param findWithin how long a call may take to be listed, up to 1 hour; one that is not
 * listed then is reported as {@link CallUpdate.Stage#NOT_SEEN}
 * @param atMost how long to follow in all, up to a day; a call that is over and whose
 * analysis is still waited for then is followed no longer, which is no error
 * @param analysisWithin how long to wait for the analysis after the end; {@code null} not
 * to wait for it
 * @since 0.1.0
 */
public record CallTracking(Duration findWithin, Duration atMost, @Nullable Duration analysisWithin) {

	private static final CallTracking DEFAULTS = new CallTracking(Duration.ofMinutes(2), Duration.ofHours(2), null);

	/**
	 * Look for a call for 2 minutes, follow it for 2 hours, and do not wait for its
	 * analysis.
	 * @return the defaults
	 */
	public static CallTracking defaults() {
		return DEFAULTS;
	}

	public CallTracking withFindWithin(Duration findWithin) {
		return new CallTracking(findWithin, this.atMost, this.analysisWithin);
	}

	public CallTracking withAtMost(Duration atMost) {
		return new CallTracking(this.findWithin, atMost, this.analysisWithin);
	}

	/**
	 * Wait for the analysis too, which runs after the end and may never come.
	 * @param within how long to wait after the end, up to a day
	 * @return changed settings
	 */
	public CallTracking withAnalysisWithin(Duration within) {
		return new CallTracking(this.findWithin, this.atMost, within);
	}

}
