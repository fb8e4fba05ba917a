package ai.eigi.client.transport;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Reactor Netty as this client needs it: threads and connections of its own, no
 * redirects, no hidden second try, no compression that would hold texts back, and a
 * connection for a phone call that nobody has used before.
 */
final class NettyHttp {

	// well below the idle limits of common gateways, so that a request is not written
	// into
	// a connection that the server is about to close
	private static final Duration MAX_IDLE = Duration.ofSeconds(30);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final LoopResources loops;

	private final ConnectionProvider pool;

	private final DnsAddressResolverGroup resolver;

	private final ReactorClientHttpConnector pooled;

	private final ReactorClientHttpConnector unpooled;

	NettyHttp(String name, HttpSettings settings, @Nullable SslContext sslContext,
			UnaryOperator<HttpClient> customizer) {
		this.loops = LoopResources.create(name + "-http", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
		// Reactor Netty would keep a resolver it makes in a static map for ever, and
		// start
		// threads for it at once
		this.resolver = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
			.datagramChannelFactory(() -> this.loops.onChannel(DatagramChannel.class, this.loops.onClient(true)))
			.socketChannelFactory(() -> this.loops.onChannel(SocketChannel.class, this.loops.onClient(true)))
			.queryTimeoutMillis(settings.connectTimeout().toMillis()));
		// the connector in front of it counts the connections; this pool only keeps them
		this.pool = ConnectionProvider.builder(name)
			.maxConnections(settings.maxConnections())
			.pendingAcquireMaxCount(-1)
			.pendingAcquireTimeout(settings.responseTimeout())
			.maxIdleTime(MAX_IDLE)
			.evictInBackground(MAX_IDLE)
			.lifo()
			.build();
		this.pooled = connector(HttpClient.create(this.pool), settings, sslContext, customizer);
		this.unpooled = connector(HttpClient.newConnection(), settings, sslContext, customizer);
	}

	private ReactorClientHttpConnector connector(HttpClient client, HttpSettings settings,
			@Nullable SslContext sslContext, UnaryOperator<HttpClient> customizer) {
		HttpClient configured = client.resolver(this.resolver)
			.runOn(this.loops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS,
					(int) Math.min(Integer.MAX_VALUE, settings.connectTimeout().toMillis()))
			.headers((headers) -> headers.set(HttpHeaderNames.USER_AGENT, userAgent()))
			.proxyWithSystemProperties()
			.secure((spec) -> secure(spec, sslContext).handshakeTimeout(settings.connectTimeout()));
		return new ReactorClientHttpConnector(
				customizer.apply(configured).followRedirect(false).disableRetry(true).compress(false));
	}

	private static SslProvider.Builder secure(SslProvider.SslContextSpec spec, @Nullable SslContext sslContext) {
		return (sslContext != null) ? spec.sslContext(sslContext) : spec.sslContext(Http11SslContextSpec.forClient());
	}

	private static String userAgent() {
		String version = NettyHttp.class.getPackage().getImplementationVersion();
		return "eigi-spring-boot-starter" + ((version != null) ? "/" + version : "");
	}

	ReactorClientHttpConnector connectorFor(Effect effect) {
		return (effect == Effect.DIAL) ? this.unpooled : this.pooled;
	}

	/**
	 * Run something when the exchange is over and its connection closed or free again.
	 */
	static void onTerminate(Object nativeRequest, Runnable action) {
		if (nativeRequest instanceof Connection connection) {
			connection.onTerminate().subscribe(null, (ex) -> action.run(), action);
		}
	}

	void close() {
		this.resolver.close();
		Mono<Void> closed = this.pool.disposeLater()
			.then(this.loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT))
			.timeout(CLOSE_TIMEOUT.multipliedBy(2))
			.onErrorComplete();
		if (Schedulers.isInNonBlockingThread()) {
			closed.subscribe();
		}
		else {
			closed.block();
		}
	}

}
