package ai.eigi.client.agent;

import ai.eigi.client.transport.WireValue;

/**
 * How a language model of one's own is talked to. The list is open: a value that this
 * client has no constant for survives reading and writing.
 *
 * @since 0.1.0
 */
public final class LlmApiType extends WireValue {

	/**
	 * Chat completions, the service's default.
	 */
	public static final LlmApiType CHAT_COMPLETION = new LlmApiType("CHAT_COMPLETION");

	/**
	 * Responses.
	 */
	public static final LlmApiType RESPONSES = new LlmApiType("RESPONSES");

	private LlmApiType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static LlmApiType of(String value) {
		return new LlmApiType(value);
	}

}
