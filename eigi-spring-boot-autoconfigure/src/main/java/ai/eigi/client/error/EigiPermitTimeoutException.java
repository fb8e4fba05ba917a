package ai.eigi.client.error;

import java.time.Duration;

/**
 * The request was not sent, because the client's own limiter, or the pause after the
 * service answered 429, would have held it back for longer than
 * {@code eigi.rate-limit.max-wait}.
 *
 * @since 0.1.0
 */
public class EigiPermitTimeoutException extends EigiException {

	private final transient Duration neededWait;

	/**
	 * Create an exception.
	 * @param operation the operation that failed
	 * @param message what happened and what to do about it
	 * @param neededWait how long the request would have had to wait, as far as known
	 */
	public EigiPermitTimeoutException(String operation, String message, Duration neededWait) {
		super(operation, message);
		this.neededWait = neededWait;
	}

	/**
	 * How long the request would have had to wait from when it was refused, as far as
	 * that could be known.
	 * @return the wait
	 */
	public Duration neededWait() {
		return this.neededWait;
	}

}
