package ai.eigi.client.error;

/**
 * The network failed and nothing can have happened: either nothing was sent
 * ({@link #requestSent()} is {@code false}), or the request only reads.
 *
 * @since 0.1.0
 */
public class EigiTransportException extends EigiException {

	private final boolean requestSent;

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param requestSent whether the request, or a part of it, may have left
	 */
	public EigiTransportException(String operation, String message, boolean requestSent) {
		super(operation, message);
		this.requestSent = requestSent;
	}

	/**
	 * Whether the request, or a part of it, may have left this machine. Always
	 * {@code false} for anything but a pure read.
	 * @return whether it may have been sent
	 */
	public boolean requestSent() {
		return this.requestSent;
	}

}
