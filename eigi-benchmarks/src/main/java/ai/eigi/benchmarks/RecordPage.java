package ai.eigi.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A page of records.
 *
 * @param items the items
 * @param pagination the numbers
 */
record RecordPage(@JsonProperty("data") List<Item> items, Numbers pagination) implements ItemPage<RecordPage.Item> {

	@Override
	public int number() {
		return this.pagination.page();
	}

	@Override
	public boolean hasNext() {
		return number() < this.pagination.totalPages();
	}

	/**
	 * Numbers of a page.
	 *
	 * @param page number of the page
	 * @param totalPages how many there are
	 */
	record Numbers(int page, @JsonProperty("total_pages") int totalPages) {
	}

	/**
	 * A conversation.
	 *
	 * @param id its id
	 * @param agentId the agent
	 * @param type chat or call
	 * @param status how it stands
	 * @param notes notes
	 * @param transcript what was said
	 * @param metadata facts
	 * @param createdAt when it began
	 * @param updatedAt when it changed
	 */
	record Item(@JsonProperty("conversation_id") String id, @JsonProperty("agent_id") String agentId,
			@JsonProperty("conversation_type") String type, @JsonProperty("conversation_status") String status,
			@Nullable String notes, @JsonProperty("conversation_transcript") List<Turn> transcript,
			@JsonProperty("conversation_metadata") Map<String, Object> metadata,
			@JsonProperty("created_at") Instant createdAt, @JsonProperty("updated_at") Instant updatedAt) {
	}

	/**
	 * A turn of a conversation.
	 *
	 * @param role who said it
	 * @param content what was said
	 * @param timestamp when
	 */
	record Turn(String role, String content, Instant timestamp) {
	}

}
