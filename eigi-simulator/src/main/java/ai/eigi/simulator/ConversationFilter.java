package ai.eigi.simulator;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The filters of the list of conversations.
 */
final class ConversationFilter {

	private static final Pattern TIME_OF_DAY = Pattern.compile("([0-1][0-9]|2[0-3]):[0-5][0-9]");

	/**
	 * The server's default is India, not UTC.
	 */
	private static final int DEFAULT_OFFSET = 330;

	private @Nullable Instant createdFrom;

	private @Nullable Instant createdTo;

	private Predicate<StoredConversation> fixed = (conversation) -> true;

	private @Nullable String status;

	private @Nullable String search;

	private ConversationFilter() {
	}

	static ConversationFilter of(RecordedRequest request) {
		ConversationFilter filter = new ConversationFilter();
		filter.readDates(request);
		filter.readTimes(request);
		filter.readFields(request);
		return filter;
	}

	/**
	 * Earliest time of creation that matches.
	 */
	@Nullable Instant createdFrom() {
		return this.createdFrom;
	}

	/**
	 * Latest time of creation that matches.
	 */
	@Nullable Instant createdTo() {
		return this.createdTo;
	}

	/**
	 * Check a conversation that was created in the range of time. Its object is built for
	 * a search only: a list may have to look at many thousands.
	 * @param conversation the conversation
	 * @param now the time of reading
	 * @return whether all filters let it pass
	 */
	boolean matches(StoredConversation conversation, Instant now) {
		return this.fixed.test(conversation) && (this.status == null || this.status.equals(conversation.status(now)))
				&& (this.search == null || contains(conversation.toJson(now), this.search));
	}

	private void readDates(RecordedRequest request) {
		this.createdFrom = date(request, "from_date");
		this.createdTo = date(request, "to_date");
	}

	private static @Nullable Instant date(RecordedRequest request, String name) {
		String text = request.queryParameter(name);
		try {
			return (text != null) ? WireTime.parse(text) : null;
		}
		catch (DateTimeParseException ex) {
			throw Input.invalid("datetime_from_date_parsing", List.of("query", name),
					"Input should be a valid datetime or date", Json.tree(text));
		}
	}

	/**
	 * Times of day are inclusive and are compared in the zone of the offset. A range that
	 * ends before it starts spans midnight.
	 */
	private void readTimes(RecordedRequest request) {
		int offset = Input.number(request, "timezone_offset", DEFAULT_OFFSET);
		LocalTime from = time(request, "from_time", LocalTime.MIN);
		LocalTime to = time(request, "to_time", LocalTime.MAX);
		this.fixed = this.fixed.and((conversation) -> {
			LocalTime time = LocalTime.ofInstant(conversation.createdAt().plusSeconds(offset * 60L), ZoneOffset.UTC);
			boolean late = !time.isBefore(from);
			boolean early = !time.isAfter(to);
			return (from.isAfter(to)) ? late || early : late && early;
		});
	}

	private static LocalTime time(RecordedRequest request, String name, LocalTime absent) {
		String text = request.queryParameter(name);
		if (text == null) {
			return absent;
		}
		if (!TIME_OF_DAY.matcher(text).matches()) {
			throw Input.invalid("string_pattern_mismatch", List.of("query", name),
					"String should match pattern '^([0-1][0-9]|2[0-3]):[0-5][0-9]$'", Json.tree(text));
		}
		return LocalTime.parse(text);
	}

	private void readFields(RecordedRequest request) {
		equal(value(request, "conversation_id", List.of()), StoredConversation::id);
		equal(value(request, "agent_id", List.of()), StoredConversation::agentId);
		equal(value(request, "conversation_type", List.of("DAILY", "TELEPHONY", "WHATSAPP", "CHAT")),
				StoredConversation::type);
		equal(value(request, "calling_type", List.of("INBOUND", "OUTBOUND")), StoredConversation::callingType);
		this.status = value(request, "conversation_status",
				List.of("IN_PROGRESS", "COMPLETED", "DISCONNECTED", "FAILED"));
		String text = request.queryParameter("search");
		this.search = (text != null) ? text.toLowerCase(Locale.ROOT) : null;
	}

	private void equal(@Nullable String wanted, Function<StoredConversation, @Nullable String> field) {
		if (wanted != null) {
			this.fixed = this.fixed.and((conversation) -> wanted.equals(field.apply(conversation)));
		}
	}

	private static @Nullable String value(RecordedRequest request, String name, List<String> allowed) {
		String value = request.queryParameter(name);
		return (value == null || allowed.isEmpty()) ? value : Input.oneOf(value, allowed, List.of("query", name));
	}

	private static boolean contains(ObjectNode json, String wanted) {
		return mentions(json.path("conversation_metadata"), wanted)
				|| mentions(json.path("conversation_transcript"), wanted);
	}

	private static boolean mentions(JsonNode node, String wanted) {
		if (node.isContainer()) {
			return node.values().stream().anyMatch((value) -> mentions(value, wanted));
		}
		return node.isValueNode() && node.asString("").toLowerCase(Locale.ROOT).contains(wanted);
	}

}
