package ai.eigi.client.agent;

import java.util.Objects;

import ai.eigi.client.transport.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which agents to list. Filters that are not set are not sent; all that are set must
 * match. Bounds are checked when the query is used, and signalled by the publisher.
 *
 * @since 0.1.0
 */
public final class AgentQuery {

	private static final AgentQuery ALL = builder().build();

	private final @Nullable String search;

	private final @Nullable AgentType type;

	private final @Nullable AgentCategory category;

	private final int page;

	private final @Nullable Integer pageSize;

	private AgentQuery(Builder builder) {
		this.search = builder.search;
		this.type = builder.type;
		this.category = builder.category;
		this.page = builder.page;
		this.pageSize = builder.pageSize;
	}

	/**
	 * All agents of the account.
	 * @return a query without filters
	 */
	public static AgentQuery all() {
		return ALL;
	}

	/**
	 * Begin a query.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	public @Nullable String search() {
		return this.search;
	}

	public @Nullable AgentType type() {
		return this.type;
	}

	public @Nullable AgentCategory category() {
		return this.category;
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
		Require.that(operation)
			.filter("search", this.search)
			.filter("type", (this.type != null) ? this.type.value() : null)
			.filter("category", (this.category != null) ? this.category.value() : null)
			.page(this.page, effectivePageSize);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AgentQuery query && Objects.equals(this.search, query.search)
				&& Objects.equals(this.type, query.type) && Objects.equals(this.category, query.category)
				&& this.page == query.page && Objects.equals(this.pageSize, query.pageSize);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.search, this.type, this.category, this.page, this.pageSize);
	}

	/**
	 * Leaves out the search text.
	 */
	@Override
	public String toString() {
		return "AgentQuery[type=%s, category=%s, page=%d, pageSize=%s]".formatted(this.type, this.category, this.page,
				this.pageSize);
	}

	/**
	 * Collects filters.
	 */
	public static final class Builder {

		private @Nullable String search;

		private @Nullable AgentType type;

		private @Nullable AgentCategory category;

		private int page = 1;

		private @Nullable Integer pageSize;

		private Builder() {
		}

		/**
		 * Text to look for in names and descriptions.
		 * @param search the text
		 * @return this builder
		 */
		public Builder search(String search) {
			this.search = Objects.requireNonNull(search, "'search' must not be null");
			return this;
		}

		public Builder type(AgentType type) {
			this.type = Objects.requireNonNull(type, "'type' must not be null");
			return this;
		}

		public Builder category(AgentCategory category) {
			this.category = Objects.requireNonNull(category, "'category' must not be null");
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
		public AgentQuery build() {
			return new AgentQuery(this);
		}

	}

}
