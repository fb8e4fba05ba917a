package ai.eigi.webhook;

import java.util.Locale;

import ai.eigi.client.error.EigiConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What may be a secret, and who knows it.
 */
class WebhookSecretTests {

	private static final String SECRET = "0123456789abcdefghijABCDEFGHIJ-_";

	@Test
	void secretMatchesItselfAlone() {
		WebhookSecret secret = WebhookSecret.of(SECRET);
		assertThat(secret.matches(SECRET)).isTrue();
		assertThat(secret.matches("1" + SECRET.substring(1))).isFalse();
		assertThat(secret.matches(SECRET.substring(0, 31) + "-")).isFalse();
		assertThat(secret.matches(SECRET.substring(1))).isFalse();
		assertThat(secret.matches(SECRET + "_")).isFalse();
		assertThat(secret.matches(SECRET.toLowerCase(Locale.ROOT))).isFalse();
		assertThat(secret.matches("x".repeat(100_000))).isFalse();
		assertThat(secret.matches("\ud800")).isFalse();
		assertThat(secret.matches("")).isFalse();
		assertThat(secret.matches(null)).isFalse();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "   " })
	void missingSecretIsRefused(String value) {
		assertThatExceptionOfType(EigiConfigurationException.class).isThrownBy(() -> WebhookSecret.of(value))
			.withMessageContaining("missing")
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("eigi.webhook.secret");
				assertThat(ex.action()).contains("openssl rand -hex 32").contains("EIGI_WEBHOOK_SECRET");
			});
	}

	@ParameterizedTest
	@CsvSource({ "0123456789abcdefghijABCDEFGHIJ-,shorter", "aaaaaaaabbbbbbbbccccccccddddddddeeee,different",
			"0123456780123456780123456780123456,different", "0123456789abcdefghijABCDEFGHIJ-_/,character",
			"0123456789abcdefghijABCDEFGHIJ-_%20,character", "0123456789abcdefghijABCDEFGHIJ-_ü,character",
			"'0123456789 abcdefghijABCDEFGHIJ-_',character", "'0123456789abcdefghijABCDEFGHIJ-_\n',character",
			"${EIGI_WEBHOOK_SECRET_OF_PRODUCTION},character" })
	void secretThatCanBeGuessedOrIsNoPartOfAnAddressIsRefusedWithoutBeingShown(String value, String reason) {
		assertThatExceptionOfType(EigiConfigurationException.class).isThrownBy(() -> WebhookSecret.of(value))
			.withMessageContaining(reason)
			.satisfies((ex) -> {
				assertThat(ex.getMessage()).contains("eigi.webhook.secret").doesNotContain(value.strip());
				assertThat(ex.action()).contains("openssl rand -hex 32").doesNotContain(value.strip());
			});
	}

	@Test
	void secretIsNotShown() {
		assertThat(WebhookSecret.of(SECRET)).hasToString("WebhookSecret(***)");
	}

}
