package ai.eigi.client.transport;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Reads how long the server asks to wait: {@code Retry-After-Ms}, or {@code Retry-After}
 * as seconds or as a date. A date is counted from the answer's own {@code Date}, so that
 * a wrong clock on this machine does no harm.
 */
final class RetryAfter {

	private static final Duration LONGEST = Duration.ofDays(365);

	private RetryAfter() {
	}

	/**
	 * Read the wait.
	 * @return the wait, never negative, or {@code null} where none is asked for or it
	 * cannot be read
	 */
	static @Nullable Duration of(HttpHeaders headers, Clock clock) {
		Duration wait = number(headers.getFirst("Retry-After-Ms"), 3);
		if (wait == null) {
			wait = number(headers.getFirst(HttpHeaders.RETRY_AFTER), 0);
		}
		return (wait != null) ? wait : date(headers, clock);
	}

	private static @Nullable Duration number(@Nullable String value, int decimals) {
		if (value == null || !value.strip().matches("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})")) {
			return null;
		}
		BigDecimal seconds = new BigDecimal(value.strip()).movePointLeft(decimals);
		if (seconds.signum() <= 0) {
			return Duration.ZERO;
		}
		if (seconds.compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) >= 0) {
			return LONGEST;
		}
		return Duration.ofNanos(seconds.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact());
	}

	private static @Nullable Duration date(HttpHeaders headers, Clock clock) {
		Instant until = instant(headers, HttpHeaders.RETRY_AFTER);
		if (until == null) {
			return null;
		}
		Instant answered = instant(headers, HttpHeaders.DATE);
		Duration wait = Duration.between((answered != null) ? answered : clock.instant(), until);
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.compareTo(LONGEST) > 0) ? LONGEST : wait;
	}

	private static @Nullable Instant instant(HttpHeaders headers, String name) {
		if (headers.getFirst(name) == null) {
			return null;
		}
		try {
			long millis = headers.getFirstDate(name);
			return (millis != -1) ? Instant.ofEpochMilli(millis) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
