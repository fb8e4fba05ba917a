package ai.eigi.webhook;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiNotFoundException;
import ai.eigi.client.transport.PassingFailures;
import ai.eigi.webhook.ConversationEvent.Origin;
import ai.eigi.webhook.EventPublisher.Outcome;
import ai.eigi.webhook.Workers.StoppedException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One try to make an event of a delivery: read the conversation, judge, publish.
 */
final class DeliveryHandler {

	private final EigiOperations operations;

	private final EventPublisher publisher;

	private final KnownEvents known;

	private final boolean verify;

	DeliveryHandler(EigiOperations operations, EventPublisher publisher, KnownEvents known, boolean verify) {
		this.operations = operations;
		this.publisher = publisher;
		this.known = known;
		this.verify = verify;
	}

	Mono<Verdict> handle(WebhookDelivery delivery, String key) {
		return Mono.defer(() -> read(delivery))
			.flatMap((conversation) -> judge(delivery, key, conversation))
			.switchIfEmpty(Mono.fromSupplier(() -> new Verdict(Next.DROP, null)))
			.onErrorResume((ex) -> Mono.just(judge(ex)));
	}

	private Mono<Conversation> read(WebhookDelivery delivery) {
		return this.verify ? this.operations.getConversation(delivery.conversationId())
				: Mono.just(Conversation.of(delivery.payload()));
	}

	private Mono<Verdict> judge(WebhookDelivery delivery, String key, Conversation conversation) {
		ConversationEventType type = delivery.type();
		if (type.isEnding()) {
			ConversationEventType ending = EventPublisher.ending(conversation);
			if (ending == null && this.verify) {
				return Mono.just(new Verdict(Next.WAIT_FOR_END, null));
			}
			type = (ending != null) ? ending : type;
		}
		return publish(delivery, key, new ConversationEvent(type, conversation, Origin.DELIVERY))
			.map((outcome) -> new Verdict((outcome != Outcome.HELD) ? Next.DONE : Next.TRY_AGAIN, null));
	}

	private Mono<Outcome> publish(WebhookDelivery delivery, String key, ConversationEvent event) {
		String id = event.conversation().id();
		String keyOfRead = (id != null) ? EventKeys.of(event.type(), id) : key;
		if (keyOfRead.equals(key)) {
			return this.publisher.publish(event, key);
		}
		// the service knows the conversation by another spelling, which the sweep will
		// find
		return this.publisher.publishIfNew(event, keyOfRead).doOnNext((outcome) -> {
			if (outcome != Outcome.HELD) {
				this.known.published(key);
			}
		});
	}

	private static Verdict judge(Throwable ex) {
		if (ex instanceof EigiNotFoundException || ex instanceof EigiAccessDeniedException
				|| ex instanceof EigiInvalidRequestException) {
			return new Verdict(Next.DROP, ex);
		}
		if (PassingFailures.include(ex)) {
			return new Verdict(Next.TRY_AGAIN, ex);
		}
		if (ex instanceof StoppedException || ex instanceof Error || ex instanceof EigiException) {
			return new Verdict(Next.GIVE_UP, ex);
		}
		// the store
		return new Verdict(Next.TRY_AGAIN, ex);
	}

	/**
	 * What to do with a delivery now.
	 *
	 * @param next what to do
	 * @param cause why, if something failed
	 */
	record Verdict(Next next, @Nullable Throwable cause) {
	}

	enum Next {

		/**
		 * It is done with.
		 */
		DONE,

		/**
		 * What it tells of is not there.
		 */
		DROP,

		/**
		 * The conversation is said to be over, and the service does not say so yet.
		 */
		WAIT_FOR_END,

		/**
		 * Something failed that will work again.
		 */
		TRY_AGAIN,

		/**
		 * Trying again would not help.
		 */
		GIVE_UP

	}

}
