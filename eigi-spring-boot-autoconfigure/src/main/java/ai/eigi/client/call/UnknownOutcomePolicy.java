package ai.eigi.client.call;

import java.time.Duration;

/**
 * What to do where calls were requested and no usable answer came: look for them, and
 * dial again only what the application asks to.
 *
 * @param settlingTime how long after the failure a call may take to be listed, up to 1
 * hour; one that is not listed then counts as not seen
 * @param redials how many times calls that were not seen are dialled again, 0 to 3
 * @since 0.1.0
 */
public record UnknownOutcomePolicy(Duration settlingTime, int redials) {

	/**
	 * Look, and never dial again.
	 * @param settlingTime how long a call may take to be listed; a minute is a good
	 * beginning
	 * @return the policy
	 */
	public static UnknownOutcomePolicy resolve(Duration settlingTime) {
		return new UnknownOutcomePolicy(settlingTime, 0);
	}

	/**
	 * Look, and dial again those that were not seen.
	 * <p>
	 * <b>The risk that remains:</b> a call that the service took and lists later than the
	 * settling time is placed twice, and a person is phoned twice; so is one whose
	 * conversation is dated more than 15 minutes before the attempt, because one of the
	 * clocks is wrong. Nothing on this side can rule that out.
	 * <p>
	 * Calls that are undecided are never dialled again. Where the correlation id does not
	 * come back, that is also the verdict on a number to which the agent placed another
	 * call in the 15 minutes before, if no later call to it is listed: by a wrong clock
	 * it may be this one.
	 * @param times how many times, 1 to 3
	 * @return the policy
	 */
	public UnknownOutcomePolicy redialNotSeen(int times) {
		return new UnknownOutcomePolicy(this.settlingTime, times);
	}

}
