package ai.eigi.client.paging;

import java.util.List;
import java.util.function.Function;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list. Pages count from 1.
 *
 * @param <T> the type of item
 * @param items the items, possibly none
 * @param total how many items the service counts in all
 * @param number number of this page
 * @param size how many items a page holds
 * @param totalPages how many pages there are
 * @param hasNext whether a further page follows
 * @since 0.1.0
 */
public record Page<T>(List<T> items, long total, int number, int size, int totalPages, boolean hasNext) {

	public Page {
		items = List.copyOf(items);
	}

	/**
	 * Whether a page came before.
	 * @return whether it did
	 */
	public boolean hasPrevious() {
		return this.number > 1;
	}

	/**
	 * The same page with its items as something else.
	 * @param <R> the type of item
	 * @param mapper maps an item
	 * @return the page
	 */
	public <R> Page<R> map(Function<? super T, ? extends R> mapper) {
		List<R> mapped = this.items.stream().<R>map(mapper).toList();
		return new Page<>(mapped, this.total, this.number, this.size, this.totalPages, this.hasNext);
	}

	/**
	 * Read a page in any of the service's envelopes: numbers at the top or under
	 * {@code pagination}; {@code has_next}, {@code has_more} or neither. What is missing
	 * is computed from the rest.
	 * @param <T> the type of item
	 * @param wire the service's object
	 * @param reader reads an item
	 * @param askedNumber the page that was asked for
	 * @param askedSize the size that was asked for
	 * @param names names that the items may go by
	 * @return the page
	 */
	public static <T> Page<T> from(WireObject wire, Function<WireObject, T> reader, int askedNumber, int askedSize,
			String... names) {
		wire.refuseError();
		WireObject numbers = wire.has("pagination") ? wire.object("pagination") : wire;
		List<T> items = wire.objects(reader, names);
		int number = positive(numbers.number("page"), askedNumber);
		int size = positive(numbers.number("page_size"), askedSize);
		Long total = total(numbers, items.size(), size);
		Boolean flag = numbers.flag("has_next", "has_more");
		long seen = (number - 1L) * size + items.size();
		long count = (total != null && total >= 0) ? total : seen;
		int pages = (int) Math.min(Integer.MAX_VALUE, pages(numbers.number("total_pages"), count, size));
		boolean hasNext = (flag != null) ? flag : (number < pages || (total == null && items.size() >= size));
		return new Page<>(items, count, number, size, pages, hasNext);
	}

	/**
	 * A {@code count} may be that of the page: where it is no more than a full page, it
	 * does not tell that nothing follows.
	 */
	private static @Nullable Long total(WireObject numbers, int items, int size) {
		Long total = numbers.number("total", "total_count");
		Long count = numbers.number("count");
		return (total != null || (count != null && count <= items && items >= size)) ? total : count;
	}

	private static int positive(@Nullable Long value, int fallback) {
		return (value != null && value > 0 && value <= Integer.MAX_VALUE) ? value.intValue() : fallback;
	}

	private static long pages(@Nullable Long pages, long total, int size) {
		return (pages != null && pages >= 0) ? pages : (total + size - 1) / size;
	}

	/**
	 * Leaves out the items.
	 */
	@Override
	public String toString() {
		return "Page[number=%d of %d, items=%d of %d]".formatted(this.number, this.totalPages, this.items.size(),
				this.total);
	}

}
