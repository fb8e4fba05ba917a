package ai.eigi.client.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A conversation did not reach a final status within the time its caller was willing to
 * wait. It goes on at eigi; wait again, or read it later.
 *
 * @since 0.1.0
 */
public class EigiAwaitTimeoutException extends EigiException {

	private final @Nullable String conversationId;

	private final @Nullable String lastStatus;

	/**
	 * Create an exception.
	 * @param operation the operation that gave up
	 * @param conversationId the conversation that was waited for, {@code null} for that
	 * of a call that was not found
	 * @param lastStatus its status when it was last read
	 * @param atMost how long it was waited for
	 */
	public EigiAwaitTimeoutException(String operation, @Nullable String conversationId, @Nullable String lastStatus,
			Duration atMost) {
		super(operation, (conversationId != null)
				? "Conversation %s did not reach a final status within %s (last seen: %s). ".formatted(conversationId,
						atMost, lastStatus) + "It goes on at eigi: wait again with a longer bound, or read it later."
				: "The conversation of a call was not found within %s. ".formatted(atMost)
						+ "The call may go on at eigi: look for it again later.");
		this.conversationId = conversationId;
		this.lastStatus = lastStatus;
	}

	/**
	 * Conversation that was waited for.
	 * @return its id, or {@code null} where the conversation of a call was not found
	 */
	public @Nullable String conversationId() {
		return this.conversationId;
	}

	/**
	 * Status when it was last read.
	 * @return the wire value, or {@code null} if it was never read
	 */
	public @Nullable String lastStatus() {
		return this.lastStatus;
	}

}
