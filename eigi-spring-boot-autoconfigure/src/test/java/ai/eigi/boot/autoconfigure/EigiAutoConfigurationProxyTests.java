package ai.eigi.boot.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A real proxy between the client and a service whose name only the proxy knows.
 */
@ExtendWith({ NettyLeaks.class, OutputCaptureExtension.class })
class EigiAutoConfigurationProxyTests {

	private static final String PASSWORD = "proxy-house-4711";

	private static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString(("eve:" + PASSWORD).getBytes(StandardCharsets.UTF_8));

	private static final OutboundCallRequest CALL = OutboundCallRequest.of("agent-1", "+14155550123");

	@TempDir
	static Path directory;

	private static TestCertificate certificate;

	private static DisposableServer server;

	private static final List<String> keysSeen = new CopyOnWriteArrayList<>();

	private TestProxy proxy;

	private ApplicationContextRunner contextRunner;

	@BeforeAll
	static void startServer() throws Exception {
		certificate = TestCertificate.create(directory, "server");
		SslContext sslContext = SslContextBuilder.forServer(certificate.keyManagers()).build();
		server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.secure((spec) -> spec.sslContext(sslContext))
			.handle((request, response) -> {
				keysSeen.add(request.requestHeaders().get("X-API-Key"));
				return request.uri().endsWith("/chat")
						? response.header("content-type", "text/plain").sendString(Flux.just("Hello", " you"))
						: response.header("content-type", "application/json")
							.sendString(Mono.just("{\"conversation_id\":\"c-1\",\"status\":\"success\"}"));
			})
			.bindNow();
	}

	@AfterAll
	static void stopServer() {
		server.disposeNow(EigiContexts.PATIENCE);
	}

	@BeforeEach
	void startProxy() throws Exception {
		keysSeen.clear();
		this.proxy = new TestProxy();
		this.contextRunner = EigiContexts.runner()
			.withPropertyValues("eigi.api-key=" + EigiContexts.KEY,
					"eigi.base-url=https://" + TestCertificate.UNKNOWN_HOST + ":" + server.port(),
					"eigi.http.ssl.bundle=private",
					"spring.ssl.bundle.jks.private.truststore.location=file:" + certificate.store(),
					"spring.ssl.bundle.jks.private.truststore.password=" + TestCertificate.PASSWORD,
					"spring.ssl.bundle.jks.private.truststore.type=PKCS12", "eigi.retry.initial-backoff=5ms");
	}

	@AfterEach
	void stopProxy() throws Exception {
		this.proxy.close();
	}

	@Test
	void requestsGoThroughTheProxyWhichAloneKnowsTheServiceAndNeverSeesTheKey() {
		throughProxy().run((context) -> {
			EigiContexts.readConversation(context);
			EigiOperations operations = context.getBean(EigiOperations.class);
			operations.startCalls(CALL).block(EigiContexts.PATIENCE);
			assertThat(operations.streamChat(ChatRequest.of("agent-1", "Hi"))
				.collectList()
				.map((texts) -> String.join("", texts))
				.block(EigiContexts.PATIENCE)).isEqualTo("Hello you");
		});
		assertThat(keysSeen).hasSize(3).containsOnly(EigiContexts.KEY);
		// a stream that finds the read's connection not yet back opens one more
		assertThat(this.proxy.asked()).hasSizeBetween(2, 3)
			.containsOnly(TestCertificate.UNKNOWN_HOST + ":" + server.port());
		assertThat(this.proxy.passed()).isNotEmpty().doesNotContain(EigiContexts.KEY).doesNotContain("conversations");
	}

	@Test
	void plainHttpGoesThroughTheProxyToo() {
		try (RawServer plain = EigiContexts.conversationServer()) {
			throughProxy()
				.withPropertyValues("eigi.base-url=http://" + TestCertificate.UNKNOWN_HOST + ":" + plain.port(),
						"eigi.http.allow-insecure=true")
				.run(EigiContexts::readConversation);
			assertThat(plain.requests()).hasSize(1);
			assertThat(this.proxy.asked()).containsExactly(TestCertificate.UNKNOWN_HOST + ":" + plain.port());
			assertThat(this.proxy.passed()).contains(EigiContexts.KEY);
		}
	}

