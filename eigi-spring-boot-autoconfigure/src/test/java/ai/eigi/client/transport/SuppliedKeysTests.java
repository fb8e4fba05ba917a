package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who asks for a key, how often, and what becomes of the answer; in virtual time.
 */
@Execution(ExecutionMode.SAME_THREAD)
class SuppliedKeysTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<Question> questions = new ArrayList<>();

	private final SuppliedKeys keys = keys((account, formerRefused) -> Mono.deferContextual((context) -> {
		Question question = new Question(formerRefused, context.getOrDefault("tenant", "nobody"));
		this.questions.add(question);
		return question.answer.asMono().doOnCancel(() -> question.cancelled = true);
	}));

	private SuppliedKeys keys(ApiKeySource source) {
		return new SuppliedKeys(source, "default", LIMIT, this.time, () -> this.time.now(TimeUnit.NANOSECONDS));
	}

	@Test
	void whoNeedsAKeyAtTheSameTimeSharesOneQuestion() {
		List<Waiter> waiters = List.of(new Waiter(this.keys.current()), new Waiter(this.keys.current()),
				new Waiter(this.keys.current()));
		assertThat(this.questions).hasSize(1);
		this.questions.get(0).answer("vk_1", ApiKey.FOR_EVER);
		assertThat(waiters).allSatisfy((waiter) -> assertThat(waiter.keys).containsExactly("vk_1"));
		assertThat(new Waiter(this.keys.current()).keys).containsExactly("vk_1");
		assertThat(this.questions).hasSize(1);
	}

	@Test
	void nothingIsAskedBeforeSubscription() {
		this.keys.current();
		this.keys.renew(key("vk_1"));
		assertThat(this.questions).isEmpty();
	}

	@Test
	void questionIsCancelledOnlyWhenTheLastOneHasLeft() {
		Waiter first = new Waiter(this.keys.current());
		Waiter second = new Waiter(this.keys.current());
		first.subscription.dispose();
		assertThat(this.questions.get(0).cancelled).isFalse();
		second.subscription.dispose();
		assertThat(this.questions.get(0).cancelled).isTrue();
		Waiter third = new Waiter(this.keys.current());
		assertThat(this.questions).hasSize(2);
		this.questions.get(1).answer("vk_1", ApiKey.FOR_EVER);
		assertThat(third.keys).containsExactly("vk_1");
	}

	@Test
	void whoStaysGetsTheAnswerWhenWhoAskedHasLeft() {
		Waiter asker = new Waiter(this.keys.current());
		Waiter other = new Waiter(this.keys.current());
		asker.subscription.dispose();
		this.questions.get(0).answer("vk_1", ApiKey.FOR_EVER);
		assertThat(other.keys).containsExactly("vk_1");
		assertThat(asker.keys).isEmpty();
	}

	@Test
	void keyThatMustNotBeKeptIsForWhoAskedAlone() {
		Waiter asker = new Waiter(this.keys.current().contextWrite((context) -> context.put("tenant", "blue")));
		Waiter other = new Waiter(this.keys.current().contextWrite((context) -> context.put("tenant", "red")));
		assertThat(this.questions).hasSize(1);
		this.questions.get(0).answer("vk_blue", Duration.ZERO);
		assertThat(asker.keys).containsExactly("vk_blue");
		assertThat(other.keys).isEmpty();
		assertThat(this.questions).extracting((question) -> question.tenant).containsExactly("blue", "red");
		this.questions.get(1).answer("vk_red", Duration.ZERO);
		assertThat(other.keys).containsExactly("vk_red");
		new Waiter(this.keys.current());
		new Waiter(this.keys.current());
		assertThat(this.questions).as("from now on everybody asks at once").hasSize(4);
	}

	@Test
	void keyIsKeptAsLongAsTheSupplierSaysAndNoLonger() {
		new Waiter(this.keys.current());
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		this.questions.get(0).answer("vk_1", Duration.ofMinutes(1));
		this.time.advanceTimeBy(Duration.ofMillis(59_999));
		assertThat(new Waiter(this.keys.current()).keys).containsExactly("vk_1");
		this.time.advanceTimeBy(Duration.ofMillis(1));
		Waiter later = new Waiter(this.keys.current());
		assertThat(later.keys).isEmpty();
		assertThat(this.questions).hasSize(2);
	}

	@Test
	void keyWhoseLeaseHasRunOutIsNotKept() {
		new Waiter(this.keys.current());
		this.questions.get(0).answer("vk_1", Duration.ofSeconds(-3));
		new Waiter(this.keys.current());
		assertThat(this.questions).hasSize(2);
	}

	@Test
	void answerIsNotWaitedForLongerThanTheLimit() {
		Waiter first = new Waiter(this.keys.current());
		this.time.advanceTimeBy(LIMIT.minusMillis(1));
		Waiter second = new Waiter(this.keys.current());
		assertThat(first.error).isNull();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(first.error).isInstanceOf(ApiKeyUnavailableException.class).hasMessageContaining("PT10S");
		assertThat(second.error).isInstanceOf(ApiKeyUnavailableException.class);
		assertThat(this.questions.get(0).cancelled).isTrue();
	}

	@Test
	void answerIsNotWaitedForLongerByWhoAsksForHimself() {
		new Waiter(this.keys.current());
		this.questions.get(0).answer("vk_1", Duration.ZERO);
		Waiter waiter = new Waiter(this.keys.current());
		this.time.advanceTimeBy(LIMIT);
		assertThat(waiter.error).isInstanceOf(ApiKeyUnavailableException.class);
		assertThat(this.questions.get(1).cancelled).isTrue();
	}

	@Test
	void refusedKeyIsReadAnewOnceForAllWhoWereRefusedWithIt() {
		ApiKey old = read("vk_1");
		Waiter first = new Waiter(this.keys.renew(old));
		Waiter second = new Waiter(this.keys.renew(old));
		Waiter newcomer = new Waiter(this.keys.current());
		assertThat(this.questions).extracting((question) -> question.formerRefused).containsExactly(false, true);
		this.questions.get(1).answer("vk_2", ApiKey.FOR_EVER);
		assertThat(first.keys).containsExactly("vk_2");
		assertThat(second.keys).containsExactly("vk_2");
		assertThat(newcomer.keys).containsExactly("vk_2");
	}

	@Test
	void lateRefusalOfAReplacedKeyDoesNotDropTheNewOne() {
		ApiKey old = read("vk_1");
		new Waiter(this.keys.renew(old));
		this.questions.get(1).answer("vk_2", ApiKey.FOR_EVER);
		assertThat(new Waiter(this.keys.renew(old)).keys).containsExactly("vk_2");
		assertThat(new Waiter(this.keys.current()).keys).containsExactly("vk_2");
		assertThat(this.questions).hasSize(2);
	}

	@Test
	void lateRefusalOfAKeyThatTheSupplierHasConfirmedAsksNoMore() {
		ApiKey old = read("vk_1");
		new Waiter(this.keys.renew(old));
		this.questions.get(1).answer("vk_1", ApiKey.FOR_EVER);
		assertThat(new Waiter(this.keys.renew(old)).keys).containsExactly("vk_1");
		assertThat(this.questions).hasSize(2);
		ApiKey confirmed = this.keys.current().block();
		new Waiter(this.keys.renew(confirmed));
		assertThat(this.questions).as("refused again after that").hasSize(3);
	}

	@Test
	void refusalOfAKeyThatWasReadAgainAndIsTheSameTellsTheSupplier() {
		ApiKey old = read("vk_1", Duration.ofSeconds(1));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		read("vk_1");
		new Waiter(this.keys.renew(old));
		assertThat(this.questions).extracting((question) -> question.formerRefused).containsExactly(false, false, true);
	}

	@Test
	void answerThatWasAskedForBeforeTheRefusalIsNotKept() {
		ApiKey old = read("vk_1", Duration.ofSeconds(1));
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		Waiter reader = new Waiter(this.keys.current());
		Waiter refused = new Waiter(this.keys.renew(old));
		this.questions.get(2).answer("vk_2", ApiKey.FOR_EVER);
		this.questions.get(1).answer("vk_1", ApiKey.FOR_EVER);
		assertThat(reader.keys).containsExactly("vk_1");
		assertThat(refused.keys).containsExactly("vk_2");
		assertThat(new Waiter(this.keys.current()).keys).containsExactly("vk_2");
		assertThat(this.questions).hasSize(3);
	}

	@Test
	void failureIsForAllWhoWaitAndTheNextAsksAgain() {
		Waiter first = new Waiter(this.keys.current());
		Waiter second = new Waiter(this.keys.current());
		this.questions.get(0).answer.tryEmitError(new IllegalStateException("vk_secret"));
		assertThat(List.of(first, second))
			.allSatisfy((waiter) -> assertThat(waiter.error).hasMessage("failed (java.lang.IllegalStateException)")
				.hasNoCause()
				.hasNoSuppressedExceptions());
		new Waiter(this.keys.current());
		assertThat(this.questions).hasSize(2);
	}

	@Test
	void closingEndsEveryWait() {
		Waiter shared = new Waiter(this.keys.current());
		this.keys.close();
		assertThat(shared.error).isInstanceOf(PermitGate.ClientClosedException.class);
		assertThat(this.questions.get(0).cancelled).isTrue();
		assertThat(new Waiter(this.keys.current()).error).isInstanceOf(PermitGate.ClientClosedException.class);
		assertThat(this.questions).as("asked after that").hasSize(1);
	}

	@Test
	void manyThreadsAskOnceAndNobodyIsForgotten() {
		for (int round = 0; round < 200; round++) {
			AtomicInteger asked = new AtomicInteger();
			ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
			SuppliedKeys shared = keys((account, refused) -> Mono
				.fromSupplier(() -> ApiKey.supplied("vk_" + asked.incrementAndGet(), ApiKey.FOR_EVER))
				.subscribeOn(Schedulers.parallel()));
			Flux.range(0, 32)
				.flatMap((i) -> Mono.defer(shared::current).subscribeOn(Schedulers.parallel()), 32)
				.doOnNext((key) -> seen.add(key.value()))
				.blockLast(Duration.ofSeconds(10));
			assertThat(seen).hasSize(32).containsOnly("vk_1");
			ApiKey old = shared.current().block();
			Flux.range(0, 32)
				.flatMap((i) -> Mono.defer(() -> shared.renew(old)).subscribeOn(Schedulers.parallel()), 32)
				.doOnNext((key) -> seen.add(key.value()))
				.blockLast(Duration.ofSeconds(10));
			assertThat(seen).hasSize(64).containsOnly("vk_1", "vk_2");
			assertThat(asked).hasValue(2);
		}
	}

	private ApiKey read(String value) {
		return read(value, ApiKey.FOR_EVER);
	}

	private ApiKey read(String value, Duration lifetime) {
		List<ApiKey> read = new ArrayList<>();
		this.keys.current().subscribe(read::add);
		this.questions.get(this.questions.size() - 1).answer(value, lifetime);
		return read.get(0);
	}

	private static ApiKey key(String value) {
		return ApiKey.supplied(value, ApiKey.FOR_EVER);
	}

	private static final class Question {

		private final boolean formerRefused;

		private final String tenant;

		private final Sinks.One<ApiKey> answer = Sinks.one();

		private boolean cancelled;

		Question(boolean formerRefused, String tenant) {
			this.formerRefused = formerRefused;
			this.tenant = tenant;
		}

		void answer(String value, Duration lifetime) {
			this.answer.tryEmitValue(ApiKey.supplied(value, lifetime));
		}

	}

	private static final class Waiter {

		private final List<String> keys = new ArrayList<>();

		private final Disposable subscription;

		private Throwable error;

		Waiter(Mono<ApiKey> key) {
			this.subscription = key.subscribe((one) -> this.keys.add(one.value()), (ex) -> this.error = ex);
		}

	}

}
