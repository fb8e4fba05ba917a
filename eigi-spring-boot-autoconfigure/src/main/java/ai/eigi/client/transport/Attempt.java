package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import ai.eigi.client.error.ApiAnswer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * One attempt to send a request, the evidence of how far it came, and the limit to its
 * answer. Travels in the Reactor context from the pipeline to the connector.
 */
final class Attempt implements TimeLimits.Watched {

	private final ApiCall call;

	private final @Nullable WireLog wireLog;

	private final Operation operation;

	private final int number;

	private final ApiKey apiKey;

	private final ApiKeys apiKeys;

	private final TimeLimits timeLimits;

	private final Duration connectLimit;

	private final Duration limit;

	private final Sinks.Empty<Void> expired = Sinks.empty();

	private volatile boolean sent;

	private volatile boolean connectFailed;

	private volatile boolean answered;

	private volatile boolean handedOut;

	private volatile boolean late;

	private volatile boolean closed;

	private volatile @Nullable HttpStatusCode status;

	private volatile @Nullable HttpHeaders headers;

	private final Disposable.Composite exchanges = Disposables.composite();

	private boolean watched;

	private long connectingSince;

	private volatile long sentAt;

	Attempt(ApiCall call, @Nullable WireLog wireLog, Operation operation, int number, ApiKey apiKey, ApiKeys apiKeys,
			TimeLimits timeLimits, Duration connectLimit, Duration limit) {
		this.call = call;
		this.wireLog = wireLog;
		this.operation = operation;
		this.number = number;
		this.apiKey = apiKey;
		this.apiKeys = apiKeys;
		this.timeLimits = timeLimits;
		this.connectLimit = connectLimit;
		this.limit = limit;
	}

	static @Nullable Attempt from(ContextView context) {
		return context.getOrDefault(Attempt.class, null);
	}

	Effect effect() {
		return this.call.effect();
	}

	/**
	 * What the address says and does not show.
	 */
	HiddenQuery query() {
		return this.call.query();
	}

	/**
	 * Who writes down what it sends and receives, if anybody does.
	 */
	@Nullable WireLog wireLog() {
		return this.wireLog;
	}

	/**
	 * What it is an attempt at.
	 */
	Operation operation() {
		return this.operation;
	}

	/**
	 * It begins with a request of these headers.
	 */
	void begin(HttpHeaders headers) {
		this.operation.attemptBegun(this.number, headers);
	}

	/**
	 * The key it carries.
	 */
	ApiKey apiKey() {
		return this.apiKey;
	}

	/**
	 * What must stand in no exception and no log, should the service repeat it: what the
	 * user sent, and the keys of before and after a rotation.
	 */
	List<String> confidential() {
		List<String> confidential = new ArrayList<>(this.call.confidential());
		confidential.addAll(this.apiKeys.secrets(this.apiKey));
		return confidential;
	}

	/**
	 * A connection is being made from now on.
	 */
	synchronized void markConnecting() {
		this.connectingSince = System.nanoTime();
		if (!this.watched) {
			this.watched = true;
			this.timeLimits.watch(this);
		}
	}

	/**
	 * Whether it still waits for a permit or a place among the connections.
	 */
	synchronized boolean isWaiting() {
		return !this.watched;
	}

	/**
	 * The request is being written from now on, and the limit to its answer counts: not
	 * while it waits for a permit or a connection.
	 * @return whether it may be: what does more than read is written once, and nothing
	 * after its caller was told that it was not sent
	 */
	synchronized boolean markSent() {
		if (this.late || (this.sent && effect() != Effect.READ)) {
			return false;
		}
		this.sentAt = System.nanoTime();
		this.sent = true;
		return true;
	}

	/**
	 * The connector itself failed before anything was written.
	 */
	void markConnectFailed() {
		this.connectFailed = true;
	}

	/**
	 * An answer has begun.
	 */
	void markStatus(HttpStatusCode status, HttpHeaders headers) {
		this.headers = headers;
		this.status = status;
	}

	/**
	 * The beginning of the answer, as far as there was one.
	 */
	ApiAnswer answer() {
		HttpStatusCode status = this.status;
		HttpHeaders headers = this.headers;
		return (status != null && headers != null)
				? new ApiAnswer(status.value(), null, ErrorAnswerReader.kept(headers, confidential()), null)
				: ApiAnswer.NONE;
	}

	/**
	 * An exchange is under way for it, and is thrown away when nobody needs it any more:
	 * its answer may have got lost among the filters of the application.
	 */
	void own(Disposable exchange) {
		this.exchanges.add(exchange);
	}

	/**
	 * Its answer outlives it, until {@link #letGo()} is called.
	 */
	void handOut() {
		this.handedOut = true;
	}

	/**
	 * Throw away what has been read to its end or will be read by nobody.
	 */
	void letGo() {
		this.exchanges.dispose();
	}

	/**
	 * What the limit counts for is there, or nobody waits for it any more.
	 */
	void end(SignalType signal) {
		this.answered = true;
		if (signal != SignalType.ON_COMPLETE || !this.handedOut) {
			letGo();
		}
	}

	@Override
	public synchronized boolean isOver(long now) {
		if (this.answered) {
			return true;
		}
		boolean passed = this.sent ? now - this.sentAt >= this.limit.toNanos()
				: now - this.connectingSince >= this.connectLimit.toNanos();
		if (passed) {
			this.late = true;
			this.expired.tryEmitEmpty();
		}
		return passed;
	}

	@Override
	public synchronized void close() {
		if (!this.answered) {
			this.closed = true;
			this.late = true;
			this.expired.tryEmitEmpty();
		}
	}

	/**
	 * Whether the client was closed before the answer was there.
	 */
	boolean isClosed() {
		return this.closed;
	}

	boolean isSent() {
		return this.sent;
	}

	boolean isConnectFailed() {
		return this.connectFailed;
	}

	/**
	 * Whether the answer was not there within its limit.
	 */
	boolean isLate() {
		return this.late;
	}

	/**
	 * How long the request has waited for its answer.
	 */
	Duration waited() {
		return Duration.ofNanos(System.nanoTime() - this.sentAt);
	}

	/**
	 * Completes when the limit has passed.
	 */
	Mono<Void> expired() {
		return this.expired.asMono();
	}

}
