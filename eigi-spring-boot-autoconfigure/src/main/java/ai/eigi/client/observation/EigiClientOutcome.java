package ai.eigi.client.observation;

import java.util.LinkedHashMap;
import java.util.Map;

import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiServerException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.client.error.EigiTransportException;

/**
 * How an operation ended, as far as a dashboard or an alert has to tell it apart.
 *
 * @since 0.1.0
 */
public enum EigiClientOutcome {

	/**
	 * Its value was read; of a stream, its whole text.
	 */
	SUCCESS,

	/**
	 * The service refused the request: 4xx but for the two below, or it could not be
	 * written down.
	 */
	CLIENT_ERROR,

	/**
	 * The key is missing, unknown, inactive or expired: 401.
	 */
	AUTHENTICATION,

	/**
	 * The application's supplier of keys gave none. Nothing was sent.
	 */
	KEY_UNAVAILABLE,

	/**
	 * The account sends more than its tier allows: 429.
	 */
	RATE_LIMITED,

	/**
	 * The client's own limit or a cool-down let nothing out in time. Nothing was sent.
	 */
	PERMIT_TIMEOUT,

	/**
	 * The service failed: 5xx, where nothing can have happened.
	 */
	SERVER_ERROR,

	/**
	 * The service answered with a redirect, which is not followed.
	 */
	REDIRECTION,

	/**
	 * The network failed, or the client was closed, where nothing can have happened.
	 */
	TRANSPORT,

	/**
	 * It was sent, there was no usable answer, and it may have happened.
	 */
	OUTCOME_UNKNOWN,

	/**
	 * A stream broke off after its first text.
	 */
	STREAM_INTERRUPTED,

	/**
	 * The answer to a read cannot be understood.
	 */
	DECODING,

	/**
	 * The caller gave up, or nobody has read the stream in time.
	 */
	CANCELLED,

	/**
	 * A filter of the application, or the JVM, failed.
	 */
	OTHER,

	/**
	 * It has not ended.
	 */
	UNKNOWN;

	// the first that fits counts
	private static final Map<Class<? extends Throwable>, EigiClientOutcome> OUTCOMES = outcomes();

	private static Map<Class<? extends Throwable>, EigiClientOutcome> outcomes() {
		Map<Class<? extends Throwable>, EigiClientOutcome> outcomes = new LinkedHashMap<>();
		outcomes.put(EigiAuthenticationException.class, AUTHENTICATION);
		outcomes.put(EigiApiKeyUnavailableException.class, KEY_UNAVAILABLE);
		outcomes.put(EigiRateLimitedException.class, RATE_LIMITED);
		outcomes.put(EigiServerException.class, SERVER_ERROR);
		outcomes.put(EigiApiException.class, CLIENT_ERROR);
		outcomes.put(EigiPermitTimeoutException.class, PERMIT_TIMEOUT);
		outcomes.put(EigiTransportException.class, TRANSPORT);
		outcomes.put(EigiOutcomeUnknownException.class, OUTCOME_UNKNOWN);
		outcomes.put(EigiStreamInterruptedException.class, STREAM_INTERRUPTED);
		outcomes.put(EigiDecodingException.class, DECODING);
		return outcomes;
	}

	/**
	 * The outcome that an error stands for.
	 * @param error what the operation ended with
	 * @return the outcome
	 */
	public static EigiClientOutcome of(Throwable error) {
		if (error instanceof EigiApiException ex && ex.status() != null && ex.status() < 400) {
			return REDIRECTION;
		}
		for (Map.Entry<Class<? extends Throwable>, EigiClientOutcome> outcome : OUTCOMES.entrySet()) {
			if (outcome.getKey().isInstance(error)) {
				return outcome.getValue();
			}
		}
		return OTHER;
	}

}
