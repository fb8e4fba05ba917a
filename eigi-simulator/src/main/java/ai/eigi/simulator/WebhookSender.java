package ai.eigi.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends webhooks at their times. With a running clock a thread of its own does, which
 * exists once there is a destination. With a standing clock whoever advances it does, one
 * webhook after the other, and waits for the answers.
 */
final class WebhookSender implements SimulatorClock.Agenda, AutoCloseable {

	static final int BOUND = 100_000;

	private static final int MAX_AT_ONCE = 32;

	private final SimulatorClock clock;

	private final Supplier<SimulatorSettings> settings;

	private final WebhookQueue queue = new WebhookQueue();

	private final WebhookClient client = new WebhookClient();

	private final Deque<RecordedDelivery> records = new ArrayDeque<>();

	private volatile List<WebhookDestination> destinations = List.of();

	private volatile int generation;

	private volatile boolean wanted;

	private volatile boolean closed;

	private @Nullable ScheduledThreadPoolExecutor thread;

	private @Nullable ScheduledFuture<?> alarm;

	private final Set<WebhookQueue.Work> underWay = new LinkedHashSet<>();

	WebhookSender(SimulatorClock clock, Supplier<SimulatorSettings> settings) {
		this.clock = clock;
		this.settings = settings;
	}

	List<WebhookDestination> destinations() {
		return this.destinations;
	}

	/**
	 * Send all that ends from now on to other destinations.
	 */
	synchronized void destinations(List<WebhookDestination> destinations) {
		forgetUnlessWanted();
		this.destinations = List.copyOf(destinations);
		if (!this.wanted && !destinations.isEmpty() && !this.closed) {
			this.wanted = true;
			this.clock.add(this);
			if (this.clock.isRunning()) {
				this.thread = new ScheduledThreadPoolExecutor(1, WebhookSender::newThread);
				this.thread.setRemoveOnCancelPolicy(true);
				setAlarm();
			}
		}
	}

