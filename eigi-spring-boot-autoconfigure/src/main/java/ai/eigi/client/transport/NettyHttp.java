package ai.eigi.client.transport;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLException;

import ai.eigi.client.error.EigiConfigurationException;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Reactor Netty as this client needs it: connections of its own, no redirects, no hidden
 * second try, no compression that would hold texts back, and a connection for a phone
 * call that nobody has used before.
 */
final class NettyHttp {

	// well below the idle limits of common gateways, so that a request is not written
	// into
	// a connection that the server is about to close
	private static final Duration MAX_IDLE = Duration.ofSeconds(30);

	private final String name;

	private final HttpSettings settings;

	private final Supplier<? extends @Nullable SslContext> sslContext;

	private final UnaryOperator<HttpClient> customizer;

	private final TransportResources resources;

	private final Set<ConnectionProvider> pools = ConcurrentHashMap.newKeySet();

	private volatile Connectors connectors;

	NettyHttp(String name, HttpSettings settings, Supplier<? extends @Nullable SslContext> sslContext,
			UnaryOperator<HttpClient> customizer, TransportResources resources) {
		this.name = name;
		this.settings = settings;
		this.sslContext = sslContext;
		this.customizer = customizer;
		this.resources = resources;
		this.connectors = connectors(sslContext.get());
	}

	private Connectors connectors(@Nullable SslContext sslContext) {
		// the connector in front of it counts the connections; this pool only keeps them
		ConnectionProvider pool = ConnectionProvider.builder(this.name)
			.maxConnections(this.settings.maxConnections())
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(this.settings.responseTimeout())
			.maxIdleTime(MAX_IDLE)
			.evictInBackground(MAX_IDLE)
			.lifo()
			.build();
		Connectors connectors = new Connectors(sslContext, pool, connector(HttpClient.create(pool), sslContext),
				connector(HttpClient.newConnection(), sslContext));
		this.pools.add(pool);
		return connectors;
	}

	/**
	 * New connections are made with the new context, and none that was made with the
	 * former one is used again. What is under way on those goes on.
	 */
	private synchronized Connectors changed() {
		Connectors former = this.connectors;
		SslContext sslContext = this.sslContext.get();
		if (former.sslContext() != sslContext) {
			this.connectors = connectors(sslContext);
			// later: a request may be about to take a connection from it at this moment
			Mono.delay(MAX_IDLE, this.resources.scheduler()).subscribe((ignored) -> {
				this.pools.remove(former.pool());
				former.pool().dispose();
			}, (ex) -> {
				// the client is closed, and the pool with it
			});
		}
		return this.connectors;
	}

	private ReactorClientHttpConnector connector(HttpClient client, @Nullable SslContext sslContext) {
		HttpClient configured = client.resolver(this.resources.resolver())
			.runOn(this.resources.loops())
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
					(int) Math.min(Integer.MAX_VALUE, this.settings.connectTimeout().toMillis()))
			.headers((headers) -> headers.set(HttpHeaderNames.USER_AGENT, userAgent()))
			.proxyWithSystemProperties()
			.secure((spec) -> secure(spec, sslContext).handshakeTimeout(this.settings.connectTimeout()));
		HttpClient customized = this.customizer.apply(configured);
		if (customized.configuration().hasProxy()
				&& customized.configuration().resolver() == this.resources.resolver()) {
			// where there is a proxy, the name of the service is often known to it alone
			customized = customized.resolver(NoopAddressResolverGroup.INSTANCE);
		}
		return new ReactorClientHttpConnector(customized.followRedirect(false).disableRetry(true).compress(false));
	}

	private static SslProvider.Builder secure(SslProvider.SslContextSpec spec, @Nullable SslContext sslContext) {
		return (sslContext != null) ? spec.sslContext(sslContext) : spec.sslContext(Http11SslContextSpec.forClient());
	}

	/**
	 * Trusts what the JVM trusts. Reads that from a file, which may block.
	 */
	static SslContext trustingTheJvm() {
		try {
			return Http11SslContextSpec.forClient().sslContext();
		}
		catch (SSLException ex) {
			throw new EigiConfigurationException("javax.net.ssl.trustStore",
					"The trust store of the JVM cannot be used: " + ex.getMessage() + ".",
					"Check the trust store, or set eigi.http.ssl.bundle.");
		}
	}

	private static String userAgent() {
		String version = NettyHttp.class.getPackage().getImplementationVersion();
		return "eigi-spring-boot-starter" + ((version != null) ? "/" + version : "");
	}

	ReactorClientHttpConnector connectorFor(Effect effect) {
		Connectors current = this.connectors;
		if (current.sslContext() != this.sslContext.get()) {
			current = changed();
		}
		return (effect == Effect.DIAL) ? current.unpooled() : current.pooled();
	}

	/**
	 * Run something when the exchange is over and its connection closed or free again.
	 */
	static void onTerminate(Object nativeRequest, Runnable action) {
		if (nativeRequest instanceof Connection connection) {
			connection.onTerminate().subscribe(null, (ex) -> action.run(), action);
		}
	}

	/**
	 * Throw away what has arrived of an answer, and close the connection if it has not
	 * arrived whole. Does nothing to a connection that is free again.
	 */
	static void discard(Object nativeRequest) {
		if (nativeRequest instanceof ChannelOperations<?, ?> exchange && !exchange.isInboundDisposed()) {
			exchange.discard();
		}
	}

	void close() {
		TransportResources.await(Flux.fromIterable(this.pools).flatMap(ConnectionProvider::disposeLater).then());
	}

	/**
	 * What makes connections with one SSL context.
	 */
	private record Connectors(@Nullable SslContext sslContext, ConnectionProvider pool,
			ReactorClientHttpConnector pooled, ReactorClientHttpConnector unpooled) {

	}

}
