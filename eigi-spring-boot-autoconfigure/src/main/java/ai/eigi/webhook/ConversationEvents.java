package ai.eigi.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import ai.eigi.client.EigiOperations;
import ai.eigi.webhook.EventPublisher.Outcome;
import ai.eigi.webhook.Workers.StoppedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes events of deliveries, and tells of them.
 * <p>
 * A delivery is not believed: its conversation is read from the service by id, and what
 * was read is published. What the service does not know is dropped; what it cannot tell
 * at the moment is asked for again for about five minutes, what has not ended yet by its
 * word for about a minute, and then left to the {@link ConversationSweep sweep}.
 * <p>
 * Each ending is published once, whether it was delivered, repeated, delivered under
 * another name or found by a sweep, and whichever instance of the application takes it,
 * as far as they share a {@link ConversationEventStore}. Events that are no endings are
 * published once for each name.
 * <p>
 * Takes deliveries from start to stop. Stopping takes no new ones, works on those held
 * for at most 10 seconds, and then gives up; it can be started again.
 *
 * @since 0.1.0
 */
public final class ConversationEvents implements DeliveryQueue, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ConversationEvents.class);

	/**
	 * Started before the web server takes requests, stopped after it has taken the last.
	 */
	static final int PHASE = DEFAULT_PHASE - 4096;

	private static final Duration TIME_TO_STOP = Duration.ofSeconds(10);

	private static final Duration FORGET_EVERY = Duration.ofHours(1);

	private static final Duration REMEMBER = Duration.ofDays(1);

	private static final int KNOWN_EVENTS = 100_000;

	private final EigiOperations operations;

	private final ConversationEventStore store;

	private final ConversationHub hub;

	private final Supplier<Stream<ConversationEventListener>> listeners;

	private final DeliverySettings settings;

	private final boolean swept;

	private final InstantSource clock;

	private final Scheduler timer;

	private final Supplier<Scheduler> threads;

	private final KnownEvents known = new KnownEvents(KNOWN_EVENTS);

	private volatile @Nullable Run run;

	private ConversationEvents(Builder builder) {
		this.operations = builder.operations;
		this.store = builder.store;
		this.hub = builder.hub;
		this.listeners = builder.listeners;
		this.settings = builder.settings;
		this.swept = builder.swept;
		this.clock = builder.clock;
		this.timer = builder.timer;
		this.threads = (builder.threads != null) ? builder.threads : () -> threads(this.settings.concurrency());
	}

	/**
	 * As many for the sweep as for deliveries, and one for the store. What has to be done
	 * belongs to no thread: none of it waits for one that a listener holds.
	 */
	private static Scheduler threads(int concurrency) {
		int size = 2 * concurrency + 1;
		CustomizableThreadFactory daemons = new CustomizableThreadFactory("eigi-events-");
		daemons.setDaemon(true);
		ThreadPoolExecutor executor = new ThreadPoolExecutor(size, size, 60, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), daemons);
		executor.allowCoreThreadTimeOut(true);
		return Schedulers.fromExecutorService(executor, "eigi-events");
	}

	/**
	 * Begin to set up.
	 * @param operations reads conversations
	 * @return a builder
	 */
	public static Builder builder(EigiOperations operations) {
		return new Builder(operations);
	}

	/**
	 * Take a delivery. Repetitions of a delivery that is held, or was published lately,
	 * are taken and dropped.
	 * @param delivery the delivery
	 * @return whether it was taken; not while as many are held as the capacity says, nor
	 * before start, nor after stop
	 */
	@Override
	public boolean offer(WebhookDelivery delivery) {
		Objects.requireNonNull(delivery, "'delivery' must not be null");
		Run current = this.run;
		return current != null && current.work.offer(delivery);
	}

	/**
	 * Publish an event, once.
	 */
	Mono<Outcome> publish(ConversationEvent event, String key) {
		return Mono.defer(() -> running().publisher.publishIfNew(event, key));
	}

	/**
	 * Do something that may block.
	 */
	<T> Mono<T> onWorker(Callable<T> task) {
		return Mono.defer(() -> running().workers.run(task));
	}

	int concurrency() {
		return this.settings.concurrency();
	}

	private Run running() {
		Run current = this.run;
		if (current == null) {
			throw new StoppedException();
		}
		return current;
	}

	@Override
	public synchronized void start() {
		if (this.run != null) {
			return;
		}
		this.known.endAll();
		this.hub.open();
		Workers workers = new Workers(this.threads.get());
		EventPublisher publisher = new EventPublisher(this.store, this.known, this.hub, this.listeners.get().toList(),
				workers, this.clock, this.timer);
		DeliveryHandler handler = new DeliveryHandler(this.operations, publisher, this.known, this.settings.verify());
		DeliveryWork work = new DeliveryWork(this.settings, handler, this.known, workers.scheduler(), this.timer,
				this.swept);
		this.run = new Run(workers, publisher, work, this.swept ? Disposables.disposed() : forgetNowAndThen(workers));
	}

	/**
	 * Where no sweep forgets what is old.
	 */
	private Disposable forgetNowAndThen(Workers workers) {
		return this.timer.schedulePeriodically(() -> workers.run(() -> {
			this.store.forget(this.clock.instant().minus(REMEMBER));
			return true;
		}).subscribe((done) -> {
		}, (ex) -> logger.debug("Old events could not be forgotten.", ex)), FORGET_EVERY.toMillis(),
				FORGET_EVERY.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		Run current;
		synchronized (this) {
			current = this.run;
			this.run = null;
		}
		if (current == null) {
			callback.run();
			return;
		}
		current.forgetting.dispose();
		current.work.close()
			.then(Mono.defer(current.workers::close))
			.timeout(TIME_TO_STOP, this.timer)
			.onErrorComplete()
			.publishOn(this.timer)
			.doFinally((signal) -> {
				try {
					current.work.abandon();
					current.workers.halt();
					completeFeed();
				}
				finally {
					callback.run();
				}
			})
			.subscribe();
	}

	private synchronized void completeFeed() {
		if (this.run == null) {
			this.hub.complete();
		}
	}

	@Override
	public boolean isRunning() {
		return this.run != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	private record Run(Workers workers, EventPublisher publisher, DeliveryWork work, Disposable forgetting) {
	}

	/**
	 * Sets up.
	 */
	public static final class Builder {

		private final EigiOperations operations;

		private ConversationEventStore store = new InMemoryConversationEventStore();

		private ConversationHub hub = new ConversationHub();

		private Supplier<Stream<ConversationEventListener>> listeners = Stream::empty;

		private DeliverySettings settings = DeliverySettings.defaults();

		private boolean swept = true;

		private InstantSource clock = InstantSource.system();

		private Scheduler timer = Schedulers.parallel();

		private @Nullable Supplier<Scheduler> threads;

		private Builder(EigiOperations operations) {
			this.operations = Objects.requireNonNull(operations, "'operations' must not be null");
		}

		/**
		 * Remembers what was published. In memory, if not set.
		 * @param store the store
		 * @return this builder
		 */
		public Builder store(ConversationEventStore store) {
			this.store = Objects.requireNonNull(store, "'store' must not be null");
			return this;
		}

		/**
		 * Passes ended conversations on.
		 * @param hub the hub
		 * @return this builder
		 */
		public Builder hub(ConversationHub hub) {
			this.hub = Objects.requireNonNull(hub, "'hub' must not be null");
			return this;
		}

		/**
		 * Whom to tell, in this order. Asked at each start.
		 * @param listeners the listeners
		 * @return this builder
		 */
		public Builder listeners(Supplier<Stream<ConversationEventListener>> listeners) {
			this.listeners = Objects.requireNonNull(listeners, "'listeners' must not be null");
			return this;
		}

		/**
		 * Whom to tell, in this order.
		 * @param listeners the listeners
		 * @return this builder
		 */
		public Builder listeners(ConversationEventListener... listeners) {
			List<ConversationEventListener> all = List.of(listeners);
			return listeners(all::stream);
		}

		/**
		 * How deliveries are worked on.
		 * @param settings the settings
		 * @return this builder
		 */
		public Builder settings(DeliverySettings settings) {
			this.settings = Objects.requireNonNull(settings, "'settings' must not be null");
			return this;
		}

		/**
		 * Whether a {@link ConversationSweep} finds what is given up, and forgets what is
		 * old. If not, published events are forgotten after a day. It is, if not set.
		 * @param swept whether it is on
		 * @return this builder
		 */
		public Builder swept(boolean swept) {
			this.swept = swept;
			return this;
		}

		/**
		 * Tells the time, for tests.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(InstantSource clock) {
			this.clock = Objects.requireNonNull(clock, "'clock' must not be null");
			return this;
		}

		/**
		 * Counts the waits, for tests.
		 * @param timer the scheduler; nothing blocks on it
		 * @return this builder
		 */
		public Builder timer(Scheduler timer) {
			this.timer = Objects.requireNonNull(timer, "'timer' must not be null");
			return this;
		}

		/**
		 * Threads that listeners and store run on, new ones at each start, for tests.
		 */
		Builder threads(Supplier<Scheduler> threads) {
			this.threads = threads;
			return this;
		}

		/**
		 * Make it. It has to be {@link ConversationEvents#start() started}.
		 * @return the events
		 */
		public ConversationEvents build() {
			return new ConversationEvents(this);
		}

	}

}
