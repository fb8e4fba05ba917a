package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Limit of requests in any minute, for each key by itself. Refused requests do not count.
 */
final class RateLimit {

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	private final Map<String, Deque<Instant>> accepted = new HashMap<>();

	/**
	 * Count a request.
	 * @param key the key it came with
	 * @param settings the limit
	 * @param now the time
	 * @throws RefusedException with 429 if the limit is reached
	 */
	synchronized void check(String key, SimulatorSettings settings, Instant now) {
		int limit = settings.requestsPerMinute;
		if (limit == 0) {
			return;
		}
		Deque<Instant> recent = this.accepted.computeIfAbsent(key, (unused) -> new ArrayDeque<>());
		while (!recent.isEmpty() && !recent.getFirst().plus(WINDOW).isAfter(now)) {
			recent.removeFirst();
		}
		if (recent.size() >= limit) {
			throw refusal(settings.retryAfterFormat, recent.getFirst().plus(WINDOW), now);
		}
		recent.addLast(now);
	}

	private static RefusedException refusal(RetryAfterFormat format, Instant free, Instant now) {
		String retryAfter = switch (format) {
			case SECONDS -> Long.toString(Duration.between(now, free).plusNanos(999_999_999).getSeconds());
			case HTTP_DATE -> HTTP_DATE.format(free.plusNanos(999_999_999));
		};
		return new RefusedException(
				Reply.json(429, Map.of("retry-after", retryAfter), Json.object().put("detail", "Rate limit exceeded")));
	}

	synchronized void clear() {
		this.accepted.clear();
	}

}
