package ai.eigi.simulator;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The filters of the list of conversations.
 */
final class ConversationFilter {

	private static final Pattern TIME_OF_DAY = Pattern.compile("([0-1][0-9]|2[0-3]):[0-5][0-9]");

	/**
	 * The server's default is India, not UTC.
	 */
	private static final int DEFAULT_OFFSET = 330;

	private Predicate<Instant> created = (createdAt) -> true;

	private Predicate<JsonNode> fields = (json) -> true;

	private ConversationFilter() {
	}

	static ConversationFilter of(RecordedRequest request) {
		ConversationFilter filter = new ConversationFilter();
		filter.readDates(request);
		filter.readTimes(request);
		filter.readFields(request);
		return filter;
	}

	boolean matches(Instant createdAt, JsonNode json) {
		return this.created.test(createdAt) && this.fields.test(json);
	}

	private void readDates(RecordedRequest request) {
		Instant from = date(request, "from_date");
		Instant to = date(request, "to_date");
		if (from != null) {
			this.created = this.created.and((createdAt) -> !createdAt.isBefore(from));
		}
		if (to != null) {
			this.created = this.created.and((createdAt) -> !createdAt.isAfter(to));
		}
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
		this.created = this.created.and((createdAt) -> {
			LocalTime time = LocalTime.ofInstant(createdAt.plusSeconds(offset * 60L), ZoneOffset.UTC);
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
		equal(request, "conversation_id", List.of());
		equal(request, "agent_id", List.of());
		equal(request, "conversation_type", List.of("DAILY", "TELEPHONY", "WHATSAPP", "CHAT"));
		equal(request, "conversation_status", List.of("IN_PROGRESS", "COMPLETED", "DISCONNECTED", "FAILED"));
		String callingType = value(request, "calling_type", List.of("INBOUND", "OUTBOUND"));
		if (callingType != null) {
			this.fields = this.fields
				.and((json) -> callingType.equals(Json.text(json.path("conversation_metadata"), "calling_type")));
		}
		String search = request.queryParameter("search");
		if (search != null) {
			String wanted = search.toLowerCase(Locale.ROOT);
			this.fields = this.fields.and((json) -> contains(json.path("conversation_metadata"), wanted)
					|| contains(json.path("conversation_transcript"), wanted));
		}
	}

	private void equal(RecordedRequest request, String field, List<String> allowed) {
		String value = value(request, field, allowed);
		if (value != null) {
			this.fields = this.fields.and((json) -> value.equals(Json.text(json, field)));
		}
	}

	private static @Nullable String value(RecordedRequest request, String name, List<String> allowed) {
		String value = request.queryParameter(name);
		return (value == null || allowed.isEmpty()) ? value : Input.oneOf(value, allowed, List.of("query", name));
	}

	private static boolean contains(JsonNode node, String wanted) {
		if (node.isContainer()) {
			return node.values().stream().anyMatch((value) -> contains(value, wanted));
		}
		return node.isValueNode() && node.asString("").toLowerCase(Locale.ROOT).contains(wanted);
	}

}
