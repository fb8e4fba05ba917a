package ai.eigi.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.error.ApiAnswer;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.webhook.ConversationEvent.Origin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static ai.eigi.webhook.EventsFixture.BEGIN;
import static ai.eigi.webhook.EventsFixture.completed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looking for ended conversations that nobody told of, in virtual time.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConversationSweepTests {

	private static final Duration LONGEST = Duration.ofHours(4);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final EventsFixture fixture = new EventsFixture();

	private final FakeService service = this.fixture.service;

	private SweepSettings settings = new SweepSettings(Duration.ofMinutes(5), LONGEST,
			List.of(ConversationType.TELEPHONY));

	private ConversationEvents events;

	private ConversationSweep create() {
		this.events = this.fixture.start();
		return new ConversationSweep(this.service.operations(), this.events, this.fixture.store, this.settings,
				this.fixture.clock, this.fixture.time);
	}

	private static <T> T now(Mono<T> publisher) {
		AtomicReference<T> value = new AtomicReference<>();
		AtomicReference<Throwable> error = new AtomicReference<>();
		publisher.subscribe(value::set, error::set);
		assertThat(error.get()).isNull();
		return value.get();
	}

	private static Throwable failure(Mono<?> publisher) {
		AtomicReference<Throwable> error = new AtomicReference<>();
		publisher.subscribe((value) -> {
		}, error::set);
		return error.get();
	}

	private List<String> told() {
		return this.fixture.told.stream().map((event) -> event.conversation().id()).toList();
	}

	private Instant clock() {
		return this.fixture.clock.instant();
	}

	private static EigiServerException unavailable() {
		return new EigiServerException("allConversations", "The service failed.", ApiAnswer.NONE);
	}

	@Test
	void theFirstLookPublishesWhatEndsFromNowOnAndNoHistory() {
		this.service.put("long over", "COMPLETED", BEGIN.minus(LONGEST), BEGIN.minus(MINUTE).minusMillis(1));
		this.service.put("over just now", "COMPLETED", BEGIN.minus(LONGEST), BEGIN.minus(MINUTE));
		this.service.put("runs", "IN_PROGRESS", BEGIN.minus(LONGEST), BEGIN);
		this.service.conversations.put("no update", FakeService.conversation("no update", "FAILED", BEGIN, null));
		ConversationSweep sweep = create();
		SweepReport report = now(sweep.sweep());
		assertThat(told()).containsExactlyInAnyOrder("over just now", "no update");
		assertThat(report).isEqualTo(new SweepReport(2, 2, new SweepPosition(BEGIN.minus(MINUTE), BEGIN)));
		this.service.put("runs", "DISCONNECTED", BEGIN.minus(LONGEST), BEGIN.plusSeconds(1));
		this.fixture.pass(MINUTE);
		now(sweep.sweep());
		assertThat(this.fixture.told).last().satisfies((event) -> {
			assertThat(event.type()).isEqualTo(ConversationEventType.DISCONNECTED);
			assertThat(event.origin()).isEqualTo(Origin.SWEEP);
			assertThat(event.conversation().id()).isEqualTo("runs");
		});
	}

	@Test
	void thePositionIsStoredBeforeTheFirstLookIsOver() {
		this.service.listing = (query) -> Flux.error(unavailable());
		ConversationSweep sweep = create();
		assertThat(failure(sweep.sweep())).isInstanceOf(EigiServerException.class);
		assertThat(this.fixture.store.position()).isEqualTo(new SweepPosition(BEGIN.minus(MINUTE), BEGIN));
	}

	@Test
	void eachLookGoesBackTheLongestCallFromTheLastOne() {
		ConversationSweep sweep = create();
		now(sweep.sweep());
		this.fixture.pass(Duration.ofMinutes(5));
		now(sweep.sweep());
		this.fixture.pass(Duration.ofMinutes(5));
		now(sweep.sweep());
		assertThat(this.service.looks).extracting(ConversationQuery::createdFrom)
			.containsExactly(BEGIN.minus(LONGEST).minus(MINUTE), BEGIN.minus(LONGEST).minus(MINUTE),
					BEGIN.minus(LONGEST).minus(MINUTE).plus(Duration.ofMinutes(5)));
		assertThat(this.service.looks).extracting(ConversationQuery::pageSize).containsOnly(100);
		assertThat(this.fixture.store.position().lookedUntil()).isEqualTo(clock());
	}

	@Test
	void looksForEachTypeThatIsAnnounced() {
		this.settings = SweepSettings.defaults();
		now(create().sweep());
		assertThat(this.service.looks).extracting(ConversationQuery::type)
			.containsExactly(ConversationType.TELEPHONY, ConversationType.DAILY);
	}

	@Test
	void looksForAllWhereNoTypeIsNamed() {
		this.settings = new SweepSettings(MINUTE, LONGEST, List.of());
		now(create().sweep());
		assertThat(this.service.looks).extracting(ConversationQuery::type).containsExactly((ConversationType) null);
	}

	@Test
	void thePositionIsTheTimeTheLookBegan() {
		Sinks.Many<Conversation> page = Sinks.many().unicast().onBackpressureBuffer();
		ConversationSweep sweep = create();
		now(sweep.sweep());
		this.fixture.pass(MINUTE);
		this.service.listing = (query) -> page.asFlux();
		sweep.sweep().subscribe();
		this.fixture.pass(Duration.ofMinutes(3));
		page.tryEmitComplete();
		assertThat(this.fixture.store.position().lookedUntil()).isEqualTo(BEGIN.plus(MINUTE));
	}

	@Test
	void aLookThatFailsMovesNothingAndTheNextCoversIt() {
		ConversationSweep sweep = create();
		now(sweep.sweep());
		this.service.put("c1", "COMPLETED", BEGIN, BEGIN.plusSeconds(30));
		this.service.listing = (query) -> this.service.matching(query).concatWith(Flux.error(unavailable()));
		this.fixture.pass(Duration.ofHours(10));
		assertThat(failure(sweep.sweep())).isInstanceOf(EigiServerException.class);
		assertThat(told()).containsExactly("c1");
		assertThat(this.fixture.store.position().lookedUntil()).isEqualTo(BEGIN);
		this.service.put("c2", "COMPLETED", BEGIN, BEGIN.plusSeconds(40));
		this.service.listing = this.service::matching;
		now(sweep.sweep());
		assertThat(told()).containsExactly("c1", "c2");
	}

	@Test
	void aStoreThatFailsEndsTheLookAndNothingIsLost() {
		AtomicBoolean broken = new AtomicBoolean();
		this.fixture.store = new DelegatingStore(this.fixture.store) {

			@Override
			public Claim claim(String key, Instant now, Instant leaseEnd) {
				if (broken.get()) {
					throw new IllegalStateException("no connection");
				}
				return super.claim(key, now, leaseEnd);
			}

		};
		ConversationSweep sweep = create();
		now(sweep.sweep());
		for (int i = 0; i < 200; i++) {
			this.service.put("c" + i, "COMPLETED", BEGIN, BEGIN);
		}
		broken.set(true);
		this.fixture.pass(MINUTE);
		assertThat(failure(sweep.sweep())).hasMessage("no connection");
		assertThat(this.fixture.store.position().lookedUntil()).isEqualTo(BEGIN);
		broken.set(false);
		now(sweep.sweep());
		assertThat(told()).hasSize(200).doesNotHaveDuplicates();
	}

	@Test
	void whatADeliveryToldOfIsNotToldAgain() {
		ConversationSweep sweep = create();
		this.service.put("c1", "COMPLETED", BEGIN, BEGIN);
		this.events.offer(completed("c1"));
		now(sweep.sweep());
		this.events.offer(completed("c1"));
		now(sweep.sweep());
		assertThat(told()).containsExactly("c1");
	}

	@Test
	void theStoreIsNotAskedAgainForWhatIsKnown() {
		AtomicInteger claims = new AtomicInteger();
		this.fixture.store = new DelegatingStore(this.fixture.store) {

			@Override
			public Claim claim(String key, Instant now, Instant leaseEnd) {
				claims.incrementAndGet();
				return super.claim(key, now, leaseEnd);
			}

		};
		this.fixture.store.confirm("before the restart", BEGIN);
		this.service.put("before the restart", "COMPLETED", BEGIN, BEGIN);
		this.service.put("new", "COMPLETED", BEGIN, BEGIN);
		ConversationSweep sweep = create();
		now(sweep.sweep());
		now(sweep.sweep());
		now(sweep.sweep());
		assertThat(claims).hasValue(2);
		assertThat(told()).containsExactly("new");
	}

	@Test
	void thePositionStaysWhereWhatAnotherHoldsIsStillFound() {
		ConversationSweep sweep = create();
		now(sweep.sweep());
		Instant created = BEGIN.plus(Duration.ofMinutes(10));
		this.fixture.pass(Duration.ofHours(5));
		this.service.put("held", "COMPLETED", created, clock());
		this.fixture.store.claim("held", clock(), clock().plus(Duration.ofMinutes(5)));
		now(sweep.sweep());
		assertThat(this.fixture.store.position().lookedUntil()).isEqualTo(created.plus(LONGEST));
		this.fixture.pass(Duration.ofMinutes(5));
		now(sweep.sweep());
		assertThat(told()).containsExactly("held");
		assertThat(this.fixture.store.position().lookedUntil()).isEqualTo(clock());
	}

	@Test
	void whatIsHeldAndYoungDoesNotKeepThePosition() {
		ConversationSweep sweep = create();
		now(sweep.sweep());
		this.fixture.pass(Duration.ofMinutes(5));
		this.service.put("held", "COMPLETED", clock(), clock());
		this.fixture.store.claim("held", clock(), clock().plus(Duration.ofMinutes(5)));
		now(sweep.sweep());
		assertThat(this.fixture.store.position().lookedUntil()).isEqualTo(clock());
	}

	@Test
	void forgetsWhatNoLookSeesAnyMore() {
		List<Instant> forgotten = new CopyOnWriteArrayList<>();
		this.fixture.store = new DelegatingStore(this.fixture.store) {

			@Override
			public void forget(Instant before) {
				forgotten.add(before);
			}

		};
		ConversationSweep sweep = create();
		now(sweep.sweep());
		this.service.listing = (query) -> Flux.error(unavailable());
		failure(sweep.sweep());
		assertThat(forgotten).containsExactly(BEGIN.minus(LONGEST).minus(Duration.ofHours(1)));
	}

	@Test
	void looksDoNotOverlap() {
		List<Sinks.Many<Conversation>> pages = new ArrayList<>();
		this.service.listing = (query) -> {
			Sinks.Many<Conversation> page = Sinks.many().unicast().onBackpressureBuffer();
			pages.add(page);
			return page.asFlux();
		};
		ConversationSweep sweep = create();
		List<String> done = new ArrayList<>();
		sweep.sweep().subscribe((report) -> done.add("first"));
		Disposable second = sweep.sweep().subscribe((report) -> done.add("second"));
		sweep.sweep().subscribe((report) -> done.add("third"));
		assertThat(pages).hasSize(1);
		second.dispose();
		assertThat(pages).hasSize(1);
		pages.get(0).tryEmitComplete();
		assertThat(pages).hasSize(2);
		pages.get(1).tryEmitComplete();
		assertThat(done).containsExactly("first", "third");
	}

	@Test
	void aCancelledLookLetsTheNextBegin() {
		this.service.listing = (query) -> Flux.never();
		ConversationSweep sweep = create();
		sweep.sweep().subscribe().dispose();
		this.service.listing = this.service::matching;
		assertThat(now(sweep.sweep())).isNotNull();
	}

	@Test
	void runsSoonAfterStartAndThenInItsInterval() {
		ConversationSweep sweep = create();
		sweep.start();
		assertThat(sweep.isRunning()).isTrue();
		assertThat(this.service.looks).isEmpty();
		this.fixture.pass(Duration.ofSeconds(5));
		assertThat(this.service.looks).hasSize(1);
		this.fixture.pass(Duration.ofMinutes(5));
		assertThat(this.service.looks).hasSize(2);
		this.fixture.pass(Duration.ofMinutes(50));
		assertThat(this.service.looks).hasSize(12);
		sweep.stop();
		this.fixture.pass(Duration.ofHours(1));
		assertThat(this.service.looks).hasSize(12);
		sweep.start();
		this.fixture.pass(Duration.ofSeconds(5));
		assertThat(this.service.looks).hasSize(13);
	}

	@Test
	void stoppingEndsTheLookThatGoesOn() {
		AtomicBoolean cancelled = new AtomicBoolean();
		this.service.listing = (query) -> Flux.<Conversation>never().doOnCancel(() -> cancelled.set(true));
		ConversationSweep sweep = create();
		sweep.start();
		this.fixture.pass(Duration.ofSeconds(5));
		sweep.stop();
		assertThat(cancelled).isTrue();
	}

	@Test
	void aSeriesOfFailuresIsSaidOnceAndSoIsItsEnd(CapturedOutput output) {
		this.service.listing = (query) -> Flux.error(unavailable());
		ConversationSweep sweep = create();
		sweep.start();
		this.fixture.pass(Duration.ofHours(1));
		assertThat(this.service.looks).hasSizeGreaterThan(10);
		assertThat(output).containsOnlyOnce("A sweep for ended conversations failed.");
		this.service.listing = this.service::matching;
		this.fixture.pass(Duration.ofHours(1));
		assertThat(output).containsOnlyOnce("work again");
		this.service.listing = (query) -> Flux.error(unavailable());
		this.fixture.pass(Duration.ofHours(1));
		assertThat(output.getOut().split("A sweep for ended conversations failed\\.", -1)).hasSize(3);
	}

	@Test
	void aLookBeforeTheEventsAreStartedFails() {
		ConversationEvents notStarted = this.fixture.builder().build();
		ConversationSweep sweep = new ConversationSweep(this.service.operations(), notStarted, this.fixture.store,
				this.settings);
		assertThat(failure(sweep.sweep())).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void nothingIsMissedThoughTheApplicationIsDownForADay() {
		ConversationSweep sweep = create();
		now(sweep.sweep());
		this.fixture.pass(Duration.ofMinutes(1));
		this.events.stop();
		for (int hour = 0; hour < 24; hour++) {
			Instant ended = clock().plus(Duration.ofHours(hour));
			this.service.put("c" + hour, "COMPLETED", ended.minus(LONGEST), ended);
		}
		this.fixture.pass(Duration.ofDays(1));
		now(create().sweep());
		assertThat(told()).hasSize(24).doesNotHaveDuplicates();
	}

}
