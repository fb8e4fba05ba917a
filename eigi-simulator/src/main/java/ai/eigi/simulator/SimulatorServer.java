package ai.eigi.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * The socket of the simulator. All threads are its own and end with it. Handlers have
 * threads apart from the sockets', so that a scripted reply may block.
 */
final class SimulatorServer implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private static final int THREADS = 2;

	private final SimulatorState state;

	private final Router router;

	private final LoopResources loops = LoopResources.create("eigi-simulator", THREADS, true);

	private final ExecutorService handlers = Executors.newCachedThreadPool(SimulatorServer::handlerThread);

	private final Scheduler handlerScheduler = Schedulers.fromExecutorService(this.handlers, "eigi-simulator");

	private final AtomicInteger openConnections = new AtomicInteger();

	private final Set<Channel> answering = ConcurrentHashMap.newKeySet();

	private final ReplyWriter writer;

	private final DisposableServer server;

	SimulatorServer(SimulatorState state, Router router, int port) {
		this.state = state;
		this.router = router;
		this.writer = new ReplyWriter(state);
		try {
			this.server = HttpServer.create()
				.host(HOST)
				.port(port)
				.runOn(this.loops, false)
				.doOnChannelInit((observer, channel, address) -> count(channel))
				.handle(this::handle)
				.bindNow();
		}
		catch (RuntimeException ex) {
			release();
			throw ex;
		}
	}

	private static Thread handlerThread(Runnable task) {
		Thread thread = new Thread(task, "eigi-simulator-handler");
		thread.setDaemon(true);
		return thread;
	}

	private void count(Channel channel) {
		this.openConnections.incrementAndGet();
		channel.closeFuture().addListener((future) -> this.openConnections.decrementAndGet());
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		Channel channel = channelOf(request);
		this.answering.add(channel);
		return answer(request, response, loopOf(channel)).doFinally((signal) -> this.answering.remove(channel));
	}

	private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, Scheduler loop) {
		RecordedRequest head = head(request);
		Fault early = this.router.faultBeforeBody(head);
		if (early != null) {
			this.state.recorder().add(head);
			return this.writer.drop(response, early, loop);
		}
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(new byte[0])
			.map((body) -> record(head, body))
			.flatMap((recorded) -> Mono.fromCallable(() -> this.router.dispatch(recorded))
				.subscribeOn(this.handlerScheduler))
			.publishOn(loop)
			.flatMap((delivery) -> this.writer.write(response, delivery, loop));
	}

	/**
	 * Event loop of a connection. What writes answers runs on it, so that closing the
	 * simulator waits for it.
	 */
	private static Scheduler loopOf(Channel channel) {
		return Schedulers.fromExecutorService(channel.eventLoop());
	}

	private static Channel channelOf(HttpServerRequest request) {
		AtomicReference<Channel> channel = new AtomicReference<>();
		request.withConnection((connection) -> channel.set(connection.channel()));
		return Objects.requireNonNull(channel.get());
	}

	private RecordedRequest record(RecordedRequest head, byte[] body) {
		RecordedRequest recorded = head.withBody(new String(body, StandardCharsets.UTF_8), this.state.now());
		this.state.recorder().add(recorded);
		return recorded;
	}

	private RecordedRequest head(HttpServerRequest request) {
		String uri = request.uri();
		int query = uri.indexOf('?');
		Map<String, List<String>> headers = new LinkedHashMap<>();
		request.requestHeaders()
			.forEach((header) -> headers
				.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), (unused) -> new ArrayList<>())
				.add(header.getValue()));
		return new RecordedRequest(request.method().name(), (query < 0) ? uri : uri.substring(0, query), query(uri),
				headers, "", this.state.now());
	}

	private static Map<String, List<String>> query(String uri) {
		try {
			return new QueryStringDecoder(uri).parameters();
		}
		catch (IllegalArgumentException ex) {
			// not decodable: nothing in it can be meant for a route
			return Map.of();
		}
	}

	int port() {
		return this.server.port();
	}

	String baseUrl() {
		return "http://" + HOST + ":" + port();
	}

	int openConnections() {
		return this.openConnections.get();
	}

	/**
	 * Close the connections that are being answered. Idle ones stay: whoever sends over
	 * one just now must not find it closed under the request.
	 */
	void breakOff() {
		List<Channel> channels = List.copyOf(this.answering);
		CountDownLatch broken = new CountDownLatch(channels.size());
		for (Channel channel : channels) {
			// on its loop, where an answer is not seen between its end and the note of it
			channel.eventLoop().execute(() -> {
				if (this.answering.contains(channel)) {
					channel.close().addListener((future) -> broken.countDown());
				}
				else {
					broken.countDown();
				}
			});
		}
		if (!Schedulers.isInNonBlockingThread()) {
			await(broken);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		try {
			Waits.undisturbed(() -> this.server.disposeNow(Duration.ofSeconds(10)));
		}
		finally {
			release();
		}
	}

	private void release() {
		this.handlers.shutdownNow();
		Waits.undisturbed(this::awaitHandlers);
		Waits.undisturbed(() -> this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block());
	}

	private void awaitHandlers() {
		try {
			this.handlers.awaitTermination(1, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
