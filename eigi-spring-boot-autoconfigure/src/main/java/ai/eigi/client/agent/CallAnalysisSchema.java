package ai.eigi.client.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;

/**
 * The fields that an analysis fills in; the wire's {@code call_analysis_schema}. What was
 * found is told by {@code conversation.analysis()}, under the same names.
 *
 * @since 0.1.0
 */
public final class CallAnalysisSchema extends AgentPart<CallAnalysisSchema> {

	private static final String TYPE = "type";

	private CallAnalysisSchema(WireObject wire) {
		super(wire);
	}

	/**
	 * A schema without fields, to begin with.
	 * @return the part
	 */
	public static CallAnalysisSchema empty() {
		return new CallAnalysisSchema(WireObject.empty());
	}

	static CallAnalysisSchema from(WireObject wire) {
		return new CallAnalysisSchema(wire);
	}

	/**
	 * The same with one more field.
	 * @param name name of the field
	 * @param type its type
	 * @return the part
	 */
	public CallAnalysisSchema withField(String name, AnalysisFieldType type) {
		Objects.requireNonNull(name, "'name' must not be null");
		Objects.requireNonNull(type, "'type' must not be null");
		return set(name, Map.of(TYPE, type));
	}

	/**
	 * The fields with their types, leaving out what has none.
	 * @return an unmodifiable map in the order of the fields
	 */
	public Map<String, AnalysisFieldType> fields() {
		Map<String, AnalysisFieldType> fields = new LinkedHashMap<>();
		for (String name : wire().names()) {
			AnalysisFieldType type = wire().object(name).value(AnalysisFieldType::of, TYPE);
			if (type != null) {
				fields.put(name, type);
			}
		}
		return Collections.unmodifiableMap(fields);
	}

	@Override
	CallAnalysisSchema copy(WireObject wire) {
		return new CallAnalysisSchema(wire);
	}

	@Override
	Set<String> documented() {
		return wire().names();
	}

	@Override
	void check(Require require, String field) {
		for (String name : body().names()) {
			require.valid(!name.isBlank(), field, "must not have a field without a name")
				.given(field + "." + name + ".type", wire().object(name).text(TYPE));
		}
	}

	@Override
	public String toString() {
		return "CallAnalysisSchema" + fields();
	}

}
