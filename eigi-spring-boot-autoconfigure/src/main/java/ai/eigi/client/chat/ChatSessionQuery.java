package ai.eigi.client.chat;

import java.util.Objects;

import ai.eigi.client.transport.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which chat sessions to list. Bounds are checked when the query is used, and signalled
 * by the publisher.
 *
 * @since 0.1.0
 */
public final class ChatSessionQuery {

	private static final ChatSessionQuery ALL = new ChatSessionQuery(null, 1, null);

	private final @Nullable String agentId;

	private final int page;

	private final @Nullable Integer pageSize;

	private ChatSessionQuery(@Nullable String agentId, int page, @Nullable Integer pageSize) {
		this.agentId = agentId;
		this.page = page;
		this.pageSize = pageSize;
	}

	/**
	 * All sessions of the account.
	 * @return a query without filters
	 */
	public static ChatSessionQuery all() {
		return ALL;
	}

	/**
	 * Begin a query.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	public @Nullable String agentId() {
		return this.agentId;
	}

	public int page() {
		return this.page;
	}

	/**
	 * Items on a page.
	 * @return the size that was set, or {@code null}: 10 for one page, 100 for all pages
	 */
	public @Nullable Integer pageSize() {
		return this.pageSize;
	}

	void check(String operation, int effectivePageSize) {
		Require.that(operation).filter("agentId", this.agentId).page(this.page, effectivePageSize);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ChatSessionQuery query && Objects.equals(this.agentId, query.agentId)
				&& this.page == query.page && Objects.equals(this.pageSize, query.pageSize);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.agentId, this.page, this.pageSize);
	}

	@Override
	public String toString() {
		return "ChatSessionQuery[agentId=%s, page=%d, pageSize=%s]".formatted(this.agentId, this.page, this.pageSize);
	}

	/**
	 * Collects filters.
	 */
	public static final class Builder {

		private @Nullable String agentId;

		private int page = 1;

		private @Nullable Integer pageSize;

		private Builder() {
		}

		public Builder agentId(String agentId) {
			this.agentId = Objects.requireNonNull(agentId, "'agentId' must not be null");
			return this;
		}

		/**
		 * Page to read, or to begin with.
		 * @param page the page, from 1
		 * @return this builder
		 */
		public Builder page(int page) {
			this.page = page;
			return this;
		}

		/**
		 * Items on a page.
		 * @param pageSize from 1 to 100
		 * @return this builder
		 */
		public Builder pageSize(int pageSize) {
			this.pageSize = pageSize;
			return this;
		}

		/**
		 * Make the query.
		 * @return the query
		 */
		public ChatSessionQuery build() {
			return new ChatSessionQuery(this.agentId, this.page, this.pageSize);
		}

	}

}
