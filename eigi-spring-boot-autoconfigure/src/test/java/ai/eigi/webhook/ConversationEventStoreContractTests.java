package ai.eigi.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ai.eigi.webhook.ConversationEventStore.Claim;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every store must do.
 */
abstract class ConversationEventStoreContractTests {

	static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

	static final Instant LEASE_END = NOW.plus(Duration.ofMinutes(5));

	abstract ConversationEventStore store();

	@Test
	void aRightIsGivenOnce() {
		assertThat(store().claim("c1", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
		assertThat(store().claim("c1", NOW, LEASE_END)).isEqualTo(Claim.HELD);
		assertThat(store().claim("c2", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
	}

	@Test
	void aConfirmedEventIsPublishedForGood() {
		store().claim("c1", NOW, LEASE_END);
		store().confirm("c1", NOW);
		assertThat(store().claim("c1", LEASE_END.plusSeconds(1), LEASE_END.plusSeconds(60))).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void aRightEndsWithItsLease() {
		store().claim("c1", NOW, LEASE_END);
		assertThat(store().claim("c1", LEASE_END.minusMillis(1), LEASE_END.plusSeconds(60))).isEqualTo(Claim.HELD);
		assertThat(store().claim("c1", LEASE_END, LEASE_END.plusSeconds(60))).isEqualTo(Claim.GIVEN);
		assertThat(store().claim("c1", LEASE_END.plusSeconds(1), LEASE_END.plusSeconds(60))).isEqualTo(Claim.HELD);
	}

	@Test
	void aRightCanBeGivenBack() {
		store().claim("c1", NOW, LEASE_END);
		store().release("c1");
		assertThat(store().claim("c1", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
	}

	@Test
	void givingBackDoesNotUndoAConfirmation() {
		store().claim("c1", NOW, LEASE_END);
		store().confirm("c1", NOW);
		store().release("c1");
		assertThat(store().claim("c1", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void whatWasNotClaimedCanBeConfirmedAndReleased() {
		store().release("c1");
		store().confirm("c1", NOW);
		store().confirm("c1", NOW.plusSeconds(1));
		assertThat(store().claim("c1", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void keysAreOpaque() {
		List<String> keys = List.of("a b", "a+b", "a/conversation.started", "a\nb", "\u00e4\u4e2d\ud83d\ude00",
				"a'b\"c", "x".repeat(200));
		for (String key : keys) {
			assertThat(store().claim(key, NOW, LEASE_END)).as(key).isEqualTo(Claim.GIVEN);
			store().confirm(key, NOW);
		}
		for (String key : keys) {
			assertThat(store().claim(key, NOW, LEASE_END)).as(key).isEqualTo(Claim.PUBLISHED);
		}
	}

	@Test
	void forgetsWhatWasConfirmedBeforeATimeAndLeavesTheRest() {
		store().confirm("old", NOW.minusMillis(1));
		store().confirm("new", NOW);
		store().claim("dead", NOW.minusSeconds(10), NOW.minusSeconds(5));
		store().claim("held", NOW, LEASE_END);
		store().forget(NOW);
		assertThat(store().claim("old", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
		assertThat(store().claim("new", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
		assertThat(store().claim("dead", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
		assertThat(store().claim("held", NOW, LEASE_END)).isEqualTo(Claim.HELD);
	}

	@Test
	void aLaterConfirmationDoesNotRenewTheFirst() {
		store().confirm("c1", NOW.minusSeconds(10));
		store().confirm("c1", NOW.plusSeconds(10));
		store().forget(NOW);
		assertThat(store().claim("c1", NOW, LEASE_END)).isEqualTo(Claim.GIVEN);
	}

	@Test
	void positionMovesForwardOnlyAndKeepsItsBeginning() {
		assertThat(store().position()).isNull();
		store().moveTo(new SweepPosition(NOW.minusSeconds(60), NOW));
		assertThat(store().position()).isEqualTo(new SweepPosition(NOW.minusSeconds(60), NOW));
		store().moveTo(new SweepPosition(NOW, NOW.plusSeconds(300)));
		assertThat(store().position()).isEqualTo(new SweepPosition(NOW.minusSeconds(60), NOW.plusSeconds(300)));
		store().moveTo(new SweepPosition(NOW.minusSeconds(60), NOW.plusSeconds(200)));
		assertThat(store().position()).isEqualTo(new SweepPosition(NOW.minusSeconds(60), NOW.plusSeconds(300)));
	}

	@Test
	void ofManyAskersOneIsGivenTheRight() throws Exception {
		ConversationEventStore store = store();
		for (int round = 0; round < 20; round++) {
			String key = "race-" + round;
			List<Claim> claims = race(8, () -> store.claim(key, NOW, LEASE_END));
			assertThat(claims).as(key).containsOnlyOnce(Claim.GIVEN);
		}
	}

	@Test
	void ofManyWhoTakeOverADeadRightOneIsGivenIt() throws Exception {
		ConversationEventStore store = store();
		for (int round = 0; round < 20; round++) {
			String key = "race-" + round;
			store.claim(key, NOW, LEASE_END);
			List<Claim> claims = race(8, () -> store.claim(key, LEASE_END, LEASE_END.plusSeconds(300)));
			assertThat(claims).as(key).containsOnlyOnce(Claim.GIVEN);
		}
	}

	static <T> List<T> race(int threads, Callable<T> task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			CyclicBarrier start = new CyclicBarrier(threads);
			List<Future<T>> futures = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				futures.add(executor.submit(() -> {
					start.await();
					return task.call();
				}));
			}
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
		finally {
			executor.shutdownNow();
		}
	}

}
