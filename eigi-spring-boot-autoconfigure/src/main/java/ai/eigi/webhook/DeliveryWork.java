package ai.eigi.webhook;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ai.eigi.client.error.EigiException;
import ai.eigi.webhook.DeliveryHandler.Next;
import ai.eigi.webhook.DeliveryHandler.Verdict;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Deliveries from when they are taken until they are done with. Who waits to be read
 * again keeps his place in the queue's bound, and lets others work meanwhile.
 */
final class DeliveryWork implements DeliveryQueue {

	private static final Log logger = LogFactory.getLog(ConversationEvents.class);

	/**
	 * About a minute.
	 */
	private static final List<Duration> UNTIL_IT_ENDED = seconds(1, 2, 4, 8, 15, 15, 15);

	/**
	 * About five minutes.
	 */
	private static final List<Duration> AFTER_FAILURE = seconds(1, 2, 4, 8, 15, 30, 30, 30, 30, 30, 30, 30, 30, 30);

	private final DeliverySettings settings;

	private final DeliveryHandler handler;

	private final KnownEvents known;

	private final Scheduler workers;

	private final Scheduler timer;

	private final boolean swept;

	private final Turnstile places;

	private final Queue<Work> ready = new ConcurrentLinkedQueue<>();

	private final AtomicInteger active = new AtomicInteger();

	private final Set<Work> waiting = ConcurrentHashMap.newKeySet();

	private final Disposable.Composite running = Disposables.composite();

	private final AtomicBoolean toldThatFull = new AtomicBoolean();

	DeliveryWork(DeliverySettings settings, DeliveryHandler handler, KnownEvents known, Scheduler workers,
			Scheduler timer, boolean swept) {
		this.settings = settings;
		this.handler = handler;
		this.known = known;
		this.workers = workers;
		this.timer = timer;
		this.swept = swept;
		this.places = new Turnstile(settings.queueCapacity());
	}

	@Override
	public boolean offer(WebhookDelivery delivery) {
		String key = EventKeys.of(delivery.type(), delivery.conversationId());
		if (this.places.isClosed()) {
			return false;
		}
		if (!this.known.begin(key)) {
			logger.debug("A repeated delivery was dropped.");
			return true;
		}
		if (!this.places.enter()) {
			this.known.end(key);
			reportFull();
			return false;
		}
		// what is not believed is not kept: a thousand transcripts are much memory
		this.ready.add(new Work(this.settings.verify()
				? new WebhookDelivery(delivery.type(), delivery.conversationId(), Map.of()) : delivery, key));
		drain();
		return true;
	}

	private void reportFull() {
		if (!this.places.isClosed() && this.toldThatFull.compareAndSet(false, true)) {
			logger.warn("The queue of deliveries is full (eigi.webhook.queue-capacity is "
					+ this.settings.queueCapacity() + "). Deliveries are refused until there is room; "
					+ (this.swept ? "what is not delivered again is found by the sweep."
							: "what is not delivered again is lost, as no sweep is on."));
		}
	}

	private void drain() {
		while (takeWorker()) {
			Work work = this.ready.poll();
			if (work != null) {
				start(work);
				continue;
			}
			this.active.decrementAndGet();
			if (this.ready.isEmpty()) {
				return;
			}
		}
	}

	private boolean takeWorker() {
		while (true) {
			int current = this.active.get();
			if (current >= this.settings.concurrency()) {
				return false;
			}
			if (this.active.compareAndSet(current, current + 1)) {
				return true;
			}
		}
	}

	private void start(Work work) {
		Disposable.Swap subscription = Disposables.swap();
		this.running.add(subscription);
		subscription.update(this.handler.handle(work.delivery, work.key)
			.subscribeOn(this.workers)
			.onErrorResume((ex) -> Mono.just(new Verdict(Next.GIVE_UP, ex)))
			.subscribe((verdict) -> {
				this.running.remove(subscription);
				proceed(work, verdict);
			}));
	}

	private void proceed(Work work, Verdict verdict) {
		Duration wait = work.waitBefore(verdict.next());
		if (wait != null && !this.places.isClosed()) {
			await(work, wait);
		}
		else {
			report(work, verdict);
			this.known.end(work.key);
			this.places.leave();
			if (this.places.inside() <= this.settings.queueCapacity() / 2) {
				this.toldThatFull.set(false);
			}
		}
		this.active.decrementAndGet();
		drain();
	}

	private void await(Work work, Duration wait) {
		this.waiting.add(work);
		this.timer.schedule(() -> resume(work), wait.toMillis(), TimeUnit.MILLISECONDS);
		if (this.places.isClosed()) {
			resume(work);
		}
	}

	private void resume(Work work) {
		if (this.waiting.remove(work)) {
			this.ready.add(work);
			drain();
		}
	}

	private void report(Work work, Verdict verdict) {
		if (verdict.next() == Next.DONE) {
			return;
		}
		if (this.places.isClosed()) {
			logger.debug("A delivery could not be worked on before the application stopped.");
			return;
		}
		String said = "Delivery of " + EventKeys.printable(work.delivery.type().value()) + " for conversation "
				+ EventKeys.printable(work.delivery.conversationId());
		String why = (verdict.cause() != null) ? " (" + verdict.cause().getClass().getSimpleName() + ")" : "";
		String consequence = (this.swept && work.delivery.type().isEnding()) ? " It is left to the sweep."
				: " It is given up.";
		switch (verdict.next()) {
			case DROP -> logger.warn(said + " was dropped: there is no such conversation for this API key" + why + ".");
			case WAIT_FOR_END ->
				logger.warn(said + " came, and the service does not say that it is over." + consequence);
			default -> logger.warn(said + " could not be worked on" + why + "." + consequence,
					isForeign(verdict.cause()) ? verdict.cause() : null);
		}
	}

	private static boolean isForeign(@Nullable Throwable cause) {
		return cause != null && !(cause instanceof EigiException);
	}

	/**
	 * Take nothing any more, and try each delivery that is held once more.
	 * @return completes when none is held
	 */
	Mono<Void> close() {
		Mono<Void> empty = this.places.close();
		this.waiting.forEach(this::resume);
		return empty;
	}

	/**
	 * Give up what is held.
	 */
	void abandon() {
		this.running.dispose();
		int left = this.places.inside();
		if (left > 0) {
			logger.warn(left + " deliveries were not worked on in the time the application had to stop. " + (this.swept
					? "The sweep finds the ended conversations among them, if eigi.webhook.store.type is file or jdbc."
					: "They are lost, as no sweep is on."));
		}
	}

	private static List<Duration> seconds(int... seconds) {
		return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
	}

	/**
	 * A delivery and how often it was tried. One thread at a time works on it.
	 */
	private static final class Work {

		private final WebhookDelivery delivery;

		private final String key;

		private int looks;

		private int failures;

		private Work(WebhookDelivery delivery, String key) {
			this.delivery = delivery;
			this.key = key;
		}

		private @Nullable Duration waitBefore(Next next) {
			return switch (next) {
				case WAIT_FOR_END -> (this.looks < UNTIL_IT_ENDED.size()) ? UNTIL_IT_ENDED.get(this.looks++) : null;
				case TRY_AGAIN -> (this.failures < AFTER_FAILURE.size()) ? AFTER_FAILURE.get(this.failures++) : null;
				default -> null;
			};
		}

	}

}