	private static Thread newThread(Runnable task) {
		Thread thread = new Thread(task, "eigi-simulator-webhook-sender");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Have the end of a call announced.
	 */
	void expectEnd(CallConversation call) {
		forgetUnlessWanted();
		String event = WebhookPayload.eventOf(call, call.endsAt());
		add(call.endsAt(), event + " of " + call.id(), () -> {
			announce(event, call, call.endsAt());
			return CompletableFuture.completedFuture(null);
		});
	}

	/**
	 * As long as there was no destination nobody takes from the queue what is due.
	 */
	private void forgetUnlessWanted() {
		if (!this.wanted) {
			this.queue.removeDue(this.clock.instant());
		}
	}

	void announce(String event, StoredConversation conversation, Instant at) {
		String payload = WebhookPayload.of(event, conversation, at).toString();
		for (WebhookDestination destination : this.destinations) {
			schedule(new Delivery(event, conversation.id(), destination, payload, this.generation), 1, at);
		}
	}

	private void schedule(Delivery delivery, int number, Instant at) {
		add(at, delivery.describe(number), () -> attempt(delivery, number));
	}

	private void add(Instant due, String what, Supplier<CompletableFuture<Void>> action) {
		this.queue.add(due, what, action);
		setAlarm();
	}

	private CompletableFuture<Void> attempt(Delivery delivery, int number) {
		DeliveryAttempt attempt = delivery.attempt(number, this.clock.instant());
		DeliveryFate fate;
		try {
			fate = Objects.requireNonNull(Scripts.ask(this.settings.get().deliveryPolicy, attempt),
					"The policy has no fate");
		}
		catch (RuntimeException ex) {
			record(delivery, RecordedDelivery.failed(attempt, attempt.at(), "The delivery policy threw " + ex));
			retry(delivery, number);
			return CompletableFuture.completedFuture(null);
		}
		if (fate.delay().isZero()) {
			return meet(fate, delivery, attempt);
		}
		add(attempt.at().plus(fate.delay()), delivery.describe(number), () -> meet(fate, delivery, attempt));
		return CompletableFuture.completedFuture(null);
	}

	private CompletableFuture<Void> meet(DeliveryFate fate, Delivery delivery, DeliveryAttempt attempt) {
		return switch (fate.effect()) {
			case SEND -> send(fate.times(), delivery, attempt).toFuture();
			case DROP -> {
				record(delivery, RecordedDelivery.failed(attempt, this.clock.instant(), "Dropped"));
				retry(delivery, attempt.number());
				yield CompletableFuture.completedFuture(null);
			}
			case LOSE -> {
				record(delivery, RecordedDelivery.failed(attempt, this.clock.instant(), "Lost"));
				yield CompletableFuture.completedFuture(null);
			}
		};
	}

	private Mono<Void> send(int times, Delivery delivery, DeliveryAttempt attempt) {
		return Flux.range(0, times)
			.concatMap((index) -> sendOnce(delivery, attempt))
			.doOnNext((recorded) -> record(delivery, recorded))
			.reduce(false, (arrived, recorded) -> arrived || recorded.delivered())
			.doOnNext((arrived) -> {
				if (!arrived) {
					retry(delivery, attempt.number());
				}
			})
			.then();
	}

	private Mono<RecordedDelivery> sendOnce(Delivery delivery, DeliveryAttempt attempt) {
		Instant at = this.clock.instant();
		return Mono
			.defer(() -> this.client.send(delivery.destination(), delivery.event(), delivery.payload(),
					this.settings.get().webhookPatience))
			.map((status) -> RecordedDelivery.answered(attempt, at, status))
			.onErrorResume((ex) -> Mono.just(RecordedDelivery.failed(attempt, at, ex.toString())));
	}

	private void retry(Delivery delivery, int number) {
		SimulatorSettings settings = this.settings.get();
		if (number < settings.webhookAttempts && delivery.generation() == this.generation) {
			schedule(delivery, number + 1, this.clock.instant().plus(settings.webhookInterval));
		}
	}

	private void record(Delivery delivery, RecordedDelivery recorded) {
		synchronized (this.records) {
			if (delivery.generation() != this.generation) {
				return;
			}
			if (this.records.size() == BOUND) {
				this.records.removeFirst();
			}
			this.records.addLast(recorded);
		}
	}

	List<RecordedDelivery> records() {
		synchronized (this.records) {
			return List.copyOf(this.records);
		}
	}

	@Override
	public @Nullable Instant nextDue() {
		return (this.clock.isRunning() || this.closed) ? null : this.queue.nextDue();
	}

	@Override
	public void runDue() {
		if (this.clock.isRunning()) {
			setAlarm();
			return;
		}
		WebhookQueue.Work work = this.queue.poll(this.clock.instant());
		while (work != null && !this.closed) {
			start(work).join();
			work = this.queue.poll(this.clock.instant());
		}
	}

	/**
	 * Wake the thread when the next work is due, or never if there is none or enough is
	 * under way: its end sets the alarm anew.
	 */
	private synchronized void setAlarm() {
		if (this.thread == null || this.closed) {
			return;
		}
		if (this.alarm != null) {
			this.alarm.cancel(false);
		}
		Instant due = this.queue.nextDue();
		if (due != null && this.underWay.size() < MAX_AT_ONCE) {
			Duration until = Duration.between(this.clock.instant(), due);
			long millis = (until.isNegative()) ? 0 : until.plusNanos(999_999).toMillis();
			this.alarm = this.thread.schedule(this::startDue, millis, TimeUnit.MILLISECONDS);
		}
	}

	private void startDue() {
		WebhookQueue.Work work = next();
		while (work != null) {
			startCounted(work);
			work = next();
		}
		setAlarm();
	}

	private void startCounted(WebhookQueue.Work work) {
		CompletableFuture<Void> started;
		try {
			started = start(work);
		}
		catch (Error ex) {
			ended(work);
			throw ex;
		}
		started.whenComplete((unused, ex) -> ended(work));
	}

	private static CompletableFuture<Void> start(WebhookQueue.Work work) {
		try {
			return work.action().get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private synchronized WebhookQueue.@Nullable Work next() {
		WebhookQueue.Work work = (this.underWay.size() < MAX_AT_ONCE) ? this.queue.poll(this.clock.instant()) : null;
		if (work != null) {
			this.underWay.add(work);
		}
		return work;
	}

	private synchronized void ended(WebhookQueue.Work work) {
		this.underWay.remove(work);
		notifyAll();
		setAlarm();
	}

	/**
	 * What a thread of the sender still has to do, in words. Nothing, if it has none.
	 * @param due when it is due at the latest, if it is not under way
	 */
	private synchronized List<String> pending(Instant due) {
		if (this.thread == null || this.closed) {
			return List.of();
		}
		return Stream.concat(this.underWay.stream(), this.queue.due(due).stream())
			.map(WebhookQueue.Work::what)
			.toList();
	}

	List<String> pending() {
		return pending(this.clock.instant());
	}

	/**
	 * Wait until all is done that is due now.
	 * @param atMost how long to wait
	 * @return whether it is
	 */
	synchronized boolean awaitSent(Duration atMost) {
		Instant now = this.clock.instant();
		long end = System.nanoTime() + atMost.toNanos();
		while (!pending(now).isEmpty()) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				return false;
			}
			try {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}
		return true;
	}

	/**
	 * Forget all records and all that is still to be sent. The destinations stay.
	 */
	void clear() {
		this.queue.clear();
		synchronized (this) {
			this.underWay.clear();
			notifyAll();
		}
		synchronized (this.records) {
			this.generation++;
			this.records.clear();
		}
	}

	@Override
	public void close() {
		this.closed = true;
		this.clock.remove(this);
		synchronized (this) {
			if (this.thread != null) {
				this.thread.shutdownNow();
			}
			notifyAll();
		}
		this.client.close();
	}

	/**
	 * Event on its way to one destination.
	 *
	 * @param event the name of the event
	 * @param conversationId the conversation it is about
	 * @param destination where it goes
	 * @param payload what it says
	 * @param generation how often the simulator had been reset when it occurred
	 */
	private record Delivery(String event, String conversationId, WebhookDestination destination, String payload,
			int generation) {

		String describe(int number) {
			return this.event + " of " + this.conversationId + " to " + this.destination + ", attempt " + number;
		}

		DeliveryAttempt attempt(int number, Instant at) {
			return new DeliveryAttempt(this.event, this.conversationId, this.destination, number, at);
		}

	}

}
