package ai.eigi.webhook;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationFeed;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.concurrent.Queues;

/**
 * Passes ended conversations on to everybody who listens. It needs nothing of the client,
 * so that the client can listen to it, while {@link ConversationEvents}, which feeds it,
 * needs the client.
 * <p>
 * In several instances of an application each ended conversation reaches the hub of the
 * instance that publishes it.
 *
 * @since 0.1.0
 */
public final class ConversationHub implements ConversationFeed {

	private static final int CAPACITY = 10_000;

	// one task for each burst: a thousand waiting subscribers hold no thread
	private static final Scheduler BLOCKING_THREADS = Schedulers
		.fromExecutor((task) -> Schedulers.boundedElastic().schedule(task));

	private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();

	private final Object emission = new Object();

	private final int capacity;

	private final Scheduler scheduler;

	private volatile boolean closed;

	/**
	 * Create a hub.
	 */
	public ConversationHub() {
		this(CAPACITY, BLOCKING_THREADS);
	}

	ConversationHub(int capacity, Scheduler scheduler) {
		this.capacity = capacity;
		this.scheduler = scheduler;
	}

	/**
	 * Conversations that end from now on, on threads that may block. A subscriber who
	 * falls 10,000 conversations behind ends with an error that says so; the others do
	 * not notice.
	 */
	@Override
	public Flux<Conversation> ended() {
		return Flux.defer(() -> {
			Subscriber subscriber = new Subscriber(this.capacity);
			this.subscribers.add(subscriber);
			if (this.closed) {
				subscriber.sink.tryEmitComplete();
			}
			return subscriber.sink.asFlux()
				.publishOn(this.scheduler, Queues.XS_BUFFER_SIZE)
				.doOnNext((conversation) -> subscriber.behind.decrementAndGet())
				.doFinally((signal) -> this.subscribers.remove(subscriber));
		});
	}

	void emit(Conversation conversation) {
		synchronized (this.emission) {
			this.subscribers.forEach((subscriber) -> subscriber.next(conversation));
		}
	}

	void open() {
		this.closed = false;
	}

	void complete() {
		this.closed = true;
		synchronized (this.emission) {
			this.subscribers.forEach((subscriber) -> subscriber.sink.tryEmitComplete());
		}
	}

	int subscribers() {
		return this.subscribers.size();
	}

	private static final class Subscriber {

		private final Sinks.Many<Conversation> sink;

		private final AtomicInteger behind = new AtomicInteger();

		private final int capacity;

		private Subscriber(int capacity) {
			// an unbounded queue grows as it is needed; its bound is counted here
			Queue<Conversation> queue = Queues.<Conversation>unbounded(Queues.XS_BUFFER_SIZE).get();
			this.sink = Sinks.unsafe().many().unicast().onBackpressureBuffer(queue);
			this.capacity = capacity;
		}

		private void next(Conversation conversation) {
			if (this.behind.incrementAndGet() <= this.capacity) {
				this.sink.tryEmitNext(conversation);
			}
			else {
				this.sink.tryEmitError(Exceptions.failWithOverflow("This subscriber of ended conversations is "
						+ this.capacity + " behind, and the next would have been lost. Take them faster, or "
						+ "subscribe again and list what was missed."));
			}
		}

	}

}
