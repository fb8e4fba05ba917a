package ai.eigi.client.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;

/**
 * Keys from an {@link ApiKeySource}, kept as long as it allows. Whoever needs a key while
 * it is being read waits for the same answer. Where the source gives keys that must not
 * be kept, everybody asks by himself.
 * <p>
 * After a refusal the key is read anew, once for all who were refused with it: who learns
 * of the refusal late finds the new key there, and does not drop it.
 * <p>
 * State is guarded by the monitor, held for a few instructions and never while calling
 * out.
 */
final class SuppliedKeys implements ApiKeys {

	private static final Log logger = LogFactory.getLog(EigiTransport.class);

	private final ApiKeySource source;

	private final String account;

	private final Duration limit;

	private final Scheduler scheduler;

	private final LongSupplier clock;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private final AtomicBoolean warned = new AtomicBoolean();

	// until a key comes that must not be kept
	private boolean sharing = true;

	private @Nullable Held held;

	private @Nullable Question reading;

	private @Nullable Question renewing;

	private @Nullable ApiKey newest;

	private @Nullable ApiKey former;

	/**
	 * Create keys.
	 * @param source where they are read
	 * @param account name of the account
	 * @param limit how long an answer is waited for
	 * @param scheduler watches the limit
	 * @param nanoClock monotonic clock in nanoseconds
	 */
	SuppliedKeys(ApiKeySource source, String account, Duration limit, Scheduler scheduler, LongSupplier nanoClock) {
		this.source = source;
		this.account = account;
		this.limit = limit;
		this.scheduler = scheduler;
		this.clock = nanoClock;
	}

	@Override
	public Mono<ApiKey> current() {
		return key(null);
	}

	@Override
	public Mono<ApiKey> renew(ApiKey refused) {
		return key(refused);
	}

	@Override
	public synchronized List<String> secrets(ApiKey used) {
		return Stream.of(used, this.newest, this.former)
			.filter(Objects::nonNull)
			.map(ApiKey::value)
			.distinct()
			.toList();
	}

	@Override
	public void close() {
		this.closed.tryEmitEmpty();
	}

	private Mono<ApiKey> key(@Nullable ApiKey refused) {
		// who gets nothing has to ask by himself
		return Mono.<ApiKey>create((sink) -> enter(sink, refused))
			.switchIfEmpty(ask(refused != null).doOnNext(this::receive));
	}

	private void enter(MonoSink<ApiKey> sink, @Nullable ApiKey refused) {
		Question question = null;
		ApiKey atHand;
		synchronized (this) {
			atHand = atHand(refused);
			if (atHand == null && this.sharing) {
				question = outstanding(refused);
				if (question == null) {
					question = begin(refused != null, sink);
				}
				question.waiters.add(sink);
			}
		}
		if (question == null) {
			sink.success(atHand);
			return;
		}
		Question joined = question;
		sink.onCancel(() -> leave(joined, sink));
		joined.ask(sink);
	}

	private @Nullable Question outstanding(@Nullable ApiKey refused) {
		return (this.renewing != null || refused != null) ? this.renewing : this.reading;
	}

	private @Nullable ApiKey atHand(@Nullable ApiKey refused) {
		Held held = this.held;
		if (held == null || this.clock.getAsLong() - held.since >= held.key.lifetime().toNanos()) {
			return null;
		}
		// who was refused does not want the same again, unless it was read since then
		return (refused == null || (held.key != refused && (held.renewed || !held.key.isSameAs(refused)))) ? held.key
				: null;
	}

	private Question begin(boolean formerRefused, MonoSink<ApiKey> asker) {
		Question question = new Question(formerRefused, asker);
		if (formerRefused) {
			this.held = null;
			this.renewing = question;
			// its answer may be older than the refusal, and is not kept
			this.reading = null;
		}
		else {
			this.reading = question;
		}
		return question;
	}

