package ai.eigi.webhook;

import java.time.Instant;

/**
 * How far the sweep has looked.
 *
 * @param since when the application began to look for the first time: what ended before
 * is not published
 * @param lookedUntil when the last complete look began
 * @since 0.1.0
 */
public record SweepPosition(Instant since, Instant lookedUntil) {
}
