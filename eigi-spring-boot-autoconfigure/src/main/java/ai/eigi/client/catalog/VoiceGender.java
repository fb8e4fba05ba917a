package ai.eigi.client.catalog;

import ai.eigi.client.transport.WireValue;

/**
 * How a voice sounds. The list is open: a value that this client has no constant for
 * survives reading and writing.
 *
 * @since 0.1.0
 */
public final class VoiceGender extends WireValue {

	/**
	 * A man's voice.
	 */
	public static final VoiceGender MALE = new VoiceGender("MALE");

	/**
	 * A woman's voice.
	 */
	public static final VoiceGender FEMALE = new VoiceGender("FEMALE");

	/**
	 * Neither.
	 */
	public static final VoiceGender NEUTRAL = new VoiceGender("NEUTRAL");

	private VoiceGender(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static VoiceGender of(String value) {
		return new VoiceGender(value);
	}

}
