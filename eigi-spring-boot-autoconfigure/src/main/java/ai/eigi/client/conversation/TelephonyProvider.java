package ai.eigi.client.conversation;

import ai.eigi.client.transport.WireValue;

/**
 * Provider that carries a phone call. The list is open: a value that this client has no
 * constant for survives reading and writing.
 *
 * @since 0.1.0
 */
public final class TelephonyProvider extends WireValue {

	/**
	 * Plivo, the service's default.
	 */
	public static final TelephonyProvider PLIVO = new TelephonyProvider("PLIVO");

	/**
	 * Twilio.
	 */
	public static final TelephonyProvider TWILIO = new TelephonyProvider("TWILIO");

	private TelephonyProvider(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static TelephonyProvider of(String value) {
		return new TelephonyProvider(value);
	}

}
