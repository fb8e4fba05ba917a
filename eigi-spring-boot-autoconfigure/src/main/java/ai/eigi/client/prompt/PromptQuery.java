package ai.eigi.client.prompt;

import java.util.Objects;

import ai.eigi.client.transport.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which prompts to list. Filters that are not set are not sent. Bounds are checked when
 * the query is used, and signalled by the publisher.
 *
 * @since 0.1.0
 */
public final class PromptQuery {

	private static final PromptQuery ALL = builder().build();

	private final @Nullable String search;

	private final @Nullable Boolean latestOnly;

	private final int page;

	private final @Nullable Integer pageSize;

	private PromptQuery(Builder builder) {
		this.search = builder.search;
		this.latestOnly = builder.latestOnly;
		this.page = builder.page;
		this.pageSize = builder.pageSize;
	}

	/**
	 * The latest version of every prompt of the account.
	 * @return a query without filters
	 */
	public static PromptQuery all() {
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

	/**
	 * Whether only the latest version of each prompt is listed.
	 * @return the flag, or {@code null} if it is not sent: only the latest then
	 */
	public @Nullable Boolean latestOnly() {
		return this.latestOnly;
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
		Require.that(operation).filter("search", this.search).page(this.page, effectivePageSize);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof PromptQuery query && Objects.equals(this.search, query.search)
				&& Objects.equals(this.latestOnly, query.latestOnly) && this.page == query.page
				&& Objects.equals(this.pageSize, query.pageSize);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.search, this.latestOnly, this.page, this.pageSize);
	}

	/**
	 * Leaves out the search text.
	 */
	@Override
	public String toString() {
		return "PromptQuery[latestOnly=%s, page=%d, pageSize=%s]".formatted(this.latestOnly, this.page, this.pageSize);
	}

	/**
	 * Collects filters.
	 */
	public static final class Builder {

		private @Nullable String search;

		private @Nullable Boolean latestOnly;

		private int page = 1;

		private @Nullable Integer pageSize;

		private Builder() {
		}

		/**
		 * Text to look for in names and texts.
		 * @param search the text
		 * @return this builder
		 */
		public Builder search(String search) {
			this.search = Objects.requireNonNull(search, "'search' must not be null");
			return this;
		}

		/**
		 * Whether to list only the latest version of each prompt.
		 * @param latestOnly whether to
		 * @return this builder
		 */
		public Builder latestOnly(boolean latestOnly) {
			this.latestOnly = latestOnly;
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
		public PromptQuery build() {
			return new PromptQuery(this);
		}

	}

}
