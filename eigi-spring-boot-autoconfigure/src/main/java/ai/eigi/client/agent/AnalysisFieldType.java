package ai.eigi.client.agent;

import ai.eigi.client.transport.WireValue;

/**
 * Type of a field that an analysis fills in. The list is open: a value that this client
 * has no constant for survives reading and writing.
 *
 * @since 0.1.0
 */
public final class AnalysisFieldType extends WireValue {

	/**
	 * A text.
	 */
	public static final AnalysisFieldType STRING = new AnalysisFieldType("str");

	/**
	 * A whole number.
	 */
	public static final AnalysisFieldType INTEGER = new AnalysisFieldType("int");

	/**
	 * A number that may have a fraction.
	 */
	public static final AnalysisFieldType FLOAT = new AnalysisFieldType("float");

	/**
	 * A yes or no.
	 */
	public static final AnalysisFieldType BOOLEAN = new AnalysisFieldType("bool");

	/**
	 * An array.
	 */
	public static final AnalysisFieldType LIST = new AnalysisFieldType("list");

	/**
	 * An object.
	 */
	public static final AnalysisFieldType OBJECT = new AnalysisFieldType("dict");

	private static final String OPTIONAL = "Optional[";

	private AnalysisFieldType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static AnalysisFieldType of(String value) {
		return new AnalysisFieldType(value);
	}

	/**
	 * The same type for a field that may be left out.
	 * @return the type
	 */
	public AnalysisFieldType optional() {
		return isOptional() ? this : new AnalysisFieldType(OPTIONAL + value() + "]");
	}

	/**
	 * Whether a field of this type may be left out.
	 * @return whether it may
	 */
	public boolean isOptional() {
		return value().startsWith(OPTIONAL);
	}

}
