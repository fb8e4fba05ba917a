package ai.eigi.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * The encodings of time on the wire.
 */
final class WireTime {

	private static final DateTimeFormatter MICROS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

	private static final DateTimeFormatter MILLIS = formatter("uuuu-MM-dd'T'HH:mm:ss.SSS");

	private WireTime() {
	}

	/**
	 * Time without a zone, in milliseconds printed with six digits.
	 */
	static String zoneless(Instant instant) {
		return MICROS.format(instant.truncatedTo(ChronoUnit.MILLIS));
	}

	/**
	 * Time with an offset, in microseconds.
	 */
	static String offset(Instant instant) {
		return MICROS.format(instant) + "+00:00";
	}

	/**
	 * Time with a {@code Z}, in milliseconds.
	 */
	static String zulu(Instant instant) {
		return MILLIS.format(instant) + "Z";
	}

	/**
	 * Read any of the encodings, also a plain date. What has no zone is UTC.
	 * @throws DateTimeParseException if it is none of them
	 */
	static Instant parse(String text) {
		if (text.length() == 10) {
			return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
		}
		try {
			return OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeParseException ex) {
			return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
		}
	}

	private static DateTimeFormatter formatter(String pattern) {
		return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
	}

}
