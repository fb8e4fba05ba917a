package ai.eigi.client.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Sends the requests of operations. Publishers are cold: each subscription is a request
 * of its own, and cancelling one at any moment closes its connection or gives up its
 * place in the queue.
 *
 * @since 0.1.0
 */
public interface ApiTransport {

	/**
	 * Send a request and read its whole answer.
	 * @param <T> what the answer is read as
	 * @param call the request
	 * @param reader reads the answer; throws {@link UnreadableAnswerException} where it
	 * lacks what it must have
	 * @return what was read; or an {@link ai.eigi.client.error.EigiException}
	 */
	<T> Mono<T> exchange(ApiCall call, Function<WireObject, T> reader);

	/**
	 * Send a request and hand out its streamed text once the headers are there. The
	 * connection is closed when nobody has begun to read within the limit to the first
	 * text.
	 * @param call the request
	 * @return the stream, to be read or cancelled; or an
	 * {@link ai.eigi.client.error.EigiException}
	 */
	Mono<TextStream> stream(ApiCall call);

	/**
	 * Runs what waits; virtual in tests.
	 * @return the scheduler
	 */
	Scheduler scheduler();

	/**
	 * Whether it was closed: nothing succeeds any more.
	 * @return whether it is of no use
	 */
	boolean isClosed();

	/**
	 * When it is closed.
	 * @return a publisher that completes then
	 */
	Mono<Void> whenClosed();

	/**
	 * The time by the clock of {@link #scheduler()}.
	 * @return the time
	 */
	default Instant now() {
		return Instant.ofEpochMilli(scheduler().now(TimeUnit.MILLISECONDS));
	}

	/**
	 * A wait that ends early when this is closed, so that whoever waits finds out.
	 * @param duration how long to wait
	 * @return a publisher that emits when the wait is over
	 */
	default Mono<Long> delay(Duration duration) {
		return Mono.firstWithSignal(Mono.delay(duration, scheduler()), whenClosed().thenReturn(0L));
	}

}
