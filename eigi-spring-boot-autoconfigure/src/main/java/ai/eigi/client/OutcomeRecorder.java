package ai.eigi.client;

import java.time.Instant;
import java.util.function.Supplier;

import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiAuthenticationException;
import ai.eigi.client.error.EigiDecodingException;
import ai.eigi.client.error.EigiOutcomeUnknownException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.client.error.EigiTransportException;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.OperationEvents;
import ai.eigi.client.transport.OperationListener;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Remembers how the last operations of one client ended. There is nothing to remember of
 * a single one, so it hears all of them itself.
 */
final class OutcomeRecorder implements OperationListener, OperationEvents {

	private static final Outcomes NOTHING = new Outcomes(null, null, 0);

	private volatile Outcomes outcomes = NOTHING;

	private volatile Supplier<Instant> clock = Instant::now;

	void readTimeFrom(EigiTransport transport) {
		this.clock = transport::now;
	}

	synchronized void forget() {
		this.outcomes = NOTHING;
	}

	Outcomes outcomes() {
		return this.outcomes;
	}

	@Override
	public OperationEvents begun(EigiTransport transport, ApiCall call, boolean streamed, ContextView context) {
		return this;
	}

	@Override
	public synchronized void completed() {
		this.outcomes = new Outcomes(this.clock.get(), this.outcomes.lastFailure(), 0);
	}

	@Override
	public void failed(Throwable error) {
		if (isAnswer(error)) {
			completed();
			return;
		}
		EigiFailureKind kind = kindOf(error);
		if (kind != null) {
			failed(kind);
		}
	}

	private synchronized void failed(EigiFailureKind kind) {
		int counts = (kind != EigiFailureKind.RATE_LIMIT) ? 1 : 0;
		this.outcomes = new Outcomes(this.outcomes.lastAnswer(),
				new EigiClientStatus.LastFailure(kind, this.clock.get()), this.outcomes.consecutiveFailures() + counts);
	}

	/**
	 * Whether the service has refused one request for what it is, which takes a good key
	 * and a service that works.
	 */
	private static boolean isAnswer(Throwable error) {
		Integer status = statusOf(error);
		return status != null && status >= 400 && status < 500 && status != 401 && status != 408 && status != 429;
	}

	private static @Nullable EigiFailureKind kindOf(Throwable error) {
		if (error instanceof EigiAuthenticationException) {
			return EigiFailureKind.AUTHENTICATION;
		}
		if (error instanceof EigiApiKeyUnavailableException) {
			return EigiFailureKind.KEY_UNAVAILABLE;
		}
		if (error instanceof EigiRateLimitedException) {
			return EigiFailureKind.RATE_LIMIT;
		}
		Integer status = statusOf(error);
		if (status != null && (status >= 500 || status == 408)) {
			return EigiFailureKind.SERVER;
		}
		if (error instanceof EigiDecodingException || (status != null && status < 400)) {
			return EigiFailureKind.UNREADABLE;
		}
		boolean network = error instanceof EigiTransportException || error instanceof EigiStreamInterruptedException
				|| error instanceof EigiOutcomeUnknownException;
		return network ? EigiFailureKind.NETWORK : null;
	}

	private static @Nullable Integer statusOf(Throwable error) {
		if (error instanceof EigiApiException api) {
			return api.status();
		}
		return (error instanceof EigiOutcomeUnknownException unknown) ? unknown.status() : null;
	}

	/**
	 * How operations ended.
	 *
	 * @param lastAnswer when the service last answered as it should
	 * @param lastFailure what last went wrong
	 * @param consecutiveFailures how often since the last answer
	 */
	record Outcomes(@Nullable Instant lastAnswer, EigiClientStatus.@Nullable LastFailure lastFailure,
			int consecutiveFailures) {
	}

}
