package ai.eigi.webhook;

import java.util.List;

import ai.eigi.client.error.EigiConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which addresses may deliver.
 */
class AllowedAddressesTests {

	@ParameterizedTest
	@CsvSource({ "203.0.113.7,203.0.113.7,true", "203.0.113.7,203.0.113.8,false", "203.0.113.0/24,203.0.113.255,true",
			"203.0.113.0/24,203.0.114.0,false", "203.0.113.77/24,203.0.113.1,true", "0.0.0.0/0,198.51.100.1,true",
			"203.0.113.7/32,203.0.113.7,true", "2001:db8::/32,2001:db8:ffff::1,true", "2001:db8::/32,2001:db9::1,false",
			"2001:db8::7,2001:0db8:0:0:0:0:0:7,true", "::1,0:0:0:0:0:0:0:1,true", "[2001:db8::7],2001:db8::7,true",
			"2001:db8::7,[2001:db8::7],true", "fe80::/10,fe80::1%eth0,true", "203.0.113.7,::ffff:203.0.113.7,true",
			"203.0.113.0/24,2001:db8::1,false", "::/0,203.0.113.7,false", "203.0.113.7,'',false",
			"203.0.113.7,unknown,false", "127.0.0.1,localhost,false", "203.0.113.7,203.0.113.7:4711,false" })
	void addressIsAllowedOrNot(String allowed, String address, boolean expected) {
		assertThat(AllowedAddresses.of(List.of(allowed)).contain(address)).isEqualTo(expected);
	}

	@Test
	void oneOfSeveralIsEnough() {
		AllowedAddresses addresses = AllowedAddresses.of(List.of("203.0.113.7", "2001:db8::/32", "198.51.100.0/25"));
		assertThat(List.of("203.0.113.7", "2001:db8::1", "198.51.100.127")).allMatch(addresses::contain);
		assertThat(List.of("203.0.113.6", "2001:db7::1", "198.51.100.128")).noneMatch(addresses::contain);
	}

	@Test
	void noneMeansAll() {
		AllowedAddresses all = AllowedAddresses.of(List.of());
		assertThat(all.contain("203.0.113.7")).isTrue();
		assertThat(all.contain(null)).isTrue();
	}

	@Test
	void unknownAddressIsNotAllowed() {
		assertThat(AllowedAddresses.of(List.of("0.0.0.0/0", "::/0")).contain(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "hooks.example.com", "203.0.113", "203.0.113.256", "203.0.113.0/33",
			"203.0.113.0/-1", "203.0.113.0/", "203.0.113.0/a", "203.0.113.0/24/8", "2001:db8::/129", "2001:::1",
			"/24" })
	void malformedAddressIsRefused(String address) {
		assertThatExceptionOfType(EigiConfigurationException.class)
			.isThrownBy(() -> AllowedAddresses.of(List.of("203.0.113.7", address)))
			.withMessageContaining("\"" + address + "\"")
			.satisfies((ex) -> {
				assertThat(ex.property()).isEqualTo("eigi.webhook.allowed-addresses");
				assertThat(ex.action()).contains("203.0.113.0/24");
			});
	}

}
