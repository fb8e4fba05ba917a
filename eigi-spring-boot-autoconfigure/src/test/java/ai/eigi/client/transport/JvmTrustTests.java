package ai.eigi.client.transport;

import java.time.Duration;

import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When it is read what the JVM trusts: at the first TLS connection, and never on a thread
 * that must not block.
 */
class JvmTrustTests {

	private static final ApiCall READ = ApiCall.get("read", Effect.READ, "/v1/public/conversations");

	private final JvmTrust trust = new JvmTrust();

	@Test
	void firstRequestReadsItWithoutBlockingAndNothingIsSentWithoutTls() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{}"));
				EigiTransport transport = transport(server.url().replace("http://", "https://"))) {
			assertThat(this.trust.isLoaded()).as("after the start").isFalse();
			StepVerifier.create(transport.exchange(READ, (body) -> true).subscribeOn(Schedulers.parallel()))
				.expectErrorSatisfies((ex) -> assertThat(ex)
					.isInstanceOfSatisfying(EigiTransportException.class,
							(failed) -> assertThat(failed.requestSent()).isFalse())
					.hasMessageContaining("the connection broke"))
				.verify(Duration.ofSeconds(20));
			assertThat(this.trust.isLoaded()).isTrue();
			assertThat(server.requests()).isEmpty();
		}
	}

	@Test
	void plainConnectionsDoNotNeedIt() {
		try (RawServer server = RawServer.start((exchange) -> exchange.json(200, "{}"));
				EigiTransport transport = transport(server.url())) {
			StepVerifier.create(transport.exchange(READ, (body) -> true))
				.expectNext(true)
				.expectComplete()
				.verify(Duration.ofSeconds(20));
			assertThat(this.trust.isLoaded()).isFalse();
		}
	}

	private EigiTransport transport(String baseUrl) {
		return new EigiTransportBuilder().apiKey(ApiKey.of("vk_test"))
			.baseUrl(baseUrl)
			.retry(RetrySettings.defaults().withEnabled(false))
			.sslContext(() -> this.trust)
			.build();
	}

}
