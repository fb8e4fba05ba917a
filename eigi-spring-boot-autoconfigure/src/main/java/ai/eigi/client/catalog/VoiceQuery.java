package ai.eigi.client.catalog;

import java.util.Objects;

import ai.eigi.client.transport.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which voices of a provider to list. Filters that are not set are not sent. Bounds are
 * checked when the query is used, and signalled by the publisher.
 *
 * @since 0.1.0
 */
public final class VoiceQuery {

	private final Builder values;

	private VoiceQuery(Builder values) {
		this.values = values;
	}

	/**
	 * All voices of a provider.
	 * @param provider the provider, {@code CARTESIA} for example; which there are,
	 * {@code getProviders} tells
	 * @return a query without filters
	 */
	public static VoiceQuery of(String provider) {
		return builder(provider).build();
	}

	/**
	 * Begin a query.
	 * @param provider the provider
	 * @return a builder
	 */
	public static Builder builder(String provider) {
		return new Builder(Objects.requireNonNull(provider, "'provider' must not be null"));
	}

	public String provider() {
		return this.values.provider;
	}

	public @Nullable String language() {
		return this.values.language;
	}

	public @Nullable VoiceGender gender() {
		return this.values.gender;
	}

	public @Nullable String search() {
		return this.values.search;
	}

	/**
	 * Whether only cloned voices are listed.
	 * @return the flag, or {@code null} if it is not sent: all are then
	 */
	public @Nullable Boolean clonedOnly() {
		return this.values.clonedOnly;
	}

	public @Nullable String model() {
		return this.values.model;
	}

	public int page() {
		return this.values.page;
	}

	/**
	 * Items on a page.
	 * @return the size that was set, or {@code null}: 20 for one page, 100 for all pages
	 */
	public @Nullable Integer pageSize() {
		return this.values.pageSize;
	}

	void check(String operation, int effectivePageSize) {
		VoiceGender gender = this.values.gender;
		Require.that(operation)
			.id("provider", this.values.provider)
			.filter("language", this.values.language)
			.filter("gender", (gender != null) ? gender.value() : null)
			.filter("search", this.values.search)
			.filter("model", this.values.model)
			.page(this.values.page, effectivePageSize);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof VoiceQuery query && this.values.sameAs(query.values);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.values.provider, this.values.language, this.values.model, this.values.page);
	}

	/**
	 * Leaves out the search text.
	 */
	@Override
	public String toString() {
		return "VoiceQuery[provider=%s, language=%s, gender=%s, clonedOnly=%s, model=%s, page=%d, pageSize=%s]"
			.formatted(provider(), language(), gender(), clonedOnly(), model(), page(), pageSize());
	}

	/**
	 * Collects filters.
	 */
	public static final class Builder {

		private final String provider;

		private @Nullable String language;

		private @Nullable VoiceGender gender;

		private @Nullable String search;

		private @Nullable Boolean clonedOnly;

		private @Nullable String model;

		private int page = 1;

		private @Nullable Integer pageSize;

		private Builder(String provider) {
			this.provider = provider;
		}

		private Builder(Builder other) {
			this.provider = other.provider;
			this.language = other.language;
			this.gender = other.gender;
			this.search = other.search;
			this.clonedOnly = other.clonedOnly;
			this.model = other.model;
			this.page = other.page;
			this.pageSize = other.pageSize;
		}

		private boolean sameAs(Builder other) {
			return this.provider.equals(other.provider) && Objects.equals(this.language, other.language)
					&& Objects.equals(this.gender, other.gender) && Objects.equals(this.search, other.search)
					&& Objects.equals(this.clonedOnly, other.clonedOnly) && Objects.equals(this.model, other.model)
					&& this.page == other.page && Objects.equals(this.pageSize, other.pageSize);
		}

		public Builder language(String language) {
			this.language = Objects.requireNonNull(language, "'language' must not be null");
			return this;
		}

		public Builder gender(VoiceGender gender) {
			this.gender = Objects.requireNonNull(gender, "'gender' must not be null");
			return this;
		}

		/**
		 * Text to look for in names of voices.
		 * @param search the text
		 * @return this builder
		 */
		public Builder search(String search) {
			this.search = Objects.requireNonNull(search, "'search' must not be null");
			return this;
		}

		/**
		 * Whether to list only cloned voices.
		 * @param clonedOnly whether to
		 * @return this builder
		 */
		public Builder clonedOnly(boolean clonedOnly) {
			this.clonedOnly = clonedOnly;
			return this;
		}

		/**
		 * Only voices of this model.
		 * @param model name of the model, {@code bulbul:v3} for example
		 * @return this builder
		 */
		public Builder model(String model) {
			this.model = Objects.requireNonNull(model, "'model' must not be null");
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
		public VoiceQuery build() {
			return new VoiceQuery(new Builder(this));
		}

	}

}
