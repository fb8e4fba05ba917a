package ai.eigi.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A streamed answer broke off after its first text. What was delivered stays valid; the
 * rest is lost to the client, though the agent may have finished its turn: read the
 * session to find out. Never repeated automatically, since the reader would see words
 * twice.
 *
 * @since 0.1.0
 */
public class EigiStreamInterruptedException extends EigiException {

	private final @Nullable String sessionId;

	private final transient String deliveredText;

	private final long deliveredLength;

	/**
	 * Create an exception.
	 * @param operation the operation that was interrupted
	 * @param message what happened and what to do about it
	 * @param sessionId session of the chat, if the service told it
	 * @param deliveredText the beginning of what was delivered
	 * @param deliveredLength how many characters were delivered
	 */
	public EigiStreamInterruptedException(String operation, String message, @Nullable String sessionId,
			String deliveredText, long deliveredLength) {
		super(operation, message);
		this.sessionId = sessionId;
		this.deliveredText = deliveredText;
		this.deliveredLength = deliveredLength;
	}

	/**
	 * Session of the chat, to go on with or to read.
	 * @return the id, or {@code null} if the service did not tell it
	 */
	public @Nullable String sessionId() {
		return this.sessionId;
	}

	/**
	 * What the reader has got, from the beginning up to 65,536 characters. These are the
	 * agent's words: they appear in no message and no {@code toString}.
	 * @return the text, shorter than {@link #deliveredLength()} if the bound was passed
	 */
	public String deliveredText() {
		return (this.deliveredText != null) ? this.deliveredText : "";
	}

	/**
	 * How much the reader has got.
	 * @return number of characters (UTF-16 units) delivered in all
	 */
	public long deliveredLength() {
		return this.deliveredLength;
	}

}
