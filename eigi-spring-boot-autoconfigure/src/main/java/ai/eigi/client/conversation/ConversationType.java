package ai.eigi.client.conversation;

import ai.eigi.client.transport.WireValue;

/**
 * Channel of a conversation. The list is open: a value that this client has no constant
 * for survives reading and writing.
 *
 * @since 0.1.0
 */
public final class ConversationType extends WireValue {

	/**
	 * Voice in a browser.
	 */
	public static final ConversationType DAILY = new ConversationType("DAILY");

	/**
	 * A phone call.
	 */
	public static final ConversationType TELEPHONY = new ConversationType("TELEPHONY");

	/**
	 * WhatsApp.
	 */
	public static final ConversationType WHATSAPP = new ConversationType("WHATSAPP");

	/**
	 * Written chat.
	 */
	public static final ConversationType CHAT = new ConversationType("CHAT");

	private ConversationType(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static ConversationType of(String value) {
		return new ConversationType(value);
	}

}
