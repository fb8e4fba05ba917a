package ai.eigi.client.transport;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the service's encodings of time: ISO 8601 with an offset, with {@code Z}, without
 * a zone (UTC then), and Unix seconds.
 */
final class WireTime {

	private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d+)?([eE]\\+?\\d{1,2})?");

	private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder().parseCaseInsensitive()
		.append(DateTimeFormatter.ISO_LOCAL_DATE)
		.appendLiteral('T')
		.append(DateTimeFormatter.ISO_LOCAL_TIME)
		.optionalStart()
		.appendOffset("+HH:MM:ss", "Z")
		.optionalEnd()
		.optionalStart()
		.appendOffset("+HHmm", "Z")
		.optionalEnd()
		.toFormatter(Locale.ROOT);

	// no time of this API lies after the year 5138, so a larger number counts
	// milliseconds
	private static final BigDecimal LARGEST_SECONDS = BigDecimal.valueOf(100_000_000_000L);

	private WireTime() {
	}

	static @Nullable Instant parse(Object value) {
		String text = value.toString().strip();
		try {
			if (value instanceof Number || NUMBER.matcher(text).matches()) {
				return epoch(new BigDecimal(text));
			}
			if (text.length() == 10) {
				return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
			}
			TemporalAccessor time = ISO.parseBest(text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
			return (time instanceof OffsetDateTime offset) ? offset.toInstant()
					: LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
		}
		catch (DateTimeException | ArithmeticException | NumberFormatException ex) {
			return null;
		}
	}

	private static Instant epoch(BigDecimal number) {
		BigDecimal seconds = (number.abs().compareTo(LARGEST_SECONDS) >= 0) ? number.movePointLeft(3) : number;
		long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
		return Instant.ofEpochSecond(whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
	}

}
