package ai.eigi.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiAccessDeniedException;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.webhook.ConversationEvent.Origin;
import ai.eigi.webhook.ConversationEventStore.Claim;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static ai.eigi.webhook.EventsFixture.completed;
import static ai.eigi.webhook.EventsFixture.delivery;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a delivery, in virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConversationEventsTests {

	private final EventsFixture fixture = new EventsFixture();

	private final FakeService service = this.fixture.service;

	private final List<ConversationEvent> told = this.fixture.told;

	private static EigiServerException unavailable() {
		return new EigiServerException("getConversation", "The service failed.", ApiAnswer.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "COMPLETED,conversation.completed", "DISCONNECTED,conversation.disconnected",
			"FAILED,conversation.failed" })
	void publishesWhatWasReadNotWhatWasSaid(String status, String type) {
		this.service.put("c1", status);
		assertThat(this.fixture.start().offer(completed("c1"))).isTrue();
		assertThat(this.told).singleElement().satisfies((event) -> {
			assertThat(event.type()).hasToString(type);
			assertThat(event.conversation()).isSameAs(this.service.conversations.get("c1"));
			assertThat(event.origin()).isEqualTo(Origin.DELIVERY);
		});
	}

	@Test
	void anEndingIsPublishedOnceWhateverItIsCalledAndReadOnce() {
		this.service.put("c1", "COMPLETED");
		ConversationEvents events = this.fixture.start();
		assertThat(events.offer(completed("c1"))).isTrue();
		assertThat(events.offer(delivery(ConversationEventType.FAILED, "c1"))).isTrue();
		assertThat(events.offer(completed("c1"))).isTrue();
		assertThat(this.told).hasSize(1);
		assertThat(this.service.reads).hasSize(1);
	}

	@Test
	void anUnknownEventIsPassedOnUnderItsNameOnce() {
		this.service.put("c1", "IN_PROGRESS");
		ConversationEvents events = this.fixture.start();
		ConversationEventType answered = ConversationEventType.of("conversation.answered");
		events.offer(delivery(answered, "c1"));
		events.offer(delivery(answered, "c1"));
		events.offer(delivery(ConversationEventType.of("conversation.started"), "c1"));
		assertThat(this.told).extracting((event) -> event.type().value())
			.containsExactly("conversation.answered", "conversation.started");
	}

	@Test
	void theFeedHasEndingsOnly() {
		List<String> ended = new ArrayList<>();
		this.fixture.hub.ended().map(Conversation::id).subscribe(ended::add);
		this.service.put("c1", "IN_PROGRESS");
		this.service.put("c2", "COMPLETED");
		ConversationEvents events = this.fixture.start();
		events.offer(delivery(ConversationEventType.of("conversation.answered"), "c1"));
		events.offer(delivery(ConversationEventType.of("conversation.analysed"), "c2"));
		assertThat(ended).isEmpty();
		events.offer(completed("c2"));
		assertThat(ended).containsExactly("c2");
	}

	@Test
	void whatTheServiceDoesNotKnowIsDroppedWithoutAWordOfItsContent(CapturedOutput output) {
		ConversationEvents events = this.fixture.start();
		events.offer(completed("forged\r\nid"));
		assertThat(this.told).isEmpty();
		assertThat(output).contains("forged??id")
			.contains("WARN")
			.doesNotContain("+1415")
			.doesNotContain("private-notes");
		this.fixture.pass(Duration.ofHours(1));
		assertThat(this.service.reads).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403, 404 })
	void refusedReadsAreNotRepeatedAndTheNextDeliveryIsLookedAtAgain(int status) {
		this.service.reading = (id) -> Mono.error(switch (status) {
			case 400 -> new EigiInvalidRequestException("getConversation", "conversationId", "must not be blank");
			case 403 -> new EigiAccessDeniedException("getConversation", "Denied.", ApiAnswer.NONE);
			default -> FakeService.notFound();
		});
		ConversationEvents events = this.fixture.start();
		events.offer(completed("c1"));
		this.fixture.pass(Duration.ofHours(1));
		assertThat(this.service.reads).hasSize(1);
		this.service.put("c1", "COMPLETED");
		this.service.reading = this.service::found;
		events.offer(completed("c1"));
		assertThat(this.told).hasSize(1);
	}

	@ParameterizedTest
	@MethodSource("passingFailures")
	void aFailureThatPassesIsWaitedOut(EigiException failure) {
		this.service.put("c1", "COMPLETED");
		AtomicInteger failures = new AtomicInteger(3);
		this.service.reading = (id) -> (failures.getAndDecrement() > 0) ? Mono.error(failure) : this.service.found(id);
		this.fixture.start().offer(completed("c1"));
		this.fixture.pass(Duration.ofMillis(6_999));
		assertThat(this.told).isEmpty();
		this.fixture.pass(Duration.ofMillis(1));
		assertThat(this.told).hasSize(1);
		assertThat(this.service.reads).hasSize(4);
	}

	static Stream<EigiException> passingFailures() {
		return Stream.of(unavailable(), new EigiApiKeyUnavailableException("getConversation", "Vault is away."));
	}

	@Test
	void aFailureThatLastsIsLeftToTheSweepAfterMinutes(CapturedOutput output) {
		this.service.reading = (id) -> Mono.error(unavailable());
		this.fixture.settings = new DeliverySettings(true, 1, 1);
		ConversationEvents events = this.fixture.start();
		events.offer(completed("c1"));
		this.fixture.pass(Duration.ofMinutes(4));
		assertThat(events.offer(completed("c2"))).isFalse();
		this.fixture.pass(Duration.ofMinutes(2));
		assertThat(this.service.reads).hasSize(15);
		assertThat(output).containsOnlyOnce("EigiServerException").contains("left to the sweep");
		assertThat(events.offer(completed("c2"))).isTrue();
	}

	@Test
	void anotherFailureIsLeftToTheSweepAtOnce() {
		this.service.reading = (id) -> Mono
			.error(new EigiAuthenticationException("getConversation", "Bad.", ApiAnswer.NONE));
		this.fixture.start().offer(completed("c1"));
		this.fixture.pass(Duration.ofHours(1));
		assertThat(this.service.reads).hasSize(1);
	}

	@Test
	void anEndThatTheServiceDoesNotSeeYetIsLookedForAgain() {
		this.service.put("c1", "IN_PROGRESS");
		this.fixture.start().offer(completed("c1"));
		this.fixture.pass(Duration.ofSeconds(6));
		assertThat(this.told).isEmpty();
		this.service.put("c1", "DISCONNECTED");
		this.fixture.pass(Duration.ofSeconds(1));
		assertThat(this.told).extracting(ConversationEvent::type).containsExactly(ConversationEventType.DISCONNECTED);
	}

	@Test
	void anEndThatTheServiceNeverSeesIsLeftToTheSweepAfterAMinute(CapturedOutput output) {
		this.service.put("c1", "IN_PROGRESS");
		this.fixture.start().offer(completed("c1"));
		this.fixture.pass(Duration.ofSeconds(59));
		assertThat(output).doesNotContain("left to the sweep");
		this.fixture.pass(Duration.ofMinutes(10));
		assertThat(output).contains("left to the sweep");
		assertThat(this.service.reads).hasSize(8);
	}

	@Test
	void whoBelievesDeliveriesReadsNothing() {
		this.fixture.settings = new DeliverySettings(false, 10, 2);
		this.fixture.start().offer(completed("c1"));
		assertThat(this.service.reads).isEmpty();
		assertThat(this.told).singleElement().satisfies((event) -> {
			assertThat(event.type()).isEqualTo(ConversationEventType.COMPLETED);
			assertThat(event.conversation().toNumber()).isEqualTo("+14155550123");
		});
	}

	@Test
	void whoBelievesDeliveriesTakesTheNameOfTheEventWhereThereIsNoStatus() {
		this.fixture.settings = new DeliverySettings(false, 10, 2);
		this.fixture.start()
			.offer(new WebhookDelivery(ConversationEventType.FAILED, "c1", Map.of("conversation_id", "c1")));
		assertThat(this.told).extracting(ConversationEvent::type).containsExactly(ConversationEventType.FAILED);
	}

	@Test
	void theBoundCountsWhatWaitsToBeReadAgain(CapturedOutput output) {
		this.service.put("c1", "IN_PROGRESS");
		this.service.put("c2", "IN_PROGRESS");
		this.service.put("c3", "COMPLETED");
		this.fixture.settings = new DeliverySettings(true, 2, 4);
		ConversationEvents events = this.fixture.start();
		assertThat(events.offer(completed("c1"))).isTrue();
		assertThat(events.offer(completed("c2"))).isTrue();
		assertThat(events.offer(completed("c3"))).isFalse();
		assertThat(events.offer(completed("c3"))).isFalse();
		assertThat(events.offer(completed("c1"))).as("a repetition needs no room").isTrue();
		assertThat(output).containsOnlyOnce("eigi.webhook.queue-capacity");
		this.service.put("c1", "COMPLETED");
		this.fixture.pass(Duration.ofSeconds(1));
		assertThat(events.offer(completed("c3"))).isTrue();
		assertThat(this.told).hasSize(2);
	}

	@Test
	void noMoreAreWorkedOnAtOnceThanAllowedAndWaitingIsNoWork() {
		List<Sinks.One<Conversation>> answers = new ArrayList<>();
		this.service.put("waits", "IN_PROGRESS");
		this.fixture.settings = new DeliverySettings(true, 100, 2);
		ConversationEvents events = this.fixture.start();
		events.offer(completed("waits"));
		this.service.reading = (id) -> {
			Sinks.One<Conversation> answer = Sinks.one();
			answers.add(answer);
			return answer.asMono();
		};
		for (int i = 0; i < 5; i++) {
			events.offer(completed("c" + i));
		}
		assertThat(answers).hasSize(2);
		answers.get(0).tryEmitValue(FakeService.conversation("c0", "COMPLETED", Instant.now(), null));
		assertThat(answers).hasSize(3);
		assertThat(this.told).hasSize(1);
	}

	@Test
	void aStoreThatCannotBeReachedIsWaitedOut() {
		AtomicInteger failures = new AtomicInteger(2);
		this.fixture.store = new DelegatingStore(this.fixture.store) {

			@Override
			public Claim claim(String key, Instant now, Instant leaseEnd) {
				if (failures.getAndDecrement() > 0) {
					throw new IllegalStateException("no connection");
				}
				return super.claim(key, now, leaseEnd);
			}

		};
		this.service.put("c1", "COMPLETED");
		this.fixture.start().offer(completed("c1"));
		assertThat(this.told).isEmpty();
		this.fixture.pass(Duration.ofSeconds(3));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void aStoreThatDoesNotTakeNoteIsAskedAgainAndTheEventIsNotTold() {
		AtomicInteger failures = new AtomicInteger(2);
		this.fixture.store = new DelegatingStore(this.fixture.store) {

			@Override
			public void confirm(String key, Instant now) {
				if (failures.getAndDecrement() > 0) {
					throw new IllegalStateException("no connection");
				}
				super.confirm(key, now);
			}

		};
		this.service.put("c1", "COMPLETED");
		ConversationEvents events = this.fixture.start();
		events.offer(completed("c1"));
		this.fixture.pass(Duration.ofMinutes(1));
		events.offer(completed("c1"));
		assertThat(this.told).hasSize(1);
		Instant later = this.fixture.clock.instant().plus(Duration.ofHours(1));
		assertThat(this.fixture.store.claim("c1", later, later)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void whatAnotherInstancePublishesIsNotPublishedHere() {
		this.service.put("c1", "COMPLETED");
		Instant now = this.fixture.clock.instant();
		this.fixture.store.claim("c1", now, now.plusSeconds(60));
		this.fixture.start().offer(completed("c1"));
		this.fixture.pass(Duration.ofSeconds(10));
		this.fixture.store.confirm("c1", this.fixture.clock.instant());
		this.fixture.pass(Duration.ofHours(1));
		assertThat(this.told).isEmpty();
	}

	@Test
	void whatAnotherInstanceDiedOfIsPublishedHere() {
		this.service.put("c1", "COMPLETED");
		Instant now = this.fixture.clock.instant();
		this.fixture.store.claim("c1", now, now.plusSeconds(60));
		this.fixture.start().offer(completed("c1"));
		this.fixture.pass(Duration.ofSeconds(59));
		assertThat(this.told).isEmpty();
		this.fixture.pass(Duration.ofMinutes(2));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void aConversationThatTheServiceSpellsOtherwiseIsPublishedOnce() {
		Conversation conversation = FakeService.conversation("abc", "COMPLETED", Instant.now(), null);
		this.service.reading = (id) -> Mono.just(conversation);
		ConversationEvents events = this.fixture.start();
		List.of("ABC", "Abc", "abc", "ABC").forEach((id) -> events.offer(completed(id)));
		assertThat(this.told).hasSize(1);
		assertThat(this.service.reads).hasSize(2);
	}

	@Test
	void idsOfAnyLengthAreTaken() {
		String id = "x".repeat(10_000);
		this.service.put(id, "COMPLETED");
		ConversationEvents events = this.fixture.start();
		events.offer(completed(id));
		events.offer(completed(id));
		assertThat(this.told).hasSize(1);
	}

	@Test
	void oldEventsAreForgottenWhereNoSweepDoesIt() {
		this.service.put("c1", "COMPLETED");
		this.fixture.start(this.fixture.builder().swept(false)).offer(completed("c1"));
		this.fixture.pass(Duration.ofHours(23));
		Instant now = this.fixture.clock.instant();
		assertThat(this.fixture.store.claim("c1", now, now)).isEqualTo(Claim.PUBLISHED);
		this.fixture.pass(Duration.ofHours(3));
		assertThat(this.fixture.store.claim("c1", now, now)).isEqualTo(Claim.GIVEN);
	}

}
