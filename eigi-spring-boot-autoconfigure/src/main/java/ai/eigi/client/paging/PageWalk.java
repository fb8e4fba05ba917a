package ai.eigi.client.paging;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The items of all pages, fetched as they are asked for: the next page is under way while
 * the current one is consumed, and no more than these two are held. An item whose id was
 * seen on one of the latest pages is dropped, since in a list by page number whatever is
 * added in front pushes items onto the following page.
 * <p>
 * Ends after the last page, after an empty one, after three in a row that brought nothing
 * new, and when there were clearly more pages than the first one announced: a server that
 * never ends its pages does not make it run for ever.
 *
 * @param <T> the type of item
 * @since 0.1.0
 */
public final class PageWalk<T> extends Flux<T> {

	private static final int REMEMBERED_PAGES = 4;

	private static final int PAGES_WITHOUT_NEWS = 3;

	private static final int PAGES_OVER_TOTAL = 10;

	private static final long MOST_PAGES_WITHOUT_TOTAL = 100_000;

	private final int firstPage;

	private final IntFunction<Mono<Page<T>>> fetch;

	private final Function<T, @Nullable String> id;

	private PageWalk(int firstPage, IntFunction<Mono<Page<T>>> fetch, Function<T, @Nullable String> id) {
		this.firstPage = firstPage;
		this.fetch = fetch;
		this.id = id;
	}

	/**
	 * Walk over all pages.
	 * @param <T> the type of item
	 * @param firstPage the page to begin with
	 * @param fetch fetches a page by number
	 * @param id tells an item from others; an item without one is told by equality
	 * @return the items; every subscription fetches anew
	 */
	public static <T> Flux<T> from(int firstPage, IntFunction<Mono<Page<T>>> fetch, Function<T, @Nullable String> id) {
		return onAssembly(new PageWalk<>(firstPage, fetch, id));
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		actual.onSubscribe(new Walk<>(this, actual));
	}

	private static final class Walk<T> implements Subscription {

		private final PageWalk<T> source;

		private final CoreSubscriber<? super T> actual;

		private final AtomicLong requested = new AtomicLong();

		private final AtomicInteger work = new AtomicInteger();

		// all below is touched only by whoever drains

		private final Set<Object> latestIds = new HashSet<>();

		private final Deque<List<Object>> idsOfLatestPages = new ArrayDeque<>();

		private int nextNumber;

		private int lastNumber;

		private boolean firstPage = true;

		private boolean more = true;

		private int pagesWithoutNews;

		private boolean news;

		private boolean firstDelivered;

		private @Nullable Iterator<T> items;

		private @Nullable PageSubscriber fetching;

		private boolean over;

		private volatile boolean cancelled;

		private volatile @Nullable PageSubscriber current;

		Walk(PageWalk<T> source, CoreSubscriber<? super T> actual) {
			this.source = source;
			this.actual = actual;
			this.nextNumber = source.firstPage;
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				this.requested.getAndAccumulate(n, Operators::addCap);
				drain();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			PageSubscriber page = this.current;
			if (page != null) {
				page.cancel();
			}
			drain();
		}

		private void drain() {
			if (this.work.getAndIncrement() != 0) {
				return;
			}
			int missed = 1;
			do {
				while (!this.over && step()) {
					// one step after the other until there is nothing to do
				}
				missed = this.work.addAndGet(-missed);
			}
			while (missed != 0);
		}

		/**
		 * Do the next thing.
		 * @return whether there may be more to do at once
		 */
		private boolean step() {
			if (this.cancelled) {
				this.over = true;
				this.items = null;
				if (this.fetching != null) {
					this.fetching.cancel();
				}
				return false;
			}
			if (this.items != null) {
				return deliver(this.items);
			}
			if (this.fetching == null) {
				if (!this.more) {
					end(null);
				}
				else if (this.requested.get() > 0) {
					fetchNext();
				}
				return false;
			}
			return arrived(this.fetching);
		}

		private boolean deliver(Iterator<T> iterator) {
			if (!iterator.hasNext()) {
				this.items = null;
				this.pagesWithoutNews = this.news ? 0 : this.pagesWithoutNews + 1;
				if (this.pagesWithoutNews >= PAGES_WITHOUT_NEWS) {
					end(null);
				}
				return true;
			}
			if (this.requested.get() == 0) {
				return false;
			}
			T item = iterator.next();
			if (isNew(item)) {
				this.news = true;
				this.actual.onNext(item);
				if (this.requested.get() != Long.MAX_VALUE) {
					this.requested.decrementAndGet();
				}
				if (!this.firstDelivered && !this.cancelled) {
					this.firstDelivered = true;
					if (this.more && this.fetching == null) {
						fetchNext();
					}
				}
			}
			return true;
		}

		private boolean isNew(T item) {
			String known = this.source.id.apply(item);
			Object id = (known != null) ? known : item;
			if (!this.latestIds.add(id)) {
				return false;
			}
			this.idsOfLatestPages.getFirst().add(id);
			return true;
		}

		private void fetchNext() {
			PageSubscriber subscriber = new PageSubscriber(this);
			this.fetching = subscriber;
			this.current = subscriber;
			this.source.fetch.apply(this.nextNumber++).subscribe(subscriber);
			if (this.cancelled) {
				subscriber.cancel();
			}
		}

		@SuppressWarnings("unchecked")
		private boolean arrived(PageSubscriber subscriber) {
			if (!subscriber.done) {
				return false;
			}
			this.fetching = null;
			this.current = null;
			if (subscriber.error != null) {
				end(subscriber.error);
				return false;
			}
			Page<T> page = (Page<T>) subscriber.page;
			if (page == null || page.items().isEmpty()) {
				end(null);
				return false;
			}
			if (this.firstPage) {
				this.firstPage = false;
				// a list that does not tell its total counts the pages seen so far
				boolean told = page.totalPages() > this.source.firstPage;
				this.lastNumber = (int) Math.min(Integer.MAX_VALUE - 1L,
						told ? (long) page.totalPages() + PAGES_OVER_TOTAL : MOST_PAGES_WITHOUT_TOTAL);
			}
			this.more = page.hasNext() && this.nextNumber <= this.lastNumber;
			this.items = page.items().iterator();
			this.idsOfLatestPages.addFirst(new ArrayList<>(page.items().size()));
			if (this.idsOfLatestPages.size() > REMEMBERED_PAGES) {
				this.idsOfLatestPages.removeLast().forEach(this.latestIds::remove);
			}
			this.news = false;
			this.firstDelivered = false;
			return true;
		}

		private void end(@Nullable Throwable error) {
			this.over = true;
			this.items = null;
			if (this.fetching != null) {
				this.fetching.cancel();
			}
			if (error != null) {
				this.actual.onError(error);
			}
			else {
				this.actual.onComplete();
			}
		}

	}

	private static final class PageSubscriber extends BaseSubscriber<Page<?>> {

		private final Walk<?> walk;

		private @Nullable Page<?> page;

		private @Nullable Throwable error;

		private volatile boolean done;

		PageSubscriber(Walk<?> walk) {
			this.walk = walk;
		}

		@Override
		public Context currentContext() {
			return this.walk.actual.currentContext();
		}

		@Override
		protected void hookOnNext(Page<?> page) {
			this.page = page;
		}

		@Override
		protected void hookOnComplete() {
			this.done = true;
			this.walk.drain();
		}

		@Override
		protected void hookOnError(Throwable ex) {
			this.error = ex;
			this.done = true;
			this.walk.drain();
		}

	}

}
