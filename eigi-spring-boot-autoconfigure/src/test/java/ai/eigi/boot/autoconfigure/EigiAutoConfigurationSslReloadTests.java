package ai.eigi.boot.autoconfigure;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedKeyManager;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.testsupport.NettyLeaks;
import io.netty.buffer.Unpooled;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.test.StepVerifier;

import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * SSL bundles whose files are replaced while the application runs, with Boot's own
 * watcher, against a server that wants to know who the client is.
 */
@ExtendWith(NettyLeaks.class)
class EigiAutoConfigurationSslReloadTests {

	@TempDir
	static Path certificates;

	private static TestCertificate one;

	private static TestCertificate other;

	@TempDir
	private Path directory;

	private final List<Seen> seen = new CopyOnWriteArrayList<>();

	private final Sinks.One<String> restOfTheStream = Sinks.one();

	private volatile TestCertificate ofTheServer = one;

	private DisposableServer server;

	private Path trusted;

	private Path own;

	private ApplicationContextRunner contextRunner;

	@BeforeAll
	static void createCertificates() throws Exception {
		one = TestCertificate.create(certificates, "one");
		other = TestCertificate.create(certificates, "other");
	}

	@BeforeEach
	void startServer() throws Exception {
		this.trusted = this.directory.resolve("trusted.pem");
		this.own = this.directory.resolve("own.pem");
		Files.writeString(this.trusted, one.certificatePem());
		Files.writeString(this.own, one.pem());
		SslContext sslContext = SslContextBuilder.forServer(new ChangingKeyManager())
			.trustManager(InsecureTrustManagerFactory.INSTANCE)
			.clientAuth(ClientAuth.REQUIRE)
			.build();
		this.server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.secure((spec) -> spec.sslContext(sslContext))
			.handle(this::answer)
			.bindNow();
		this.contextRunner = EigiContexts.runner()
			.withPropertyValues("eigi.api-key=" + EigiContexts.KEY,
					"eigi.base-url=https://localhost:" + this.server.port(), "eigi.retry.enabled=false",
					"spring.ssl.bundle.watch.file.quiet-period=20ms",
					"spring.ssl.bundle.pem.private.reload-on-update=true",
					"spring.ssl.bundle.pem.private.truststore.certificate=file:" + this.trusted,
					"spring.ssl.bundle.pem.private.keystore.certificate=file:" + this.own,
					"spring.ssl.bundle.pem.private.keystore.private-key=file:" + this.own);
	}

	@AfterEach
	void stopServer() {
		this.server.disposeNow(EigiContexts.PATIENCE);
	}

	@Test
	void newConnectionsUseTheNewIdentityAndTheRunningStreamGoesOn() {
		this.contextRunner.withPropertyValues("eigi.http.ssl.bundle=private").run((context) -> {
			EigiOperations operations = context.getBean(EigiOperations.class);
			StepVerifier.create(operations.streamChat(ChatRequest.of("agent-1", "Hi")))
				.expectNext("Hello")
				.then(() -> EigiContexts.readConversation(context))
				.then(() -> replace(context, this.own, () -> other.pem()))
				.then(() -> EigiContexts.readConversation(context))
				.then(() -> EigiContexts.readConversation(context))
				.then(() -> operations.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
					.block(EigiContexts.PATIENCE))
				.then(() -> this.restOfTheStream.tryEmitValue(" you"))
				.expectNext(" you")
				.expectComplete()
				.verify(EigiContexts.PATIENCE);
		});
		assertThat(this.seen).extracting(Seen::client)
			.containsExactly(one.name(), one.name(), other.name(), other.name(), other.name());
		assertThat(connectionsOf(one)).doesNotContainAnyElementsOf(connectionsOf(other));
	}

	private List<String> connectionsOf(TestCertificate client) {
		return this.seen.stream()
			.filter((request) -> request.client().equals(client.name()))
			.map(Seen::connection)
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "eigi.http.ssl.bundle", "spring.http.clients.ssl.bundle" })
	void newCertificateOfTheServerIsTrusted(String property) {
		this.contextRunner.withPropertyValues(property + "=private").run((context) -> {
			EigiContexts.readConversation(context);
			this.ofTheServer = other;
			replace(context, this.trusted, () -> other.certificatePem());
			EigiContexts.readConversation(context);
		});
		assertThat(this.seen).extracting(Seen::server).containsExactly(one.name(), other.name());
	}

	@Test
	void bundleThatCannotBeUsedLeavesTheFormerOneInPlace() {
		this.contextRunner.withPropertyValues("eigi.http.ssl.bundle=private").run((context) -> {
			EigiContexts.readConversation(context);
			SslBundle broken = mock(SslBundle.class);
			given(broken.getManagers()).willThrow(new IllegalStateException("no such key"));
			context.getBean(DefaultSslBundleRegistry.class).updateBundle("private", broken);
			EigiContexts.readConversation(context);
		});
		assertThat(this.seen).extracting(Seen::client).containsExactly(one.name(), one.name());
	}

	private void replace(ApplicationContext context, Path file, Content content) {
		try {
			BlockingQueue<SslBundle> updates = new LinkedBlockingQueue<>();
			context.getBean(SslBundles.class).addBundleUpdateHandler("private", updates::add);
			Path fresh = Files.writeString(certificates.resolve("fresh.pem"), content.get());
			Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
			assertThat(updates.poll(20, TimeUnit.SECONDS)).isNotNull();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		request.withConnection((connection) -> {
			SslHandler ssl = connection.channel().pipeline().get(SslHandler.class);
			try {
				this.seen.add(new Seen(connection.channel().id().asLongText(),
						ssl.engine().getSession().getPeerPrincipal().getName(),
						ssl.engine().getSession().getLocalPrincipal().getName()));
			}
			catch (SSLPeerUnverifiedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		if (request.uri().endsWith("/chat")) {
			return response.header("content-type", "text/plain")
				.send(Flux.concat(Mono.just("Hello"), this.restOfTheStream.asMono())
					.map((text) -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)), (flushed) -> true);
		}
		return response.header("content-type", "application/json")
			.sendString(Mono.just("{\"conversation_id\":\"c-1\",\"status\":\"success\"}"));
	}

	private interface Content {

		String get() throws Exception;

	}

	private record Seen(String connection, String client, String server) {

	}

	/**
	 * The server's identity, which changes while it runs.
	 */
	private final class ChangingKeyManager extends X509ExtendedKeyManager {

		@Override
		public String[] getClientAliases(String keyType, Principal[] issuers) {
			return null;
		}

		@Override
		public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
			return null;
		}

		@Override
		public String[] getServerAliases(String keyType, Principal[] issuers) {
			return new String[] { "own" };
		}

		@Override
		public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
			return "own";
		}

		@Override
		public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
			return keyType.equals("EC") ? "own" : null;
		}

		@Override
		public X509Certificate[] getCertificateChain(String alias) {
			return new X509Certificate[] { EigiAutoConfigurationSslReloadTests.this.ofTheServer.certificate() };
		}

		@Override
		public PrivateKey getPrivateKey(String alias) {
			return EigiAutoConfigurationSslReloadTests.this.ofTheServer.key();
		}

	}

}
