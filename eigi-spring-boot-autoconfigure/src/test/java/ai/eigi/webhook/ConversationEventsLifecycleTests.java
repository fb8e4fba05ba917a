package ai.eigi.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.client.conversation.Conversation;
import ai.eigi.webhook.ConversationEvent.Origin;
import ai.eigi.webhook.ConversationEventStore.Claim;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import static ai.eigi.webhook.EventsFixture.completed;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Start, stop, start again; and real threads.
 */
class ConversationEventsLifecycleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final EventsFixture fixture = new EventsFixture();

	private final FakeService service = this.fixture.service;

	private ConversationEvents events;

	@AfterEach
	void stop() throws InterruptedException {
		if (this.events != null) {
			CountDownLatch stopped = new CountDownLatch(1);
			this.events.stop(stopped::countDown);
			this.fixture.pass(Duration.ofSeconds(11));
			assertThat(stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
	}

	private ConversationEvents.Builder real() {
		return ConversationEvents.builder(this.service.operations())
			.store(this.fixture.store)
			.hub(this.fixture.hub)
			.listeners(this.fixture.told::add)
			.settings(this.fixture.settings);
	}

	private boolean stopIn(ConversationEvents events, Duration time) {
		AtomicBoolean stopped = new AtomicBoolean();
		events.stop(() -> stopped.set(true));
		this.fixture.pass(time);
		return stopped.get();
	}

	@Test
	void takesNothingBeforeStartAndAfterStop() {
		this.service.put("c1", "COMPLETED");
		this.events = this.fixture.builder().build();
		assertThat(this.events.offer(completed("c1"))).isFalse();
		this.events.start();
		assertThat(this.events.isRunning()).isTrue();
		assertThat(stopIn(this.events, Duration.ZERO)).isTrue();
		assertThat(this.events.isRunning()).isFalse();
		assertThat(this.events.offer(completed("c1"))).isFalse();
		assertThat(this.fixture.told).isEmpty();
	}

	@Test
	void canBeStartedAgain() {
		this.service.put("c1", "COMPLETED");
		this.service.put("c2", "COMPLETED");
		this.events = this.fixture.start();
		this.events.offer(completed("c1"));
		assertThat(stopIn(this.events, Duration.ZERO)).isTrue();
		this.events.start();
		assertThat(this.events.offer(completed("c1"))).isTrue();
		assertThat(this.events.offer(completed("c2"))).isTrue();
		assertThat(this.fixture.told).extracting((event) -> event.conversation().id()).containsExactly("c1", "c2");
	}

	@Test
	void stopWorksOnWhatIsHeld() {
		Sinks.One<Conversation> answer = Sinks.one();
		this.service.put("c1", "COMPLETED");
		this.service.put("c2", "COMPLETED");
		this.service.reading = (id) -> answer.asMono().then(this.service.found(id));
		this.fixture.settings = new DeliverySettings(true, 10, 1);
		this.events = this.fixture.start();
		this.events.offer(completed("c1"));
		this.events.offer(completed("c2"));
		assertThat(stopIn(this.events, Duration.ofSeconds(5))).isFalse();
		answer.tryEmitEmpty();
		this.fixture.pass(Duration.ZERO);
		assertThat(this.fixture.told).hasSize(2);
	}

	@Test
	void stopReadsWhatWaitsOnceMoreAndWaitsNoLonger() {
		this.service.put("ended", "IN_PROGRESS");
		this.service.put("runs", "IN_PROGRESS");
		this.events = this.fixture.start();
		this.events.offer(completed("ended"));
		this.events.offer(completed("runs"));
		this.service.put("ended", "COMPLETED");
		assertThat(stopIn(this.events, Duration.ZERO)).isTrue();
		assertThat(this.fixture.told).extracting((event) -> event.conversation().id()).containsExactly("ended");
	}

	@Test
	void stopGivesUpAfterTenSeconds() {
		this.service.reading = (id) -> Mono.never();
		this.events = this.fixture.start();
		this.events.offer(completed("c1"));
		AtomicBoolean stopped = new AtomicBoolean();
		this.events.stop(() -> stopped.set(true));
		this.fixture.pass(Duration.ofMillis(9_999));
		assertThat(stopped).isFalse();
		this.fixture.pass(Duration.ofMillis(1));
		assertThat(stopped).isTrue();
	}

	@Test
	void anEventThatWasCutOffIsNotTakenForTold() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		this.service.put("c1", "COMPLETED");
		this.events = this.fixture
			.start(real().clock(this.fixture.clock).timer(this.fixture.time).listeners((event) -> {
				entered.countDown();
				try {
					new CountDownLatch(1).await();
				}
				finally {
					interrupted.countDown();
				}
			}));
		this.events.offer(completed("c1"));
		assertThat(entered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(stopIn(this.events, Duration.ofSeconds(10))).isTrue();
		assertThat(interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(
					this.fixture.store.claim("c1", this.fixture.clock.instant(), this.fixture.clock.instant()))
				.isEqualTo(Claim.GIVEN));
	}

	@Test
	void theFeedEndsAtStopAndGoesOnForNewSubscribersAfterStart() {
		List<String> first = new ArrayList<>();
		List<String> second = new ArrayList<>();
		AtomicBoolean completed = new AtomicBoolean();
		this.fixture.hub.ended().map(Conversation::id).doOnComplete(() -> completed.set(true)).subscribe(first::add);
		this.service.put("c1", "COMPLETED");
		this.service.put("c2", "COMPLETED");
		this.events = this.fixture.start();
		this.events.offer(completed("c1"));
		assertThat(completed).isFalse();
		stopIn(this.events, Duration.ZERO);
		assertThat(completed).isTrue();
		this.events.start();
		this.fixture.hub.ended().map(Conversation::id).subscribe(second::add);
		this.events.offer(completed("c2"));
		assertThat(first).containsExactly("c1");
		assertThat(second).containsExactly("c2");
	}

	@Test
	void aThousandRepetitionsAtOncePublishOnce() throws Exception {
		this.service.put("c1", "COMPLETED");
		AtomicInteger reads = new AtomicInteger();
		this.service.reading = (id) -> this.service.found(id)
			.publishOn(Schedulers.parallel())
			.doOnSubscribe((subscription) -> reads.incrementAndGet());
		this.events = this.fixture.start(real());
		List<Boolean> taken = ConversationEventStoreContractTests.race(8, () -> {
			boolean all = true;
			for (int i = 0; i < 125; i++) {
				all &= this.events.offer(completed("c1"));
			}
			return all;
		});
		assertThat(taken).containsOnly(true);
		Awaitility.await().atMost(PATIENCE).until(() -> !this.fixture.told.isEmpty());
		this.service.put("c2", "COMPLETED");
		this.events.offer(completed("c2"));
		Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> this.fixture.told.stream().anyMatch((event) -> "c2".equals(event.conversation().id())));
		assertThat(this.fixture.told).hasSize(2);
		assertThat(reads).hasValue(2);
	}

	@Test
	void manyOffersAtOnceFillTheBoundExactlyAndLoseNothing() throws Exception {
		Sinks.Empty<Void> gate = Sinks.empty();
		this.service.reading = (id) -> gate.asMono()
			.then(Mono.just(FakeService.conversation(id, "COMPLETED", EventsFixture.BEGIN, null)));
		this.fixture.settings = new DeliverySettings(true, 20, 4);
		this.events = this.fixture.start(real());
		AtomicInteger next = new AtomicInteger();
		List<Integer> counts = ConversationEventStoreContractTests.race(8, () -> {
			int taken = 0;
			for (int i = 0; i < 500; i++) {
				taken += this.events.offer(completed("c" + next.getAndIncrement())) ? 1 : 0;
			}
			return taken;
		});
		assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
		gate.tryEmitEmpty();
		Awaitility.await().atMost(PATIENCE).until(() -> this.fixture.told.size() == 20);
	}

	@Test
	void listenersMayBlockThoughTheAnswerComesOnAnEventLoop() {
		AtomicReference<Boolean> nonBlocking = new AtomicReference<>();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		this.service.put("c1", "COMPLETED");
		this.service.reading = (id) -> this.service.found(id).publishOn(Schedulers.parallel());
		this.events = this.fixture.start(real().listeners((event) -> {
			try {
				Mono.delay(Duration.ofMillis(1)).block();
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
			nonBlocking.set(Schedulers.isInNonBlockingThread());
		}));
		Mono.fromCallable(() -> this.events.offer(completed("c1"))).subscribeOn(Schedulers.parallel()).block(PATIENCE);
		Awaitility.await().atMost(PATIENCE).until(() -> nonBlocking.get() != null);
		assertThat(nonBlocking).hasValue(false);
		assertThat(failure).hasNullValue();
	}

	@Test
	void theSweepDoesNotWaitBehindListenersThatDoNotReturn() throws Exception {
		CountDownLatch entered = new CountDownLatch(2);
		CountDownLatch released = new CountDownLatch(1);
		List<String> swept = new CopyOnWriteArrayList<>();
		this.service.reading = (id) -> this.service.found(id).publishOn(Schedulers.parallel());
		this.fixture.settings = new DeliverySettings(true, 10, 2);
		this.events = this.fixture.start(real().listeners((event) -> {
			if (event.origin() == Origin.SWEEP) {
				swept.add(event.conversation().id());
				return;
			}
			entered.countDown();
			released.await();
		}));
		ConversationSweep sweep = new ConversationSweep(this.service.operations(), this.events, this.fixture.store,
				new SweepSettings(Duration.ofMinutes(5), Duration.ofHours(4), List.of()));
		try {
			for (int i = 1; i <= 2; i++) {
				this.service.put("delivered" + i, "COMPLETED");
				this.events.offer(completed("delivered" + i));
				int left = 2 - i;
				Awaitility.await().atMost(PATIENCE).until(() -> entered.getCount() == left);
			}
			for (int round = 1; round <= 5; round++) {
				Instant now = Instant.now();
				for (int i = 1; i <= 4; i++) {
					this.service.put("swept" + round + "-" + i, "COMPLETED", now, now);
				}
				SweepReport report = sweep.sweep().block(PATIENCE);
				assertThat(report.published()).isEqualTo(4);
				assertThat(swept).hasSize(4 * round);
			}
			assertThat(released.getCount()).isOne();
		}
		finally {
			released.countDown();
		}
	}

}
