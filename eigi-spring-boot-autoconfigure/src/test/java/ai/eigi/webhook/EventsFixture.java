package ai.eigi.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Events in virtual time: everything that does not wait happens on the caller's thread.
 */
final class EventsFixture {

	static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

	final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	final InstantSource clock = () -> BEGIN.plusMillis(this.time.now(TimeUnit.MILLISECONDS));

	final FakeService service = new FakeService();

	final ConversationHub hub = new ConversationHub(10_000, Schedulers.immediate());

	final List<ConversationEvent> told = new CopyOnWriteArrayList<>();

	ConversationEventStore store = new InMemoryConversationEventStore();

	DeliverySettings settings = DeliverySettings.defaults();

	ConversationEvents.Builder builder() {
		return ConversationEvents.builder(this.service.operations())
			.store(this.store)
			.hub(this.hub)
			.listeners(this.told::add)
			.settings(this.settings)
			.clock(this.clock)
			.timer(this.time)
			.threads(() -> Schedulers.fromExecutor(Runnable::run));
	}

	ConversationEvents start() {
		return start(builder());
	}

	ConversationEvents start(ConversationEvents.Builder builder) {
		ConversationEvents events = builder.build();
		events.start();
		return events;
	}

	void pass(Duration duration) {
		this.time.advanceTimeBy(duration);
	}

	static WebhookDelivery delivery(ConversationEventType type, String id) {
		return new WebhookDelivery(type, id, Map.of("conversation_id", id, "conversation_status", "COMPLETED",
				"to_mobile_number", "+14155550123", "notes", "private-notes"));
	}

	static WebhookDelivery completed(String id) {
		return delivery(ConversationEventType.COMPLETED, id);
	}

}