	@Test
	void proxyIsTakenFromTheSystemProperties() {
		Map<String, String> properties = Map.of("https.proxyHost", "127.0.0.1", "https.proxyPort",
				String.valueOf(this.proxy.port()), "https.proxyUser", "eve", "https.proxyPassword", PASSWORD);
		this.proxy.requires(CREDENTIALS);
		properties.forEach(System::setProperty);
		try {
			this.contextRunner.run(EigiContexts::readConversation);
		}
		finally {
			properties.keySet().forEach(System::clearProperty);
		}
		assertThat(keysSeen).hasSize(1);
		assertThat(this.proxy.asked()).hasSize(1);
	}

	@Test
	void hostThatNeedsNoProxyIsReachedWithoutIt() {
		throughProxy((proxy) -> proxy.nonProxyHosts("localhost"))
			.withPropertyValues("eigi.base-url=https://localhost:" + server.port())
			.run(EigiContexts::readConversation);
		assertThat(keysSeen).hasSize(1);
		assertThat(this.proxy.asked()).isEmpty();
	}

	@Test
	void credentialsOpenTheProxyAndStandInNoLog(CapturedOutput output) {
		this.proxy.requires(CREDENTIALS);
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		List<String> loggers = List.of("org.springframework", "reactor", "io.netty", "ai.eigi");
		loggers.forEach((logger) -> logging.setLogLevel(logger, LogLevel.TRACE));
		try {
			throughProxy((proxy) -> proxy.username("eve").password((user) -> PASSWORD))
				.run(EigiContexts::readConversation);
			this.proxy.requires("Basic other");
			throughProxy((proxy) -> proxy.username("eve").password((user) -> PASSWORD))
				.run((context) -> assertThatExceptionOfType(EigiTransportException.class)
					.isThrownBy(() -> EigiContexts.readConversation(context)));
		}
		finally {
			loggers.forEach((logger) -> logging.setLogLevel(logger, null));
		}
		assertThat(keysSeen).hasSize(1);
		assertThat(output).contains("reactor.netty")
			.doesNotContain(PASSWORD)
			.doesNotContain(CREDENTIALS)
			.doesNotContain(EigiContexts.KEY);
	}

	@Test
	void proxyThatRefusesTheCredentialsFailsTheRequestAndNothingWasSent() {
		this.proxy.requires("Basic other");
		throughProxy((proxy) -> proxy.username("eve").password((user) -> PASSWORD))
			.run((context) -> assertThatExceptionOfType(EigiTransportException.class)
				.isThrownBy(() -> context.getBean(EigiOperations.class).startCalls(CALL).block(EigiContexts.PATIENCE))
				.withMessageContaining("proxy")
				.satisfies((ex) -> {
					StringWriter printed = new StringWriter();
					ex.printStackTrace(new PrintWriter(printed));
					assertThat(ex.requestSent()).isFalse();
					assertThat(ex).hasNoCause();
					assertThat(printed.toString()).doesNotContain(PASSWORD).doesNotContain(CREDENTIALS);
				}));
		assertThat(this.proxy.asked()).hasSize(3);
		assertThat(keysSeen).isEmpty();
	}

	@Test
	void refusedConnectionIsTriedAgainForReadsAndForCalls() {
		throughProxy().run((context) -> {
			this.proxy.refuses(2);
			EigiContexts.readConversation(context);
			assertThat(this.proxy.asked()).hasSize(3);
			this.proxy.refuses(2);
			context.getBean(EigiOperations.class).startCalls(CALL).block(EigiContexts.PATIENCE);
			assertThat(this.proxy.asked()).hasSize(6);
		});
		assertThat(keysSeen).hasSize(2);
	}

	@Test
	void proxyThatIsNotThereFailsTheRequestAndNothingWasSent() throws Exception {
		ApplicationContextRunner throughProxy = throughProxy();
		this.proxy.close();
		throughProxy.withPropertyValues("eigi.retry.enabled=false")
			.run((context) -> assertThatExceptionOfType(EigiTransportException.class)
				.isThrownBy(() -> EigiContexts.readConversation(context))
				.satisfies((ex) -> assertThat(ex.requestSent()).isFalse()));
		assertThat(keysSeen).isEmpty();
	}

	private ApplicationContextRunner throughProxy() {
		return throughProxy((proxy) -> {
		});
	}

	private ApplicationContextRunner throughProxy(Consumer<ProxyProvider.Builder> settings) {
		int port = this.proxy.port();
		return this.contextRunner
			.withBean(EigiClientBuilderCustomizer.class, () -> (builder) -> builder.httpClient((client) -> client
				.proxy((spec) -> settings.accept(spec.type(ProxyProvider.Proxy.HTTP).host("localhost").port(port)))));
	}

}
