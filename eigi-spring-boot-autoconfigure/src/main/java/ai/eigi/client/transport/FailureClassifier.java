package ai.eigi.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import ai.eigi.client.error.ApiAnswer;
import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.PrematureCloseException;
import reactor.pool.PoolAcquireTimeoutException;
import reactor.pool.PoolShutdownException;

import org.springframework.core.codec.CodecException;
import org.springframework.core.codec.EncodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.web.reactive.function.UnsupportedMediaTypeException;
import org.springframework.web.reactive.function.client.WebClientException;

/**
 * Tells from an error and the evidence of its attempt what went wrong. Looks at causes
 * first: a stream that was cut surfaces as an answer of status 200. Takes nothing but
 * harmless words along, since Spring's exceptions carry the request's headers and
 * address.
 */
final class FailureClassifier {

	private FailureClassifier() {
	}

	/**
	 * Classify an error.
	 * @return the failure, or {@code null} for an error of the application's own filter
	 * before anything was sent, which is the application's to handle
	 */
	static @Nullable Failure classify(Throwable error, Attempt attempt) {
		StatusException status = find(error, StatusException.class);
		if (status != null) {
			return new Failure(Failure.Kind.STATUS, "", status.answer(), status.fieldErrors(), null);
		}
		PermitGate.PermitRefusedException refused = find(error, PermitGate.PermitRefusedException.class);
		if (refused != null) {
			return new Failure(Failure.Kind.PERMIT_REFUSED, "", ApiAnswer.NONE, List.of(), refused.neededWait());
		}
		if (find(error, PermitGate.ClientClosedException.class) != null
				|| (!attempt.isSent() && find(error, PoolShutdownException.class) != null)) {
			return new Failure(Failure.Kind.CLOSED, "the client was closed");
		}
		if (attempt.isLate()) {
			return new Failure(Failure.Kind.BROKEN, "the answer did not come within its time limit "
					+ "(eigi.http.response-timeout; for a stream eigi.http.stream-first-text-timeout)");
		}
		return attempt.isSent() ? afterSending(error) : beforeSending(error, attempt);
	}

	private static @Nullable Failure beforeSending(Throwable error, Attempt attempt) {
		GuardedConnector.RefusedRequestException refused = find(error, GuardedConnector.RefusedRequestException.class);
		if (refused != null) {
			return new Failure(Failure.Kind.NOT_SENDABLE, String.valueOf(refused.getMessage()));
		}
		if (find(error, EncodingException.class) != null || find(error, CodecException.class) != null) {
			return new Failure(Failure.Kind.NOT_SENDABLE,
					"the request cannot be written as JSON; look at the values in its metadata");
		}
		return attempt.isConnectFailed() ? new Failure(Failure.Kind.NOT_SENT, describe(root(error))) : null;
	}

	private static Failure afterSending(Throwable error) {
		UnreadableAnswerException unreadable = find(error, UnreadableAnswerException.class);
		if (unreadable != null) {
			return new Failure(Failure.Kind.UNREADABLE, String.valueOf(unreadable.getMessage()));
		}
		if (find(error, DataBufferLimitException.class) != null) {
			return new Failure(Failure.Kind.UNREADABLE,
					"it is larger than the codecs allow (spring.http.codecs.max-in-memory-size)");
		}
		if (find(error, UnsupportedMediaTypeException.class) != null
				|| find(error, InvalidMediaTypeException.class) != null
				|| find(error, InvalidMimeTypeException.class) != null) {
			return new Failure(Failure.Kind.UNREADABLE, "it is not JSON");
		}
		GuardedConnector.RefusedRequestException refused = find(error, GuardedConnector.RefusedRequestException.class);
		if (refused != null) {
			return new Failure(Failure.Kind.BROKEN, String.valueOf(refused.getMessage()));
		}
		Throwable root = root(error);
		if (find(error, CodecException.class) != null && !(root instanceof IOException)) {
			return new Failure(Failure.Kind.UNREADABLE, "it is not valid JSON");
		}
		return new Failure(Failure.Kind.BROKEN, describe(root));
	}

	/**
	 * What broke, in words of ours: the texts of transport exceptions may hold addresses
	 * with queries.
	 */
	static String describe(Throwable root) {
		if (root instanceof TimeLimitException limit) {
			return String.valueOf(limit.getMessage());
		}
		if (root instanceof PoolAcquireTimeoutException) {
			return "no connection became free in time (eigi.http.max-connections, eigi.http.response-timeout)";
		}
		if (root instanceof UnknownHostException) {
			return "the host name cannot be resolved";
		}
		if (root instanceof ConnectTimeoutException) {
			return "no connection within eigi.http.connect-timeout";
		}
		if (root instanceof ConnectException) {
			return "the connection was refused";
		}
		if (root instanceof SSLException || root instanceof GeneralSecurityException) {
			return "the TLS connection failed (" + root.getClass().getSimpleName() + ": "
					+ Redactor.mask(String.valueOf(root.getMessage()), List.of()) + ")";
		}
		if (root instanceof PrematureCloseException) {
			return "the server closed the connection too early";
		}
		if (root instanceof TimeoutException) {
			return "a time limit passed";
		}
		if (root instanceof IOException) {
			return "the connection broke (" + Redactor.mask(String.valueOf(root.getMessage()), List.of()) + ")";
		}
		return "the exchange failed (" + root.getClass().getSimpleName() + ")";
	}

	private static Throwable root(Throwable error) {
		Throwable root = error;
		for (int depth = 0; depth < 20 && root.getCause() != null; depth++) {
			root = root.getCause();
		}
		return (root instanceof WebClientException && error != root) ? error : root;
	}

	private static <T extends Throwable> @Nullable T find(Throwable error, Class<T> type) {
		Throwable current = error;
		for (int depth = 0; depth < 20 && current != null; depth++) {
			if (type.isInstance(current)) {
				return type.cast(current);
			}
			current = current.getCause();
		}
		return null;
	}

	/**
	 * One of the client's own time limits passed.
	 */
	static final class TimeLimitException extends RuntimeException {

		TimeLimitException(String message) {
			super(message, null, false, false);
		}

	}

}
