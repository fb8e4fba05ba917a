package ai.eigi.client.prompt;

import ai.eigi.client.transport.WireValue;

/**
 * What a prompt is for. The list is open: a value that this client has no constant for
 * survives reading and writing.
 *
 * @since 0.1.0
 */
public final class PromptType extends WireValue {

	/**
	 * To talk by, the service's default.
	 */
	public static final PromptType MAIN = new PromptType("main");

	/**
	 * To analyse calls by.
	 */
	public static final PromptType ANALYSIS = new PromptType("analysis");

	private PromptType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static PromptType of(String value) {
		return new PromptType(value);
	}

}
