package ai.eigi.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.error.EigiException;
import ai.eigi.webhook.ConversationEvent.Origin;
import ai.eigi.webhook.EventPublisher.Outcome;
import ai.eigi.webhook.Workers.StoppedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.SmartLifecycle;

/**
 * Finds ended conversations that no delivery told of: the service gives up half a minute
 * after the first of four failed deliveries.
 * <p>
 * Looks at what was created since the last complete look, and as much further back as the
 * longest call lasts. Where it stands is kept in the {@link ConversationEventStore}, so
 * that with a store that lasts nothing is missed while the application is down, for up to
 * the 90 days for which the service keeps conversations. The very first look publishes
 * only what ends from then on. A look that fails changes nothing, and the next covers it;
 * it is logged once for a series of failures.
 * <p>
 * Every page of a look costs a request of the account's limit: one for every 100
 * conversations of the time looked back, for each type.
 *
 * @since 0.1.0
 */
public final class ConversationSweep implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ConversationSweep.class);

	private static final Duration FIRST_LOOK = Duration.ofSeconds(5);

	/**
	 * How far the service's clock and ours may be apart.
	 */
	private static final Duration SKEW = Duration.ofMinutes(1);

	private static final Duration REMEMBER_LONGER = Duration.ofHours(1);

	private static final int PAGE_SIZE = 100;

	private final EigiOperations operations;

	private final ConversationEvents events;

	private final ConversationEventStore store;

	private final SweepSettings settings;

	private final InstantSource clock;

	private final Scheduler timer;

	private final AtomicReference<Mono<Void>> last = new AtomicReference<>(Mono.empty());

	private @Nullable Disposable schedule;

	private boolean failing;

	/**
	 * Create a sweep in real time.
	 * @param operations lists conversations
	 * @param events publishes what is found, and must be started before
	 * @param store remembers how far the sweep has looked; the one that {@code events}
	 * has
	 * @param settings how often and how far back to look
	 */
	public ConversationSweep(EigiOperations operations, ConversationEvents events, ConversationEventStore store,
			SweepSettings settings) {
		this(operations, events, store, settings, InstantSource.system(), Schedulers.parallel());
	}

	/**
	 * Create a sweep.
	 * @param operations lists conversations
	 * @param events publishes what is found, and must be started before
	 * @param store remembers how far the sweep has looked; the one that {@code events}
	 * has
	 * @param settings how often and how far back to look
	 * @param clock tells the time
	 * @param timer counts the waits; nothing blocks on it
	 */
	public ConversationSweep(EigiOperations operations, ConversationEvents events, ConversationEventStore store,
			SweepSettings settings, InstantSource clock, Scheduler timer) {
		this.operations = Objects.requireNonNull(operations, "'operations' must not be null");
		this.events = Objects.requireNonNull(events, "'events' must not be null");
		this.store = Objects.requireNonNull(store, "'store' must not be null");
		this.settings = Objects.requireNonNull(settings, "'settings' must not be null");
		this.clock = Objects.requireNonNull(clock, "'clock' must not be null");
		this.timer = Objects.requireNonNull(timer, "'timer' must not be null");
	}

	/**
	 * Look now, or as soon as the look that goes on is over: looks do not overlap.
	 * Cancelling ends the listing; an event that is being told is told to the end.
	 * @return what was found; or the error of the service or of the store, and then the
	 * position has not moved
	 */
	public Mono<SweepReport> sweep() {
		return Mono.defer(() -> {
			Sinks.Empty<Void> done = Sinks.empty();
			Mono<Void> before = this.last.getAndSet(done.asMono());
			return before.then(Mono.defer(this::look))
				.doFinally((signal) -> before.subscribe(null, null, done::tryEmitEmpty));
		});
	}

	private Mono<SweepReport> look() {
		Instant began = this.clock.instant();
		return this.events.onWorker(() -> position(began)).flatMap((position) -> {
			Look look = new Look(position, began, this.settings.longestCall());
			return list(position).takeWhile((conversation) -> look.failure == null)
				.filter(look::concerns)
				.flatMapDelayError((conversation) -> publish(conversation, look), this.events.concurrency(), PAGE_SIZE)
				.then(Mono.defer(() -> end(look)));
		});
	}

	/**
	 * Where the looks stand; set right away before the very first.
	 */
	private SweepPosition position(Instant now) {
		SweepPosition position = this.store.position();
		if (position == null) {
			this.store.moveTo(new SweepPosition(now.minus(SKEW), now));
			position = this.store.position();
		}
		return (position != null) ? position : new SweepPosition(now.minus(SKEW), now);
	}

	private Flux<Conversation> list(SweepPosition position) {
		ConversationQuery all = ConversationQuery.builder()
			.createdFrom(position.lookedUntil().minus(this.settings.longestCall()).minus(SKEW))
			.pageSize(PAGE_SIZE)
			.build();
		List<ConversationQuery> queries = this.settings.types()
			.stream()
			.map((type) -> all.toBuilder().type(type).build())
			.toList();
		return Flux.fromIterable(queries.isEmpty() ? List.of(all) : queries)
			.concatMap(this.operations::allConversations, 1);
	}

	private Mono<Void> publish(Conversation conversation, Look look) {
		String id = conversation.id();
		ConversationEventType ending = EventPublisher.ending(conversation);
		if (id == null || ending == null) {
			return Mono.empty();
		}
		return this.events.publish(new ConversationEvent(ending, conversation, Origin.SWEEP), EventKeys.of(ending, id))
			.doOnNext((outcome) -> look.add(conversation, outcome))
			.then()
			.onErrorResume((ex) -> {
				// others that are being told at the moment are told to the end
				look.failure = ex;
				return Mono.empty();
			});
	}

	private Mono<SweepReport> end(Look look) {
		Throwable failure = look.failure;
		return (failure != null) ? Mono.error(failure) : this.events.onWorker(() -> {
			SweepPosition reached = look.reached();
			this.store.moveTo(reached);
			this.store.forget(reached.lookedUntil().minus(this.settings.longestCall()).minus(REMEMBER_LONGER));
			return new SweepReport(look.ended, look.published, reached);
		});
	}

	@Override
	public synchronized void start() {
		if (this.schedule != null) {
			return;
		}
		Duration interval = this.settings.interval();
		Duration first = (interval.compareTo(FIRST_LOOK) < 0) ? interval : FIRST_LOOK;
		this.schedule = Mono.delay(first, this.timer)
			.thenMany(Mono.defer(this::scheduledLook)
				.repeatWhen((looks) -> looks.concatMap((look) -> Mono.delay(interval, this.timer), 1)))
			.subscribe();
	}

	private Mono<Void> scheduledLook() {
		return sweep().doOnNext(this::reportSuccess).then().onErrorResume((ex) -> {
			reportFailure(ex);
			return Mono.empty();
		});
	}

	private void reportSuccess(SweepReport report) {
		if (this.failing) {
			this.failing = false;
			logger.info("Sweeps for ended conversations work again.");
		}
		if (logger.isDebugEnabled()) {
			logger.debug("Swept: " + report);
		}
	}

	private void reportFailure(Throwable ex) {
		if (ex instanceof StoppedException) {
			return;
		}
		if (this.failing) {
			logger.debug("A sweep for ended conversations failed again.", ex);
			return;
		}
		this.failing = true;
		String message = "A sweep for ended conversations failed. Nothing is lost: the next one that works covers it. ";
		if (ex instanceof EigiException) {
			logger.warn(message + ex.getMessage());
		}
		else {
			logger.warn(message, ex);
		}
	}

	/**
	 * Look no more. An event that is being told is told to the end.
	 */
	@Override
	public synchronized void stop() {
		if (this.schedule != null) {
			this.schedule.dispose();
			this.schedule = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.schedule != null;
	}

	@Override
	public int getPhase() {
		return ConversationEvents.PHASE;
	}

	/**
	 * One look, while it goes on.
	 */
	private static final class Look {

		private final SweepPosition from;

		private final Duration longestCall;

		private volatile @Nullable Throwable failure;

		private Instant until;

		private long ended;

		private long published;

		private Look(SweepPosition from, Instant began, Duration longestCall) {
			this.from = from;
			this.until = began;
			this.longestCall = longestCall;
		}

		/**
		 * History is not poured out at the first start.
		 */
		private boolean concerns(Conversation conversation) {
			Instant updated = (conversation.updatedAt() != null) ? conversation.updatedAt() : conversation.createdAt();
			return EventPublisher.isFinal(conversation) && (updated == null || !updated.isBefore(this.from.since()));
		}

		private synchronized void add(Conversation conversation, Outcome outcome) {
			this.ended++;
			if (outcome == Outcome.PUBLISHED) {
				this.published++;
			}
			if (outcome == Outcome.HELD) {
				stayFor(conversation);
			}
		}

		/**
		 * Whoever holds it may die before he publishes it: the next looks must find it.
		 */
		private void stayFor(Conversation conversation) {
			Instant created = conversation.createdAt();
			Instant latest = (created != null) ? created.plus(this.longestCall) : this.from.lookedUntil();
			if (latest.isBefore(this.until)) {
				this.until = latest;
			}
		}

		private synchronized SweepPosition reached() {
			boolean forward = this.until.isAfter(this.from.lookedUntil());
			return forward ? new SweepPosition(this.from.since(), this.until) : this.from;
		}

	}

}
