package ai.eigi.client.observation;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import ai.eigi.client.transport.OperationEvents;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * Every name that the client is measured and traced by, and every value that a tag can
 * have. No tag holds an id, a number, a text or an address.
 *
 * @since 0.1.0
 */
public enum EigiClientObservationDocumentation implements ObservationDocumentation {

	/**
	 * One operation with all its attempts: a timer, and a span of kind client. It ends
	 * with the value; of a stream, with the end of its text.
	 */
	REQUESTS {

		@Override
		public String getName() {
			return REQUESTS_NAME;
		}

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultEigiClientObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityKeyNames.values();
		}

		@Override
		public Observation.Event[] getEvents() {
			return Events.values();
		}

	};

	static final String REQUESTS_NAME = "eigi.client.requests";

	/**
	 * What stands in a tag that has no value.
	 */
	public static final String NONE = "none";

	private static Set<String> names(Enum<?>[] values) {
		Set<String> names = new TreeSet<>();
		Arrays.stream(values).forEach((value) -> names.add(value.name()));
		return Set.copyOf(names);
	}

	/**
	 * A key whose values are known.
	 */
	public interface BoundedKeyName extends KeyName {

		/**
		 * Every value that it can have.
		 * @return the values; empty where the application chooses them, as the names of
		 * its accounts
		 */
		Set<String> allowedValues();

	}

	/**
	 * Tags of {@link #REQUESTS}.
	 */
	public enum LowCardinalityKeyNames implements BoundedKeyName {

		/**
		 * Name of the account, {@code default} where it has none.
		 */
		ACCOUNT("account", Set.of()),

		/**
		 * Name of the operation, as its method is called.
		 */
		OPERATION("operation", Set.of("allAgents", "allChatSessions", "allConversations", "allPrompts", "allVoices",
				"awaitConversation", "chat", "createAgent", "createPrompt", "deleteAgent", "deletePrompt",
				"firstMessage", "getAgent", "getChatSession", "getConversation", "getDynamicVariables",
				"getMobileNumbers", "getPrompt", "getProviders", "listAgents", "listChatSessions", "listConversations",
				"listPromptVersions", "listPrompts", "listVoices", "openChatStream", "placeCalls", "resolveCalls",
				"startCalls", "streamChat", "trackCalls", "updateAgent", "updatePrompt")),

		/**
		 * How it ended.
		 */
		OUTCOME("outcome", names(EigiClientOutcome.values())),

		/**
		 * Family of the HTTP status of the last attempt.
		 */
		STATUS("status", Set.of("1xx", "2xx", "3xx", "4xx", "5xx", NONE));

		private final String name;

		private final Set<String> allowedValues;

		LowCardinalityKeyNames(String name, Set<String> allowedValues) {
			this.name = name;
			this.allowedValues = allowedValues;
		}

		@Override
		public String asString() {
			return this.name;
		}

		@Override
		public Set<String> allowedValues() {
			return this.allowedValues;
		}

	}

	/**
	 * What stands on the span alone.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Attempts, 1 where none was repeated.
		 */
		ATTEMPTS("attempts"),

		/**
		 * Characters of a stream that were delivered.
		 */
		STREAM_CHARACTERS("stream.characters"),

		/**
		 * Time from the request's leaving to the first text of a stream.
		 */
		STREAM_FIRST_TEXT("stream.first.text"),

		/**
		 * Texts of a stream that were delivered.
		 */
		STREAM_TEXTS("stream.texts");

		private final String name;

		HighCardinalityKeyNames(String name) {
			this.name = name;
		}

		@Override
		public String asString() {
			return this.name;
		}

	}

	/**
	 * What happens within {@link #REQUESTS}: events of the span, and counters named
	 * {@code eigi.client.requests.<event>}.
	 */
	public enum Events implements Observation.Event {

		/**
		 * An attempt begins.
		 */
		ATTEMPT("attempt"),

		/**
		 * An attempt failed, why, and after which wait it is repeated.
		 */
		ATTEMPT_FAILED("attempt.failed"),

		/**
		 * The service refused the request for its rate, and nobody else sends for a
		 * while.
		 */
		COOL_DOWN("cool.down"),

		/**
		 * The first text of a stream is there.
		 */
		FIRST_TEXT("first.text"),

		/**
		 * A permit was waited for, a millisecond or more, or not granted.
		 */
		PERMIT_WAIT("permit.wait");

		private final String name;

		Events(String name) {
			this.name = name;
		}

		@Override
		public String getName() {
			return this.name;
		}

		/**
		 * The event with what a span shows of it.
		 */
		Observation.Event with(String contextualName) {
			return Observation.Event.of(this.name, contextualName);
		}

	}

	/**
	 * Tags that only meters have.
	 */
	public enum MeterKeyNames implements BoundedKeyName {

		/**
		 * What an attempt came to.
		 */
		ATTEMPT_RESULT("result", names(EigiClientAttemptResult.values())),

		/**
		 * Whether a failed attempt was followed by another.
		 */
		ATTEMPT_REPEATED("repeated", Set.of("true", "false")),

		/**
		 * How a wait for a permit ended.
		 */
		PERMIT_WAIT_RESULT("result", names(OperationEvents.PermitWait.values()));

		private final String name;

		private final Set<String> allowedValues;

		MeterKeyNames(String name, Set<String> allowedValues) {
			this.name = name;
			this.allowedValues = allowedValues;
		}

		@Override
		public String asString() {
			return this.name;
		}

		@Override
		public Set<String> allowedValues() {
			return this.allowedValues;
		}

	}

	/**
	 * Meters of {@link EigiClientMetrics}.
	 */
	public enum Meters {

		/**
		 * Attempts by what they came to.
		 */
		ATTEMPTS("eigi.client.attempts", "counter", null, "Attempts to send a request", LowCardinalityKeyNames.ACCOUNT,
				LowCardinalityKeyNames.OPERATION, MeterKeyNames.ATTEMPT_RESULT, MeterKeyNames.ATTEMPT_REPEATED),

		/**
		 * Waits for permits, those of no time too.
		 */
		PERMIT_WAIT("eigi.client.permit.wait", "timer", null, "Wait for a permit, cool-downs included",
				LowCardinalityKeyNames.ACCOUNT, MeterKeyNames.PERMIT_WAIT_RESULT),

		/**
		 * Time to the first text of streams.
		 */
		STREAM_FIRST_TEXT("eigi.client.stream.first.text", "timer", null,
				"Time from a request's leaving to the first text of its stream", LowCardinalityKeyNames.ACCOUNT,
				LowCardinalityKeyNames.OPERATION),

		/**
		 * Time between two texts.
		 */
		STREAM_TEXT_GAP("eigi.client.stream.text.gap", "timer", null, "Time between two texts of a stream",
				LowCardinalityKeyNames.ACCOUNT, LowCardinalityKeyNames.OPERATION),

		/**
		 * Texts of a stream.
		 */
		STREAM_TEXTS("eigi.client.stream.texts", "summary", "texts", "Texts delivered of a stream",
				LowCardinalityKeyNames.ACCOUNT, LowCardinalityKeyNames.OPERATION, LowCardinalityKeyNames.OUTCOME),

		/**
		 * Characters of a stream.
		 */
		STREAM_CHARACTERS("eigi.client.stream.characters", "summary", "characters", "Characters delivered of a stream",
				LowCardinalityKeyNames.ACCOUNT, LowCardinalityKeyNames.OPERATION, LowCardinalityKeyNames.OUTCOME),

		/**
		 * Requests that may leave at once.
		 */
		PERMITS_AVAILABLE("eigi.client.permits.available", "gauge", null,
				"Requests that may leave at once; none during a cool-down, not a number without a limit",
				LowCardinalityKeyNames.ACCOUNT),

		/**
		 * Requests that wait for a permit.
		 */
		PERMITS_PENDING("eigi.client.permits.pending", "gauge", null, "Requests that wait for a permit",
				LowCardinalityKeyNames.ACCOUNT),

		/**
		 * What is left of a cool-down.
		 */
		COOL_DOWN("eigi.client.cool.down", "gauge", "seconds", "What is left of a cool-down, zero if there is none",
				LowCardinalityKeyNames.ACCOUNT),

		/**
		 * Connections in use.
		 */
		CONNECTIONS_ACTIVE("eigi.client.connections.active", "gauge", null, "Connections that a request occupies",
				LowCardinalityKeyNames.ACCOUNT),

		/**
		 * Requests that wait for a connection.
		 */
		CONNECTIONS_PENDING("eigi.client.connections.pending", "gauge", null, "Requests that wait for a connection",
				LowCardinalityKeyNames.ACCOUNT),

		/**
		 * Connections that may be in use.
		 */
		CONNECTIONS_MAX("eigi.client.connections.max", "gauge", null, "Connections that may be in use at the same time",
				LowCardinalityKeyNames.ACCOUNT);

		private final String name;

		private final String type;

		private final @Nullable String baseUnit;

		private final String description;

		private final List<BoundedKeyName> keyNames;

		Meters(String name, String type, @Nullable String baseUnit, String description, BoundedKeyName... keyNames) {
			this.name = name;
			this.type = type;
			this.baseUnit = baseUnit;
			this.description = description;
			this.keyNames = List.of(keyNames);
		}

		/**
		 * Name of the meter.
		 * @return the name
		 */
		public String getName() {
			return this.name;
		}

		/**
		 * Kind of the meter: counter, timer, summary or gauge.
		 * @return the kind
		 */
		public String getType() {
			return this.type;
		}

		/**
		 * Unit of its values.
		 * @return the unit, or {@code null} if it is told by the name or the kind
		 */
		public @Nullable String getBaseUnit() {
			return this.baseUnit;
		}

		/**
		 * What it measures.
		 * @return a sentence without its end
		 */
		public String getDescription() {
			return this.description;
		}

		/**
		 * Its tags.
		 * @return the keys
		 */
		public List<BoundedKeyName> getKeyNames() {
			return this.keyNames;
		}

	}

}
