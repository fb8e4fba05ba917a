package ai.eigi.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every way a server asks to wait.
 */
class RetryAfterTests {

	private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

	private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

	private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter
		.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
		.withZone(ZoneOffset.UTC);

	private static Duration read(String... namesAndValues) {
		HttpHeaders headers = new HttpHeaders();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			headers.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return RetryAfter.of(headers, CLOCK);
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "1,1000", " 7 ,7000", "1.5,1500", "0.001,1", "120,120000", "-5,0", "+3,3000" })
	void secondsAreRead(String value, long millis) {
		assertThat(read("Retry-After", value)).isEqualTo(Duration.ofMillis(millis));
	}

	@Test
	void millisecondsWinOverSeconds() {
		assertThat(read("Retry-After", "9", "Retry-After-Ms", "250")).isEqualTo(Duration.ofMillis(250));
	}

	@Test
	void aDateIsCountedFromTheAnswersOwnDate() {
		assertThat(read("Retry-After", "Sat, 21 Nov 2026 10:00:30 GMT", "Date", "Sat, 21 Nov 2026 10:00:00 GMT"))
			.isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void aDateWithoutDateIsCountedFromThisClock() {
		assertThat(read("Retry-After", HTTP_DATE.format(NOW.plusSeconds(42)))).isEqualTo(Duration.ofSeconds(42));
		assertThat(read("Retry-After", HTTP_DATE.format(NOW.minusSeconds(42)))).isEqualTo(Duration.ZERO);
	}

	@Test
	void olderDateFormatsAreRead() {
		assertThat(read("Retry-After", "Saturday, 21-Nov-26 12:00:10 GMT")).isEqualTo(Duration.ofSeconds(10));
		assertThat(read("Retry-After", "Sat Nov 21 12:00:10 2026")).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void theAbsurdIsBoundedAndTheUnreadableIsNone() {
		assertThat(read("Retry-After", "9".repeat(40))).isEqualTo(Duration.ofDays(365));
		assertThat(read("Retry-After", "9".repeat(400))).isNull();
		assertThat(read("Retry-After", "soon")).isNull();
		assertThat(read("Retry-After", "")).isNull();
		assertThat(read("Retry-After", "1e9")).isNull();
		assertThat(read()).isNull();
	}

	@Test
	void whateverAServerSaysIsReadWithoutFailingAndWithinBounds() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		String alphabet = "0123456789.-+eE:, GMTSunJan";
		for (int round = 0; round < 20_000; round++) {
			StringBuilder value = new StringBuilder();
			for (int i = random.nextInt(32); i > 0; i--) {
				value.append(alphabet.charAt(random.nextInt(alphabet.length())));
			}
			Duration wait = read(random.nextBoolean() ? "Retry-After" : "Retry-After-Ms", value.toString());
			if (wait != null) {
				assertThat(wait).as("seed %d: '%s'", seed, value).isBetween(Duration.ZERO, Duration.ofDays(365));
			}
		}
	}

	@Test
	void anySecondsAndAnyDateAreReadExactly() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int round = 0; round < 2000; round++) {
			long seconds = random.nextInt(100_000);
			assertThat(read("Retry-After", Long.toString(seconds))).as("seed %d", seed)
				.isEqualTo(Duration.ofSeconds(seconds));
			ZonedDateTime until = ZonedDateTime.ofInstant(NOW.plusSeconds(seconds), ZoneOffset.UTC);
			assertThat(read("Retry-After", HTTP_DATE.format(until))).as("seed %d", seed)
				.isEqualTo(Duration.ofSeconds(seconds));
		}
	}

}
