package ai.eigi.benchmarks;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A page of maps.
 *
 * @param items the items
 * @param pagination the numbers
 */
record MapPage(@JsonProperty("data") List<Map<String, Object>> items,
		Map<String, Integer> pagination) implements ItemPage<Map<String, Object>> {

	@Override
	public int number() {
		return this.pagination.getOrDefault("page", 1);
	}

	@Override
	public boolean hasNext() {
		return number() < this.pagination.getOrDefault("total_pages", 1);
	}

}
