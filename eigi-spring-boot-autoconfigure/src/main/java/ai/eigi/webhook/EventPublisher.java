package ai.eigi.webhook;

import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

import org.springframework.util.ClassUtils;

/**
 * Tells the listeners of an event, once: claims the right to, tells, confirms.
 */
final class EventPublisher {

	private static final Log logger = LogFactory.getLog(ConversationEvents.class);

	private static final Duration LEASE = Duration.ofMinutes(5);

	private final ConversationEventStore store;

	private final KnownEvents known;

	private final ConversationHub hub;

	private final List<ConversationEventListener> listeners;

	private final Workers workers;

	private final InstantSource clock;

	private final Retry confirmAgain;

	EventPublisher(ConversationEventStore store, KnownEvents known, ConversationHub hub,
			List<ConversationEventListener> listeners, Workers workers, InstantSource clock, Scheduler timer) {
		this.store = store;
		this.known = known;
		this.hub = hub;
		this.listeners = listeners;
		this.workers = workers;
		this.clock = clock;
		this.confirmAgain = Retry.backoff(4, Duration.ofSeconds(1)).scheduler(timer);
	}

	/**
	 * Publish an event that nobody in this instance works on.
	 */
	Mono<Outcome> publishIfNew(ConversationEvent event, String key) {
		return Mono.defer(() -> {
			if (this.known.isPublished(key)) {
				return Mono.just(Outcome.KNOWN);
			}
			if (!this.known.begin(key)) {
				return Mono.just(Outcome.HELD);
			}
			return publish(event, key).doFinally((signal) -> this.known.end(key));
		});
	}

	/**
	 * Publish an event that the caller has begun to work on.
	 */
	Mono<Outcome> publish(ConversationEvent event, String key) {
		return this.workers.run(() -> claimAndTell(event, key))
			.flatMap((told) -> (told == Told.UNCONFIRMED) ? confirmLater(key) : Mono.just(told.outcome));
	}

	private Told claimAndTell(ConversationEvent event, String key) {
		Instant now = this.clock.instant();
		ConversationEventStore.Claim claim = this.store.claim(key, now, now.plus(LEASE));
		if (claim == ConversationEventStore.Claim.PUBLISHED) {
			this.known.published(key);
			return Told.BEFORE;
		}
		if (claim == ConversationEventStore.Claim.HELD) {
			return Told.BY_ANOTHER;
		}
		boolean told = false;
		try {
			told = tellAll(event);
		}
		finally {
			if (!told) {
				release(key);
			}
		}
		if (!told) {
			return Told.BY_ANOTHER;
		}
		this.known.published(key);
		return confirm(key) ? Told.NOW : Told.UNCONFIRMED;
	}

	/**
	 * Whether everybody was told; not if the application's time to stop ended meanwhile.
	 */
	private boolean tellAll(ConversationEvent event) {
		if (event.type().isEnding() && isFinal(event.conversation())) {
			this.hub.emit(event.conversation());
		}
		for (ConversationEventListener listener : this.listeners) {
			if (this.workers.isHalted()) {
				return false;
			}
			tell(listener, event);
		}
		return !this.workers.isHalted();
	}

	private void tell(ConversationEventListener listener, ConversationEvent event) {
		try {
			listener.onConversationEvent(event);
		}
		catch (Throwable ex) {
			report(ClassUtils.getUserClass(listener).getName(), event, ex);
		}
		finally {
			if (!this.workers.isHalted()) {
				// what one listener left behind would fail the next one's waits and the
				// store's
				Thread.interrupted();
			}
		}
	}

	/**
	 * Log what a listener threw, unless nothing may go on after it.
	 */
	static void report(String listener, ConversationEvent event, Throwable ex) {
		// what an @EventListener method throws may come wrapped, errors too
		Throwable thrown = (ex instanceof UndeclaredThrowableException && ex.getCause() != null) ? ex.getCause() : ex;
		if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
			throw error;
		}
		String id = event.conversation().id();
		logger.error("Listener " + listener + " failed on " + EventKeys.printable(event.type().value())
				+ " of conversation " + ((id != null) ? EventKeys.printable(id) : "without id")
				+ "; the others were told, and it is not told again.", ex);
	}

	private void release(String key) {
		try {
			this.store.release(key);
		}
		catch (RuntimeException ex) {
			logger.debug("A right to publish could not be given back; it ends with its lease.", ex);
		}
	}

	private boolean confirm(String key) {
		try {
			this.store.confirm(key, this.clock.instant());
			return true;
		}
		catch (RuntimeException ex) {
			logger.debug("A published event could not be confirmed yet.", ex);
			return false;
		}
	}

	private Mono<Outcome> confirmLater(String key) {
		return this.workers.run(() -> {
			this.store.confirm(key, this.clock.instant());
			return Outcome.PUBLISHED;
		}).retryWhen(this.confirmAgain).onErrorResume((ex) -> {
			logger.warn("Conversation " + EventKeys.printable(key) + " was published, and the store does not take note "
					+ "of it: after a restart it may be published again.", ex);
			return Mono.just(Outcome.PUBLISHED);
		});
	}

	static boolean isFinal(Conversation conversation) {
		ConversationStatus status = conversation.status();
		return status != null && status.isFinal();
	}

	/**
	 * How a conversation ended, as its status says.
	 */
	static @Nullable ConversationEventType ending(Conversation conversation) {
		ConversationStatus status = conversation.status();
		if (ConversationStatus.COMPLETED.equals(status)) {
			return ConversationEventType.COMPLETED;
		}
		if (ConversationStatus.DISCONNECTED.equals(status)) {
			return ConversationEventType.DISCONNECTED;
		}
		return ConversationStatus.FAILED.equals(status) ? ConversationEventType.FAILED : null;
	}

	/**
	 * What became of an event.
	 */
	enum Outcome {

		/**
		 * Everybody was told now.
		 */
		PUBLISHED,

		/**
		 * Everybody was told before.
		 */
		KNOWN,

		/**
		 * Nobody was told now; somebody else has the right to tell.
		 */
		HELD

	}

	private enum Told {

		NOW(Outcome.PUBLISHED), UNCONFIRMED(Outcome.PUBLISHED), BEFORE(Outcome.KNOWN), BY_ANOTHER(Outcome.HELD);

		private final Outcome outcome;

		Told(Outcome outcome) {
			this.outcome = outcome;
		}

	}

}
