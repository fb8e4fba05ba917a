package ai.eigi.webhook;

import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Threads that may block, from start to stop of the application. A task that has begun is
 * not interrupted because nobody waits for it any more: half of a publication is worse
 * than a whole one.
 */
final class Workers {

	private final Scheduler scheduler;

	private final Turnstile tasks = new Turnstile(Integer.MAX_VALUE);

	private final Sinks.Empty<Void> halt = Sinks.empty();

	private volatile boolean halted;

	Workers(Scheduler scheduler) {
		this.scheduler = scheduler;
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * The task's result. Cancelling leaves the task to itself.
	 */
	<T> Mono<T> run(Callable<T> task) {
		Mono<T> result = Mono.create((sink) -> {
			if (!this.tasks.enter()) {
				sink.error(new StoppedException());
				return;
			}
			try {
				this.scheduler.schedule(() -> perform(task, sink));
			}
			catch (RejectedExecutionException ex) {
				this.tasks.leave();
				sink.error(new StoppedException());
			}
		});
		return Mono.firstWithSignal(result, this.halt.asMono().then(Mono.empty()));
	}

	private <T> void perform(Callable<T> task, MonoSink<T> sink) {
		try {
			sink.success(task.call());
		}
		catch (Throwable ex) {
			sink.error(ex);
		}
		finally {
			this.tasks.leave();
		}
	}

	/**
	 * Begin nothing any more.
	 * @return completes when what had begun is done
	 */
	Mono<Void> close() {
		return this.tasks.close();
	}

	/**
	 * Give up what is not done.
	 */
	void halt() {
		this.halted = true;
		this.tasks.close();
		this.halt.tryEmitError(new StoppedException());
		this.scheduler.dispose();
	}

	boolean isHalted() {
		return this.halted;
	}

	/**
	 * The application stops, or has not started.
	 */
	static final class StoppedException extends IllegalStateException {

		StoppedException() {
			super("Conversation events are not published at present: the application stops or has not started.");
		}

	}

}
