package ai.eigi.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import ai.eigi.client.conversation.Conversation;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many who listen to ended conversations, each at his own pace.
 */
class ConversationHubTests {

	private static Conversation conversation(int number) {
		return FakeService.conversation("c" + number, "COMPLETED", EventsFixture.BEGIN, null);
	}

	@Test
	void whoIsTooFarBehindGetsAnErrorAndTheOthersGetEverything() {
		ConversationHub hub = new ConversationHub(3, Schedulers.immediate());
		List<String> fast = new ArrayList<>();
		hub.ended().map(Conversation::id).subscribe(fast::add);
		StepVerifier.create(hub.ended().map(Conversation::id), 0)
			.then(() -> IntStream.range(0, 4).forEach((number) -> hub.emit(conversation(number))))
			.thenRequest(10)
			.expectNext("c0", "c1", "c2")
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("3 behind"))
			.verify(Duration.ofSeconds(10));
		assertThat(fast).containsExactly("c0", "c1", "c2", "c3");
	}

	@Test
	@Timeout(60)
	void aSubscriberWhoBlocksDelaysNobody() throws Exception {
		ConversationHub hub = new ConversationHub();
		CountDownLatch never = new CountDownLatch(1);
		AtomicReference<Throwable> failure = new AtomicReference<>();
		hub.ended().subscribe((conversation) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, failure::set);
		List<String> other = new CopyOnWriteArrayList<>();
		hub.ended().map(Conversation::id).subscribe(other::add);
		IntStream.range(0, 500).forEach((number) -> hub.emit(conversation(number)));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> other.size() == 500);
		assertThat(other).startsWith("c0", "c1").endsWith("c499");
		assertThat(failure).hasNullValue();
		never.countDown();
	}

	@Test
	void whoTakesThemAllIsNeverBehind() {
		ConversationHub hub = new ConversationHub(3, Schedulers.immediate());
		List<String> taken = new ArrayList<>();
		hub.ended().map(Conversation::id).subscribe(taken::add);
		IntStream.range(0, 1_000).forEach((number) -> hub.emit(conversation(number)));
		assertThat(taken).hasSize(1_000);
	}

	@Test
	void nothingIsToldOfTheTimeBeforeSubscription() {
		ConversationHub hub = new ConversationHub(3, Schedulers.immediate());
		hub.emit(conversation(0));
		List<String> taken = new ArrayList<>();
		hub.ended().map(Conversation::id).subscribe(taken::add);
		assertThat(taken).isEmpty();
	}

	@Test
	void whoLeavesIsForgotten() {
		ConversationHub hub = new ConversationHub();
		Disposable subscription = hub.ended().subscribe();
		assertThat(hub.subscribers()).isOne();
		subscription.dispose();
		assertThat(hub.subscribers()).isZero();
	}

	@Test
	void completesAfterWhatWasTold() {
		ConversationHub hub = new ConversationHub();
		StepVerifier.create(hub.ended().map(Conversation::id), 0).then(() -> {
			hub.emit(conversation(0));
			hub.complete();
		}).thenRequest(1).expectNext("c0").expectComplete().verify(Duration.ofSeconds(10));
		StepVerifier.create(hub.ended()).expectComplete().verify(Duration.ofSeconds(10));
		Awaitility.await().until(() -> hub.subscribers() == 0);
	}

}
