package ai.eigi.client.agent;

import ai.eigi.client.transport.WireValue;

/**
 * What a variable of an agent takes. The list is open: a value that this client has no
 * constant for survives reading and writing.
 *
 * @since 0.1.0
 */
public final class DynamicVariableType extends WireValue {

	/**
	 * A text.
	 */
	public static final DynamicVariableType STRING = new DynamicVariableType("STRING");

	/**
	 * A number.
	 */
	public static final DynamicVariableType NUMBER = new DynamicVariableType("NUMBER");

	/**
	 * An e-mail address.
	 */
	public static final DynamicVariableType EMAIL = new DynamicVariableType("EMAIL");

	/**
	 * A telephone number.
	 */
	public static final DynamicVariableType PHONE = new DynamicVariableType("PHONE");

	private DynamicVariableType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static DynamicVariableType of(String value) {
		return new DynamicVariableType(value);
	}

}