	/**
	 * One question to the source, bounded, and harmless whatever comes.
	 */
	private Mono<ApiKey> ask(boolean formerRefused) {
		Mono<ApiKey> answer = Mono.defer(() -> this.source.read(this.account, formerRefused))
			// right behind the source, so that no part of its error goes anywhere
			.onErrorMap(SuppliedKeys::harmless)
			.doOnNext(this::warnIfStrange)
			.timeout(this.limit, this.scheduler)
			.onErrorMap(TimeoutException.class,
					(ex) -> new ApiKeyUnavailableException(
							"did not answer within %s (EigiApiKeySupplier.timeout())".formatted(this.limit)))
			.switchIfEmpty(Mono.error(() -> new ApiKeyUnavailableException("gave no key (it ended empty)")));
		return Mono.firstWithSignal(this.closed.asMono().then(Mono.error(PermitGate.ClientClosedException::new)),
				answer);
	}

	private static Throwable harmless(Throwable ex) {
		Throwable unwrapped = Exceptions.unwrap(ex);
		return (unwrapped instanceof ApiKeyUnavailableException) ? unwrapped
				: new ApiKeyUnavailableException("failed (%s)".formatted(unwrapped.getClass().getName()));
	}

	/**
	 * The answer to who asked for himself.
	 */
	private void receive(ApiKey key) {
		synchronized (this) {
			note(key);
			if (key.mayBeKept()) {
				this.sharing = true;
				if (this.held == null) {
					this.held = new Held(key, this.clock.getAsLong(), false);
				}
			}
		}
	}

	private void answer(Question question, ApiKey key) {
		List<MonoSink<ApiKey>> waiters;
		synchronized (this) {
			boolean latest = this.reading == question || this.renewing == question;
			waiters = end(question);
			note(key);
			this.sharing = key.mayBeKept();
			if (latest && this.sharing) {
				this.held = new Held(key, this.clock.getAsLong(), question.formerRefused);
			}
		}
		for (MonoSink<ApiKey> waiter : waiters) {
			waiter.success((key.mayBeKept() || waiter == question.asker) ? key : null);
		}
	}

	private void fail(Question question, Throwable ex) {
		List<MonoSink<ApiKey>> waiters;
		synchronized (this) {
			waiters = end(question);
		}
		waiters.forEach((waiter) -> waiter.error(ex));
	}

	private void leave(Question question, MonoSink<ApiKey> waiter) {
		synchronized (this) {
			if (!question.waiters.remove(waiter) || !question.waiters.isEmpty()) {
				return;
			}
			end(question);
		}
		question.asking.dispose();
	}

	private List<MonoSink<ApiKey>> end(Question question) {
		if (this.reading == question) {
			this.reading = null;
		}
		if (this.renewing == question) {
			this.renewing = null;
		}
		List<MonoSink<ApiKey>> waiters = new ArrayList<>(question.waiters);
		question.waiters.clear();
		return waiters;
	}

	private void note(ApiKey key) {
		if (this.newest == null || !this.newest.isSameAs(key)) {
			this.former = this.newest;
			this.newest = key;
		}
	}

	private void warnIfStrange(ApiKey key) {
		if (!key.looksFamiliar() && this.warned.compareAndSet(false, true)) {
			logger.warn("The API key that the EigiApiKeySupplier gave does not start with vk_ as keys of eigi do; "
					+ "requests will probably be answered with 401.");
		}
	}

	private record Held(ApiKey key, long since, boolean renewed) {

	}

	/**
	 * A question to the source that several wait for.
	 */
	private final class Question {

		private final boolean formerRefused;

		private final MonoSink<ApiKey> asker;

		private final Set<MonoSink<ApiKey>> waiters = new LinkedHashSet<>();

		private final Disposable.Swap asking = Disposables.swap();

		Question(boolean formerRefused, MonoSink<ApiKey> asker) {
			this.formerRefused = formerRefused;
			this.asker = asker;
		}

		/**
		 * Ask, if it is this one who has to, and he has not left already.
		 */
		void ask(MonoSink<ApiKey> sink) {
			if (sink == this.asker && !this.asking.isDisposed()) {
				this.asking.update(SuppliedKeys.this.ask(this.formerRefused)
					.subscribe((key) -> answer(this, key), (ex) -> fail(this, ex), null,
							Context.of(this.asker.contextView())));
			}
		}

	}

}
