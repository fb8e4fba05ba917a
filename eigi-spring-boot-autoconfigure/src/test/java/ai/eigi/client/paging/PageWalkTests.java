package ai.eigi.client.paging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Walking over pages: lazily, one ahead, each item once, and never for ever.
 */
class PageWalkTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final List<Integer> fetched = new ArrayList<>();

	private Flux<Integer> walk(int total, int size) {
		return PageWalk.from(1, (number) -> Mono.fromSupplier(() -> {
			this.fetched.add(number);
			return page(IntStream.range((number - 1) * size, Math.min(total, number * size)).boxed().toList(), total,
					number, size);
		}), String::valueOf);
	}

	private static Page<Integer> page(List<Integer> items, int total, int number, int size) {
		int pages = (total + size - 1) / size;
		return new Page<>(items, total, number, size, pages, number < pages);
	}

	@Test
	void everyItemOfEveryPageInOrder() {
		StepVerifier.create(walk(95, 10).collectList())
			.assertNext((items) -> assertThat(items).isEqualTo(IntStream.range(0, 95).boxed().toList()))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.fetched).hasSize(10);
	}

	@Test
	void nothingIsFetchedBeforeItIsAskedFor() {
		StepVerifier.create(walk(95, 10), 0)
			.expectSubscription()
			.then(() -> assertThat(this.fetched).isEmpty())
			.thenRequest(1)
			.expectNext(0)
			.then(() -> assertThat(this.fetched).containsExactly(1, 2))
			.thenRequest(9)
			.expectNextCount(9)
			.then(() -> assertThat(this.fetched).containsExactly(1, 2))
			.thenRequest(1)
			.expectNext(10)
			.then(() -> assertThat(this.fetched).containsExactly(1, 2, 3))
			.thenCancel()
			.verify(PATIENCE);
	}

	@Test
	void theFirstItemAloneFetchesOnePage() {
		assertThat(walk(95, 10).next().block(PATIENCE)).isZero();
		assertThat(this.fetched).containsExactly(1);
	}

	@Test
	void theNextPageIsUnderWayWhileTheCurrentIsConsumed() {
		Sinks.One<Page<Integer>> second = Sinks.one();
		AtomicInteger requests = new AtomicInteger();
		Flux<Integer> walk = PageWalk.from(1, (number) -> {
			requests.incrementAndGet();
			return (number == 1) ? Mono.just(page(List.of(1, 2), 4, 1, 2)) : second.asMono();
		}, String::valueOf);
		StepVerifier.create(walk, 1)
			.expectNext(1)
			.then(() -> assertThat(requests).hasValue(2))
			.thenRequest(10)
			.expectNext(2)
			.then(() -> second.tryEmitValue(page(List.of(3, 4), 4, 2, 2)))
			.expectNext(3, 4)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void itemsPushedOntoTheNextPageAreNotDeliveredAgain() {
		List<Integer> list = new ArrayList<>(IntStream.range(0, 30).boxed().toList());
		AtomicInteger added = new AtomicInteger();
		Flux<Integer> walk = PageWalk.from(1, (number) -> Mono.fromSupplier(() -> {
			int from = (number - 1) * 10;
			Page<Integer> page = page(
					List.copyOf(list.subList(Math.min(from, list.size()), Math.min(from + 10, list.size()))),
					list.size(), number, 10);
			// three new ones in front after every page
			IntStream.range(0, 3).forEach((ignored) -> list.add(0, -added.incrementAndGet()));
			return page;
		}), String::valueOf);
		List<Integer> items = walk.collectList().block(PATIENCE);
		assertThat(items.stream().filter((item) -> item >= 0)).isEqualTo(IntStream.range(0, 30).boxed().toList());
		assertThat(items).doesNotHaveDuplicates();
	}

	@Test
	void aServerThatRepeatsItsPageForEverEndsTheWalk() {
		AtomicInteger requests = new AtomicInteger();
		Flux<Integer> walk = PageWalk.from(1, (number) -> Mono.fromSupplier(() -> {
			requests.incrementAndGet();
			return new Page<>(List.of(1, 2), Integer.MAX_VALUE, number, 2, Integer.MAX_VALUE, true);
		}), String::valueOf);
		assertThat(walk.collectList().block(PATIENCE)).containsExactly(1, 2);
		assertThat(requests.get()).isLessThan(10);
	}

	@Test
	void aServerThatInventsPagesForEverEndsTheWalk() {
		AtomicInteger next = new AtomicInteger();
		Flux<Integer> walk = PageWalk.from(1, (number) -> Mono.fromSupplier(
				() -> new Page<>(List.of(next.incrementAndGet(), next.incrementAndGet()), 6, number, 2, 3, true)),
				String::valueOf);
		assertThat(walk.collectList().block(PATIENCE)).hasSizeBetween(6, 30);
	}

	@Test
	void aListThatTellsNoTotalIsReadToItsEnd() {
		Flux<Integer> walk = PageWalk.from(1, (number) -> Mono.fromSupplier(() -> {
			int from = (number - 1) * 10;
			// as a page is read whose envelope has has_more and nothing else
			return new Page<>(IntStream.range(from, from + 10).boxed().toList(), from + 10, number, 10, number,
					number < 40);
		}), String::valueOf);
		assertThat(walk.count().block(PATIENCE)).isEqualTo(400);
	}

	@Test
	void anEmptyPageEndsTheWalk() {
		Flux<Integer> walk = PageWalk.from(1,
				(number) -> Mono.just(new Page<>(List.<Integer>of(), 100, number, 10, 10, true)), String::valueOf);
		StepVerifier.create(walk).expectComplete().verify(PATIENCE);
	}

	@Test
	void cancelCancelsThePageUnderWay() {
		AtomicInteger cancelled = new AtomicInteger();
		Flux<Integer> walk = PageWalk.from(1, (number) -> (number == 1) ? Mono.just(page(List.of(1, 2), 4, 1, 2))
				: Mono.<Page<Integer>>never().doOnCancel(cancelled::incrementAndGet), String::valueOf);
		StepVerifier.create(walk).expectNext(1, 2).thenCancel().verify(PATIENCE);
		assertThat(cancelled).hasValue(1);
	}

	@Test
	void anErrorEndsTheWalkAfterWhatWasDelivered() {
		Flux<Integer> walk = PageWalk.from(1, (number) -> (number == 1) ? Mono.just(page(List.of(1, 2), 4, 1, 2))
				: Mono.<Page<Integer>>error(new IllegalStateException("broken")), String::valueOf);
		StepVerifier.create(walk).expectNext(1, 2).expectErrorMessage("broken").verify(PATIENCE);
	}

	@Test
	void theContextReachesEveryPage() {
		AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
		Flux<Integer> walk = PageWalk.from(1, (number) -> Mono.deferContextual((context) -> {
			List<String> values = new ArrayList<>(seen.get());
			values.add(context.get("user"));
			seen.set(values);
			return Mono.just(page(List.of(number * 2, number * 2 + 1), 4, number, 2));
		}), String::valueOf);
		StepVerifier.create(walk.contextWrite(Context.of("user", "u1")))
			.expectNextCount(4)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(seen.get()).containsExactly("u1", "u1");
	}

	@Test
	void aMillionItemsDoNotOverflowTheStack() {
		assertThat(walk(1_000_000, 100).count().block(Duration.ofSeconds(30))).isEqualTo(1_000_000);
	}

}
