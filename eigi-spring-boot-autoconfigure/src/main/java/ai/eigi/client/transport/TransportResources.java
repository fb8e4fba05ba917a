package ai.eigi.client.transport;

import java.time.Duration;

import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import org.jspecify.annotations.Nullable;
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

	private final LoopResources loops;

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
		this.loops = LoopResources.create(name + "-http", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
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
	 * Wait for something to be closed where waiting is allowed.
	 */
	static void await(Mono<Void> closing) {
		Mono<Void> closed = closing.timeout(CLOSE_TIMEOUT.multipliedBy(2)).onErrorComplete();
		if (Schedulers.isInNonBlockingThread()) {
			closed.subscribe();
		}
		else {
			closed.block();
		}
	}

}
