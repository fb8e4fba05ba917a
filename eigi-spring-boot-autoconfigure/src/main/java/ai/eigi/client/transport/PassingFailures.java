package ai.eigi.client.transport;

import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiTransportException;

/**
 * Failures of a read that are over after a while without anybody doing something about
 * them, as far as their type tells. Whoever reads again and again waits them out.
 *
 * @since 0.1.0
 */
public final class PassingFailures {

	private PassingFailures() {
	}

	/**
	 * Whether the same read may succeed later. Not where the service refused it, and the
	 * key in particular.
	 * @param failure what a read ended with
	 * @return whether reading again is worth it
	 */
	public static boolean include(Throwable failure) {
		return failure instanceof EigiServerException || failure instanceof EigiTransportException
				|| failure instanceof EigiRateLimitedException || failure instanceof EigiPermitTimeoutException
				|| failure instanceof EigiApiKeyUnavailableException;
	}

}
