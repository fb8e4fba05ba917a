package ai.eigi.client.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import ai.eigi.client.error.EigiException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.http.HttpHeaders;

/**
 * Tells those who listen what becomes of one operation: in order, its end once, and
 * whatever they do. Where nobody listens there is one instance for all operations, and
 * nothing is added to the pipeline.
 */
final class Operation {

	private static final Log logger = LogFactory.getLog(OperationListener.class);

	private static final Operation UNHEARD = new Operation(new OperationEvents[0]);

	private final OperationEvents[] listening;

	private final AtomicBoolean over = new AtomicBoolean();

	private volatile boolean handedOut;

	private volatile boolean complained;

	private Operation(OperationEvents[] listening) {
		this.listening = listening;
	}

	static Operation begin(List<OperationListener> listeners, EigiTransport transport, ApiCall call, boolean streamed,
			ContextView context) {
		if (listeners.isEmpty()) {
			return UNHEARD;
		}
		OperationEvents[] listening = listeners.stream()
			.map((listener) -> begin(listener, transport, call, streamed, context))
			.filter(Objects::nonNull)
			.toArray(OperationEvents[]::new);
		return (listening.length > 0) ? new Operation(listening) : UNHEARD;
	}

	private static @Nullable OperationEvents begin(OperationListener listener, EigiTransport transport, ApiCall call,
			boolean streamed, ContextView context) {
		try {
			return listener.begun(transport, call, streamed, context);
		}
		catch (Throwable ex) {
			warn(ex, listener);
			return null;
		}
	}

	/**
	 * An operation that nobody hears of.
	 */
	static Operation unheard() {
		return UNHEARD;
	}

	/**
	 * Tell listeners of a client something about it.
	 */
	static void tell(List<OperationListener> listeners, Consumer<OperationListener> what) {
		for (OperationListener listener : listeners) {
			try {
				what.accept(listener);
			}
			catch (Throwable ex) {
				warn(ex, listener);
			}
		}
	}

	/**
	 * Tell how it ends. What is streamed has not ended when it was handed out: it is told
	 * of by whoever reads it.
	 */
	<T> Mono<T> watch(Mono<T> result, boolean streamed) {
		if (!isHeard()) {
			return result;
		}
		return result.doOnSuccess((value) -> {
			this.handedOut = streamed && value != null;
			if (!this.handedOut) {
				completed();
			}
		}).doOnError(this::failed).doOnCancel(() -> {
			if (!this.handedOut) {
				cancelled();
			}
		}).contextWrite(this::context);
	}

	/**
	 * Tell how long a permit was waited for.
	 */
	<T> Mono<T> watchPermit(Mono<T> permit) {
		if (!isHeard()) {
			return permit;
		}
		return Mono.defer(() -> {
			long since = System.nanoTime();
			AtomicBoolean waiting = new AtomicBoolean(true);
			Consumer<OperationEvents.PermitWait> ended = (end) -> {
				if (waiting.getAndSet(false)) {
					long nanos = System.nanoTime() - since;
					tell((events) -> events.permitWaited(nanos, end));
				}
			};
			return permit.doOnNext((granted) -> ended.accept(OperationEvents.PermitWait.GRANTED))
				.doOnError((ex) -> ended.accept(OperationEvents.PermitWait.REFUSED))
				.doOnCancel(() -> ended.accept(OperationEvents.PermitWait.ABANDONED));
		});
	}

	/**
	 * Whether anybody listens.
	 */
	boolean isHeard() {
		return this.listening.length > 0;
	}

	Context context(Context context) {
		Context result = context;
		for (OperationEvents events : this.listening) {
			try {
				result = events.context(result);
			}
			catch (Throwable ex) {
				complain(ex, events);
			}
		}
		return result;
	}

	void attemptBegun(int number, HttpHeaders headers) {
		if (isHeard() && !this.over.get()) {
			tell((events) -> events.attemptBegun(number, headers));
		}
	}

	void sent() {
		if (isHeard() && !this.over.get()) {
			tell(OperationEvents::sent);
		}
	}

	void answered(int status) {
		if (isHeard() && !this.over.get()) {
			tell((events) -> events.answered(status));
		}
	}

	void attemptFailed(Failure failure, EigiException exception, @Nullable Duration repeatedAfter,
			@Nullable Duration coolDown) {
		if (isHeard() && !this.over.get()) {
			tell((events) -> events.attemptFailed(failure, exception, repeatedAfter, coolDown));
		}
	}

	void text(int length) {
		for (OperationEvents events : this.listening) {
			try {
				events.text(length);
			}
			catch (Throwable ex) {
				complain(ex, events);
			}
		}
	}

	void completed() {
		end(OperationEvents::completed);
	}

	void failed(Throwable error) {
		if (isHeard()) {
			end((events) -> events.failed(error));
		}
	}

	void cancelled() {
		end(OperationEvents::cancelled);
	}

	private void end(Consumer<OperationEvents> how) {
		if (isHeard() && this.over.compareAndSet(false, true)) {
			tell(how);
		}
	}

	private void tell(Consumer<OperationEvents> what) {
		for (OperationEvents events : this.listening) {
			try {
				what.accept(events);
			}
			catch (Throwable ex) {
				complain(ex, events);
			}
		}
	}

	/**
	 * Once an operation: whoever fails at every piece of text would fill the log.
	 */
	private void complain(Throwable ex, OperationEvents events) {
		Exceptions.throwIfJvmFatal(ex);
		if (!this.complained) {
			this.complained = true;
			warn(ex, events);
		}
	}

	private static void warn(Throwable ex, Object listener) {
		Exceptions.throwIfJvmFatal(ex);
		logger.warn("Listening to an operation failed in " + listener.getClass().getName() + "; the operation goes on",
				ex);
	}

}
