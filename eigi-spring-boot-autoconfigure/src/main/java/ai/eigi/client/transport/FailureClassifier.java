package ai.eigi.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import ai.eigi.client.error.ApiAnswer;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
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

	static final String CLIENT_CLOSED = "the client was closed";

	// the first that is found among the causes counts
	private static final Map<Class<? extends Throwable>, String> KNOWN = known();

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
			return new Failure(Failure.Kind.CLOSED, CLIENT_CLOSED);
		}
		if (attempt.isClosed()) {
			return attempt.isSent() ? failure(Failure.Kind.BROKEN, attempt, CLIENT_CLOSED)
					: new Failure(Failure.Kind.CLOSED, CLIENT_CLOSED);
		}
		if (attempt.isLate() && !attempt.isSent()) {
			return new Failure(Failure.Kind.NOT_SENT, "no connection within eigi.http.connect-timeout");
		}
		if (attempt.isLate()) {
			return failure(Failure.Kind.BROKEN, attempt, "the answer did not come within its time limit "
					+ "(eigi.http.response-timeout; for a stream eigi.http.stream-first-text-timeout)");
		}
		return attempt.isSent() ? afterSending(error, attempt) : beforeSending(error, attempt);
	}

	private static @Nullable Failure beforeSending(Throwable error, Attempt attempt) {
		GuardedConnector.RefusedRequestException refused = find(error, GuardedConnector.RefusedRequestException.class);
		if (refused != null) {
			return new Failure(Failure.Kind.NOT_SENDABLE, String.valueOf(refused.getMessage()));
		}
		if (find(error, EncodingException.class) != null || find(error, CodecException.class) != null) {
			return new Failure(Failure.Kind.NOT_SENDABLE,
					"the request cannot be written as JSON; look at the values in its metadata, and at those of keys you added");
		}
		return attempt.isConnectFailed() ? new Failure(Failure.Kind.NOT_SENT, describe(error)) : null;
	}

	private static Failure afterSending(Throwable error, Attempt attempt) {
		UnreadableAnswerException unreadable = find(error, UnreadableAnswerException.class);
		if (unreadable != null) {
			return failure(Failure.Kind.UNREADABLE, attempt, String.valueOf(unreadable.getMessage()));
		}
		if (find(error, DataBufferLimitException.class) != null) {
			return failure(Failure.Kind.UNREADABLE, attempt,
					"it is larger than the codecs allow (spring.http.codecs.max-in-memory-size)");
		}
		if (find(error, UnsupportedMediaTypeException.class) != null
				|| find(error, InvalidMediaTypeException.class) != null
				|| find(error, InvalidMimeTypeException.class) != null) {
			return failure(Failure.Kind.UNREADABLE, attempt, "it is not JSON");
		}
		GuardedConnector.RefusedRequestException refused = find(error, GuardedConnector.RefusedRequestException.class);
		if (refused != null) {
			return failure(Failure.Kind.BROKEN, attempt, String.valueOf(refused.getMessage()));
		}
		if (find(error, CodecException.class) != null && find(error, IOException.class) == null) {
			return failure(Failure.Kind.UNREADABLE, attempt, "it is not valid JSON");
		}
		return failure(Failure.Kind.BROKEN, attempt, describe(error));
	}

	private static Failure failure(Failure.Kind kind, Attempt attempt, String reason) {
		return new Failure(kind, reason, attempt.answer(), List.of(), null);
	}

	/**
	 * What broke, in words of ours: the texts of transport exceptions may hold addresses
	 * with queries.
	 */
	static String describe(Throwable error) {
		TimeLimitException limit = find(error, TimeLimitException.class);
		if (limit != null) {
			return String.valueOf(limit.getMessage());
		}
		for (Map.Entry<Class<? extends Throwable>, String> known : KNOWN.entrySet()) {
			if (find(error, known.getKey()) != null) {
				return known.getValue();
			}
		}
		Throwable root = root(error);
		if (find(error, SSLException.class) != null || root instanceof GeneralSecurityException) {
			return "the TLS connection failed" + inBrackets(root);
		}
		if (root instanceof IOException) {
			return "the connection broke" + inBrackets(root);
		}
		return "the exchange failed (" + root.getClass().getSimpleName() + ")";
	}

	private static String inBrackets(Throwable ex) {
		String message = (ex.getMessage() != null) ? ": " + Redactor.mask(ex.getMessage(), List.of()) : "";
		return " (" + ex.getClass().getSimpleName() + message + ")";
	}

	private static Map<Class<? extends Throwable>, String> known() {
		Map<Class<? extends Throwable>, String> known = new LinkedHashMap<>();
		known.put(PoolAcquireTimeoutException.class,
				"no connection became free in time (eigi.http.max-connections, eigi.http.response-timeout)");
		known.put(UnknownHostException.class, "the host name cannot be resolved");
		known.put(UnresolvedAddressException.class, "the host name cannot be resolved");
		known.put(ProxyConnectException.class, "the proxy made no connection; check its address and credentials");
		known.put(ConnectTimeoutException.class, "no connection within eigi.http.connect-timeout");
		known.put(ConnectException.class, "the connection was refused");
		known.put(PrematureCloseException.class, "the server closed the connection too early");
		known.put(TimeoutException.class, "a time limit passed");
		known.put(RejectedExecutionException.class, "the client was closed");
		return known;
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
