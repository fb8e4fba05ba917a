package ai.eigi.simulator;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which page of a list is asked for.
 *
 * @param page the number of the page, from 1
 * @param size the number of items on a page
 */
record Paging(int page, int size) {

	private static final int DEFAULT_SIZE = 10;

	private static final int MAX_SIZE = 100;

	/**
	 * Read the page from a request and bring wrong values into the bounds, as the list of
	 * conversations does.
	 */
	static Paging clamped(RecordedRequest request) {
		int size = Input.number(request, "page_size", DEFAULT_SIZE);
		return new Paging(Math.max(1, Input.number(request, "page", 1)),
				(size < 1) ? DEFAULT_SIZE : Math.min(size, MAX_SIZE));
	}

	/**
	 * Read the page from a request and refuse wrong values, as all other lists do.
	 */
	static Paging strict(RecordedRequest request) {
		return strict(request, DEFAULT_SIZE);
	}

	static Paging strict(RecordedRequest request, int defaultSize) {
		Paging paging = new Paging(Input.number(request, "page", 1), Input.number(request, "page_size", defaultSize));
		if (paging.page < 1) {
			throw outOfBounds("page", "greater_than_equal", "greater than or equal to 1", "ge", 1, paging.page);
		}
		if (paging.size < 1) {
			throw outOfBounds("page_size", "greater_than_equal", "greater than or equal to 1", "ge", 1, paging.size);
		}
		if (paging.size > MAX_SIZE) {
			throw outOfBounds("page_size", "less_than_equal", "less than or equal to 100", "le", MAX_SIZE, paging.size);
		}
		return paging;
	}

	private static RefusedException outOfBounds(String name, String type, String text, String bound, int limit,
			int value) {
		return Input.invalid(type, List.of("query", name), "Input should be " + text,
				Json.tree(Integer.toString(value)), Map.of(bound, limit));
	}

	<T> ArrayNode items(List<T> all, Function<T, JsonNode> toJson) {
		ArrayNode items = Json.array();
		all.stream().skip((this.page - 1L) * this.size).limit(this.size).map(toJson).forEach(items::add);
		return items;
	}

	/**
	 * Add the fields that tell the place of the page in the list.
	 */
	ObjectNode describe(ObjectNode target, int total) {
		return target.put("total", total)
			.put("page", this.page)
			.put("page_size", this.size)
			.put("total_pages", totalPages(total));
	}

	int totalPages(int total) {
		return (total + this.size - 1) / this.size;
	}

}
