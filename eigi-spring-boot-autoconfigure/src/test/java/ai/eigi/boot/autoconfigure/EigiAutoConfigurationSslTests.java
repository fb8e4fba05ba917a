package ai.eigi.boot.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiTransportException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * SSL bundles, against a server whose certificate nobody trusts but the bundle.
 */
class EigiAutoConfigurationSslTests {

	private static final AtomicInteger requests = new AtomicInteger();

	@TempDir
	static Path directory;

	private static Path store;

	private static DisposableServer server;

	private final ApplicationContextRunner contextRunner = EigiContexts.runner()
		.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.base-url=https://localhost:" + server.port(),
				"eigi.retry.enabled=false", "spring.ssl.bundle.jks.private.truststore.location=file:" + store,
				"spring.ssl.bundle.jks.private.truststore.password=" + TestCertificate.PASSWORD,
				"spring.ssl.bundle.jks.private.truststore.type=PKCS12");

	@BeforeAll
	static void startServer() throws Exception {
		TestCertificate certificate = TestCertificate.create(directory, "server");
		store = certificate.store();
		SslContext sslContext = SslContextBuilder.forServer(certificate.keyManagers()).build();
		server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.secure((spec) -> spec.sslContext(sslContext))
			.handle((request, response) -> {
				requests.incrementAndGet();
				return response.header("content-type", "application/json")
					.sendString(Mono.just("{\"conversation_id\":\"c-1\",\"status\":\"success\"}"));
			})
			.bindNow();
	}

	@AfterAll
	static void stopServer() {
		server.disposeNow(EigiContexts.PATIENCE);
	}

	@BeforeEach
	void resetRequests() {
		requests.set(0);
	}

	@Test
	void bundleOfTheClientIsTrusted() {
		this.contextRunner.withPropertyValues("eigi.http.ssl.bundle=private")
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
	}

	@Test
	void bundleOfTheClientIsTrustedForCalls() {
		this.contextRunner.withPropertyValues("eigi.http.ssl.bundle=private").run((context) -> {
			context.getBean(EigiOperations.class)
				.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
				.block(EigiContexts.PATIENCE);
			assertThat(requests).hasValue(1);
		});
	}

	@Test
	void bundleOfAllHttpClientsIsTheFallback() {
		this.contextRunner.withPropertyValues("spring.http.clients.ssl.bundle=private")
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
	}

	@Test
	void bundleOfTheUsersConnectionDetailsIsTrusted() {
		this.contextRunner.withUserConfiguration(ConnectionDetailsOfTheUserConfiguration.class)
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
	}

	@Test
	void serverIsRefusedWithoutABundleAndNothingIsSent() {
		this.contextRunner.run((context) -> assertThatIsRefused(context.getBean(EigiOperations.class)));
	}

	@Test
	void callIsRefusedWithoutABundleAndNothingIsSent() {
		this.contextRunner.run((context) -> {
			EigiOperations operations = context.getBean(EigiOperations.class);
			assertThatExceptionOfType(EigiTransportException.class)
				.isThrownBy(() -> operations.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
					.block(EigiContexts.PATIENCE))
				.satisfies((ex) -> assertThat(ex.requestSent()).isFalse());
			assertThat(requests).hasValue(0);
		});
	}

	@Test
	void bundleDoesNotSwitchOffTheCheckOfTheHostName() {
		this.contextRunner
			.withPropertyValues("eigi.base-url=https://127.0.0.1:" + server.port(), "eigi.http.ssl.bundle=private")
			.run((context) -> assertThatIsRefused(context.getBean(EigiOperations.class)));
	}

	@Test
	void runWithUnknownBundleFailsAndNamesIt() {
		this.contextRunner.withPropertyValues("eigi.http.ssl.bundle=forgotten")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchSslBundleException.class)
				.hasMessageContaining("forgotten"));
	}

	@Test
	void runWithBundleButWithoutSslBundlesFailsAndSaysWhatToDo() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class))
			.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.http.ssl.bundle=private")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("eigi.http.ssl.bundle");
					assertThat(ex.action()).contains("spring.ssl.bundle");
				}));
	}

	@Test
	void blankBundleIsNoBundle() {
		this.contextRunner.withPropertyValues("eigi.http.ssl.bundle=")
			.run((context) -> assertThatIsRefused(context.getBean(EigiOperations.class)));
	}

	private static void assertThatIsRefused(EigiOperations operations) {
		assertThatExceptionOfType(EigiTransportException.class)
			.isThrownBy(() -> operations.getConversation("c-1").block(EigiContexts.PATIENCE))
			.satisfies((ex) -> assertThat(ex.requestSent()).isFalse())
			.withMessageContaining("TLS");
		assertThat(requests).hasValue(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class ConnectionDetailsOfTheUserConfiguration {

		@Bean
		EigiConnectionDetails connectionDetailsOfTheUser(SslBundles sslBundles) {
			return new EigiConnectionDetails() {

				@Override
				public String getApiKey() {
					return EigiContexts.KEY;
				}

				@Override
				public String getBaseUrl() {
					return "https://localhost:" + server.port();
				}

				@Override
				public SslBundle getSslBundle() {
					return sslBundles.getBundle("private");
				}

			};
		}

	}

}
