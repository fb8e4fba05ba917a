package ai.eigi.client.transport;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.netty.channel.EventLoop;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Knows whether a client waits for an answer, or is still busy with one.
 */
public final class RequestsOnTheWay implements ExchangeFilterFunction {

	private final Set<EventLoop> loops = ConcurrentHashMap.newKeySet();

	private int count;

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.defer(() -> {
			AtomicBoolean answered = new AtomicBoolean();
			// whoever releases an answer reads it a second time
			AtomicBoolean over = new AtomicBoolean();
			change(1);
			return next.exchange(request).map((response) -> {
				answered.set(true);
				return response.mutate().body((body) -> body.doFinally((end) -> end(over))).build();
			}).doFinally((end) -> {
				if (!answered.get()) {
					end(over);
				}
			});
		});
	}

	private void end(AtomicBoolean over) {
		if (over.compareAndSet(false, true)) {
			change(-1);
		}
	}

	private synchronized void change(int by) {
		this.count += by;
		notifyAll();
	}

	HttpClient watch(HttpClient http) {
		return http.doOnChannelInit((observer, channel, address) -> this.loops.add(channel.eventLoop()));
	}

	/**
	 * Wait until every answer is there and what follows from it is done, for 20 seconds
	 * at most each. A later request follows from an answer, or a wait for a later time.
	 */
	private void awaitNone() throws InterruptedException {
		do {
			awaitAnswers();
			for (EventLoop loop : this.loops) {
				if (!loop.submit(() -> {
				}).await(20, TimeUnit.SECONDS)) {
					throw new AssertionError("the client does not come to an end");
				}
			}
		}
		while (!isNone());
	}

	/**
	 * Let time pass, an hour or so, until something is over. It stands still while a
	 * request is on its way, however busy the machine is.
	 */
	public void letTimePass(VirtualTimeScheduler time, BooleanSupplier over) throws InterruptedException {
		awaitNone();
		for (int i = 0; i < 4000 && !over.getAsBoolean(); i++) {
			time.advanceTimeBy(Duration.ofSeconds(1));
			awaitNone();
		}
	}

	private synchronized boolean isNone() {
		return this.count == 0;
	}

	private synchronized void awaitAnswers() throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (this.count > 0) {
			long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
			if (left <= 0) {
				throw new AssertionError("a request is not answered");
			}
			wait(left);
		}
	}

}
