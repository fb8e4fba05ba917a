package ai.eigi.client.transport;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/**
 * Threads and the resolver of names: those of one client, or of many that share them.
 * Nothing is started before it is used.
 *
 * @since 0.1.0
 */
public final class TransportResources implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

	private final Loops loops;

	private final Scheduler scheduler;

	private final DnsAddressResolverGroup resolver;

	/**
	 * Create resources.
	 * @param name begins the names of the threads
	 * @param queryTimeout how long the address of a host is asked for
	 */
	public TransportResources(String name, Duration queryTimeout) {
		this(name, queryTimeout, null);
	}

	TransportResources(String name, Duration queryTimeout, @Nullable Scheduler scheduler) {
		this.loops = new Loops(LoopResources.create(name + "-http", LoopResources.DEFAULT_IO_WORKER_COUNT, true));
		this.scheduler = (scheduler != null) ? scheduler
				: Schedulers.newParallel(name + "-timer", Schedulers.DEFAULT_POOL_SIZE, true);
		// Reactor Netty would keep a resolver it makes in a static map for ever, and
		// start
		// threads for it at once
		this.resolver = new DnsAddressResolverGroup(new DnsNameResolverBuilder()
			.datagramChannelFactory(() -> this.loops.onChannel(DatagramChannel.class, this.loops.onClient(true)))
			.socketChannelFactory(() -> this.loops.onChannel(SocketChannel.class, this.loops.onClient(true)))
			.queryTimeoutMillis(queryTimeout.toMillis()));
	}

	/**
	 * Runs what waits.
	 * @return the scheduler
	 */
	public Scheduler scheduler() {
		return this.scheduler;
	}

	LoopResources loops() {
		return this.loops;
	}

	DnsAddressResolverGroup resolver() {
		return this.resolver;
	}

	/**
	 * Stop the threads, and close what connections are left. Waits a few seconds at most,
	 * and not at all on a thread that must not block.
	 */
	@Override
	public void close() {
		this.resolver.close();
		try {
			await(this.loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT));
		}
		finally {
			this.scheduler.dispose();
		}
	}

	/**
	 * Wait for something to be closed where waiting is allowed. An interrupt from before
	 * keeps nobody from waiting, one during the wait ends it; either stays with the
	 * thread, and neither is an error, since there may be more to close.
	 */
	static void await(Mono<Void> closing) {
		Mono<Void> closed = closing.timeout(CLOSE_TIMEOUT.multipliedBy(2)).onErrorComplete();
		if (Schedulers.isInNonBlockingThread()) {
			closed.subscribe();
			return;
		}
		boolean interrupted = Thread.interrupted();
		try {
			closed.block();
		}
		catch (RuntimeException ex) {
			if (!(Exceptions.unwrap(ex) instanceof InterruptedException)) {
				throw ex;
			}
			interrupted = true;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Event loops that are not made anew behind the back of who closes them: Reactor
	 * Netty's own would start for a request that comes in that moment, and nobody would
	 * stop them.
	 */
	private static final class Loops implements LoopResources {

		private final LoopResources delegate;

		private volatile boolean closed;

		Loops(LoopResources delegate) {
			this.delegate = delegate;
		}

		@Override
		public EventLoopGroup onClient(boolean useNative) {
			return stopIfClosed(this.delegate.onClient(useNative));
		}

		@Override
		public EventLoopGroup onServer(boolean useNative) {
			return stopIfClosed(this.delegate.onServer(useNative));
		}

		private EventLoopGroup stopIfClosed(EventLoopGroup group) {
			if (this.closed) {
				group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
			}
			return group;
		}

		@Override
		public boolean daemon() {
			return this.delegate.daemon();
		}

		@Override
		public boolean isDisposed() {
			return this.closed;
		}

		@Override
		public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
			return Mono.defer(() -> {
				this.closed = true;
				return this.delegate.disposeLater(quietPeriod, timeout);
			});
		}

	}

}
