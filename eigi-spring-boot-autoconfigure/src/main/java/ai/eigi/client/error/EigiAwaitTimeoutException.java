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

	private final String conversationId;

	private final @Nullable String lastStatus;

	/**
	 * Create an exception.
	 * @param operation the operation that gave up
	 * @param conversationId the conversation that was waited for
	 * @param lastStatus its status when it was last read
	 * @param atMost how long it was waited for
	 */
	public EigiAwaitTimeoutException(String operation, String conversationId, @Nullable String lastStatus,
			Duration atMost) {
		super(operation,
				"Conversation %s did not reach a final status within %s (last seen: %s). ".formatted(conversationId,
						atMost, lastStatus) + "It goes on at eigi: wait again with a longer bound, or read it later.");
		this.conversationId = conversationId;
		this.lastStatus = lastStatus;
	}

	/**
	 * Conversation that was waited for.
	 * @return its id
	 */
	public String conversationId() {
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
