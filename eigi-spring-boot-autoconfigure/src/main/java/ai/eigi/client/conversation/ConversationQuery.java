package ai.eigi.client.conversation;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Objects;

import ai.eigi.client.transport.Require;
import org.jspecify.annotations.Nullable;

/**
 * Which conversations to list. Filters that are not set are not sent; all that are set
 * must match. Bounds are checked when the query is used, and signalled by the publisher.
 *
 * @since 0.1.0
 */
public final class ConversationQuery {

	private static final ConversationQuery ALL = builder().build();

	private final Builder values;

	private ConversationQuery(Builder values) {
		this.values = values;
	}

	/**
	 * All conversations of the account.
	 * @return a query without filters
	 */
	public static ConversationQuery all() {
		return ALL;
	}

	/**
	 * Begin a query.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * A builder that starts from this query.
	 * @return a builder
	 */
	public Builder toBuilder() {
		return new Builder(this.values);
	}

	public @Nullable String agentId() {
		return this.values.agentId;
	}

	public @Nullable ConversationStatus status() {
		return this.values.status;
	}

	public @Nullable ConversationType type() {
		return this.values.type;
	}

	public @Nullable CallingType callingType() {
		return this.values.callingType;
	}

	public @Nullable Instant createdFrom() {
		return this.values.createdFrom;
	}

	public @Nullable Instant createdTo() {
		return this.values.createdTo;
	}

	public @Nullable LocalTime fromTime() {
		return this.values.fromTime;
	}

	public @Nullable LocalTime toTime() {
		return this.values.toTime;
	}

	public @Nullable ZoneOffset zoneOffset() {
		return this.values.zoneOffset;
	}

	public @Nullable String conversationId() {
		return this.values.conversationId;
	}

	public @Nullable String search() {
		return this.values.search;
	}

	public int page() {
		return (this.values.page != null) ? this.values.page : 1;
	}

	/**
	 * Items on a page.
	 * @return the size that was set, or {@code null}: 10 for one page, 100 for all pages
	 */
	public @Nullable Integer pageSize() {
		return this.values.pageSize;
	}

