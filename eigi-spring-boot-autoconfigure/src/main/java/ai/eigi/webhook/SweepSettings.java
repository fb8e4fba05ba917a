package ai.eigi.webhook;

import java.time.Duration;
import java.util.List;

import ai.eigi.client.conversation.ConversationType;

/**
 * How often and how far back a sweep looks.
 *
 * @param interval from the end of one look to the next; from a second to a day
 * @param longestCall the longest a conversation lasts; the service lists by creation, so
 * a sweep looks this much further back than the last one; from a minute to 90 days, after
 * which the service keeps nothing
 * @param types which conversations; all if empty
 * @since 0.1.0
 */
public record SweepSettings(Duration interval, Duration longestCall, List<ConversationType> types) {

	public SweepSettings {
		Settings.between("eigi.webhook.sweep.interval", interval, Duration.ofSeconds(1), Duration.ofDays(1));
		Settings.between("eigi.webhook.sweep.longest-call", longestCall, Duration.ofMinutes(1), Duration.ofDays(90));
		types = List.copyOf(types);
	}

	/**
	 * Settings for a usual application.
	 * @return every 5 minutes, 4 hours, phone calls and voice sessions
	 */
	public static SweepSettings defaults() {
		return new SweepSettings(Duration.ofMinutes(5), Duration.ofHours(4),
				List.of(ConversationType.TELEPHONY, ConversationType.DAILY));
	}

}