	void check(String operation, int effectivePageSize) {
		Builder query = this.values;
		Require.that(operation)
			.filter("agentId", query.agentId)
			.filter("conversationId", query.conversationId)
			.filter("search", query.search)
			.page(page(), effectivePageSize)
			.valid(query.createdFrom == null || query.createdTo == null || !query.createdFrom.isAfter(query.createdTo),
					"createdFrom", "must not be after createdTo")
			.valid((query.fromTime == null && query.toTime == null) || query.zoneOffset != null, "zoneOffset",
					"must be set with fromTime or toTime: the service would assume India")
			.valid(query.fromTime == null || query.toTime == null || !query.fromTime.isAfter(query.toTime), "fromTime",
					"must not be after toTime");
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof ConversationQuery query && this.values.sameAs(query.values);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.values.agentId, this.values.status, this.values.createdFrom, this.values.page);
	}

	/**
	 * Leaves out the search text, which may be personal.
	 */
	@Override
	public String toString() {
		return "ConversationQuery[agentId=%s, status=%s, type=%s, callingType=%s, createdFrom=%s, createdTo=%s, page=%s, pageSize=%s]"
			.formatted(agentId(), status(), type(), callingType(), createdFrom(), createdTo(), page(), pageSize());
	}

	/**
	 * Collects filters.
	 */
	public static final class Builder {

		private @Nullable String agentId;

		private @Nullable ConversationStatus status;

		private @Nullable ConversationType type;

		private @Nullable CallingType callingType;

		private @Nullable Instant createdFrom;

		private @Nullable Instant createdTo;

		private @Nullable LocalTime fromTime;

		private @Nullable LocalTime toTime;

		private @Nullable ZoneOffset zoneOffset;

		private @Nullable String conversationId;

		private @Nullable String search;

		private @Nullable Integer page;

		private @Nullable Integer pageSize;

		private Builder() {
		}

		private Builder(Builder other) {
			this.agentId = other.agentId;
			this.status = other.status;
			this.type = other.type;
			this.callingType = other.callingType;
			this.createdFrom = other.createdFrom;
			this.createdTo = other.createdTo;
			this.fromTime = other.fromTime;
			this.toTime = other.toTime;
			this.zoneOffset = other.zoneOffset;
			this.conversationId = other.conversationId;
			this.search = other.search;
			this.page = other.page;
			this.pageSize = other.pageSize;
		}

		private boolean sameAs(Builder other) {
			return Objects.equals(this.agentId, other.agentId) && Objects.equals(this.status, other.status)
					&& Objects.equals(this.type, other.type) && Objects.equals(this.callingType, other.callingType)
					&& Objects.equals(this.createdFrom, other.createdFrom)
					&& Objects.equals(this.createdTo, other.createdTo) && Objects.equals(this.fromTime, other.fromTime)
					&& Objects.equals(this.toTime, other.toTime) && Objects.equals(this.zoneOffset, other.zoneOffset)
					&& Objects.equals(this.conversationId, other.conversationId)
					&& Objects.equals(this.search, other.search) && Objects.equals(this.page, other.page)
					&& Objects.equals(this.pageSize, other.pageSize);
		}

		public Builder agentId(String agentId) {
			this.agentId = Objects.requireNonNull(agentId, "'agentId' must not be null");
			return this;
		}

		public Builder status(ConversationStatus status) {
			this.status = Objects.requireNonNull(status, "'status' must not be null");
			return this;
		}

		public Builder type(ConversationType type) {
			this.type = Objects.requireNonNull(type, "'type' must not be null");
			return this;
		}

		public Builder callingType(CallingType callingType) {
			this.callingType = Objects.requireNonNull(callingType, "'callingType' must not be null");
			return this;
		}

		/**
		 * Only conversations created at this time or later.
		 * @param createdFrom the time
		 * @return this builder
		 */
		public Builder createdFrom(Instant createdFrom) {
			this.createdFrom = Objects.requireNonNull(createdFrom, "'createdFrom' must not be null");
			return this;
		}

		/**
		 * Only conversations created at this time or earlier.
		 * @param createdTo the time
		 * @return this builder
		 */
		public Builder createdTo(Instant createdTo) {
			this.createdTo = Objects.requireNonNull(createdTo, "'createdTo' must not be null");
			return this;
		}

		/**
		 * Only conversations at this time of day or later, to the minute. Needs
		 * {@link #zoneOffset(ZoneOffset)}.
		 * @param fromTime the time of day
		 * @return this builder
		 */
		public Builder fromTime(LocalTime fromTime) {
			this.fromTime = Objects.requireNonNull(fromTime, "'fromTime' must not be null");
			return this;
		}

		/**
		 * Only conversations at this time of day or earlier, to the minute. Needs
		 * {@link #zoneOffset(ZoneOffset)}.
		 * @param toTime the time of day
		 * @return this builder
		 */
		public Builder toTime(LocalTime toTime) {
			this.toTime = Objects.requireNonNull(toTime, "'toTime' must not be null");
			return this;
		}

		/**
		 * Where times of day are meant. The service assumes India (+05:30) when it is not
		 * told, so a time of day is refused without.
		 * @param zoneOffset the offset
		 * @return this builder
		 */
		public Builder zoneOffset(ZoneOffset zoneOffset) {
			this.zoneOffset = Objects.requireNonNull(zoneOffset, "'zoneOffset' must not be null");
			return this;
		}

		public Builder conversationId(String conversationId) {
			this.conversationId = Objects.requireNonNull(conversationId, "'conversationId' must not be null");
			return this;
		}

		/**
		 * Text to look for in the metadata. Whether transcripts are searched too, the
		 * service's documentation does not agree on.
		 * @param search the text
		 * @return this builder
		 */
		public Builder search(String search) {
			this.search = Objects.requireNonNull(search, "'search' must not be null");
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
		public ConversationQuery build() {
			return new ConversationQuery(new Builder(this));
		}

	}

}
