package ai.eigi.client.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiStreamInterruptedException;
import ai.eigi.client.error.EigiTransportException;
import io.github.resilience4j.reactor.retry.RetryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The one door to HTTP. Every request of the client passes here: repeated by the rules of
 * {@link RetryTable}, let out by the limits, judged by what the transport can prove, and
 * ended with an {@link EigiException} that holds nothing secret.
 * <p>
 * Publishers are cold: each subscription is a request of its own, and cancelling one at
 * any moment closes its connection or gives up its place in the queue.
 *
 * @since 0.1.0
 */
public final class EigiTransport implements ApiTransport, AutoCloseable {

	private static final String SESSION_HEADER = "X-Session-ID";

	// where WebClient looks for the low-cardinality name of a request
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private final String account;

	private final WebClient webClient;

	private final ApiOrigin origin;

	private final ApiKeys apiKeys;

	private final HttpSettings http;

	private final ExceptionMapper exceptions;

	private final ErrorAnswerReader errorAnswers;

	private final Limits limits;

	private final GuardedConnector connector;

	private final NettyHttp netty;

	private final Sinks.Empty<Void> closed = Sinks.empty();

	private final TimeLimits timeLimits;

	private final Attempts.Shared attempts;

	private final Scheduler scheduler;

	private final TransportResources resources;

	private final boolean shared;

	private volatile boolean isClosed;

	private final List<OperationListener> listeners;

	private final TransportState state;

	// a text can be unread after its connection is free again
	private final AtomicInteger openTexts = new AtomicInteger();

	EigiTransport(EigiTransportBuilder builder, TransportResources resources, boolean shared) {
		this.account = builder.account();
		this.resources = resources;
		this.shared = shared;
		this.scheduler = resources.scheduler();
		this.http = builder.http();
		this.timeLimits = new TimeLimits(this.scheduler, shortest(this.http));
		this.origin = ApiOrigin.of(builder.baseUrl(), this.http.allowInsecure());
		RetryTable table = new RetryTable(builder.retry());
		this.exceptions = new ExceptionMapper(table);
		this.apiKeys = builder.apiKeys(scheduler);
		this.errorAnswers = new ErrorAnswerReader(this.scheduler, builder.clock());
		// what the application does comes first: where it throws, nothing is left behind
		WebClient.Builder webClient = builder.webClientBuilder();
		this.netty = new NettyHttp(builder.name(), this.http, builder.sslContext(), builder.httpClientCustomizer(),
				resources);
		this.limits = new Limits(builder.name(), builder.rateLimit(), builder.retry(), builder.rateLimiterRegistry(),
				builder.retryRegistry(), this.scheduler, builder.nanoClock());
		// thrice: for the name, the connection and its TLS
		this.attempts = new Attempts.Shared(this.account, this.apiKeys, table, this.exceptions, this.limits.gate(),
				this.timeLimits, this.http.connectTimeout().multipliedBy(3));
		this.connector = new GuardedConnector(this.netty, this.origin, this.limits, this.http, this.scheduler);
		this.webClient = webClient.clientConnector(this.connector)
			.filters((filters) -> filters.add(0, EigiTransport::keepContext))
			.build();
		this.state = new TransportState(this.limits.gate(), this.connector, this.http.maxConnections(), this.openTexts);
		this.listeners = builder.listeners();
		Operation.tell(this.listeners, (listener) -> listener.opened(this));
	}

	@Override
	public <T> Mono<T> exchange(ApiCall call, Function<WireObject, T> reader) {
		return attempts(call, false, this.http.responseTimeout(),
				(attempt) -> request(call, attempt, MediaType.APPLICATION_JSON)
					.exchangeToMono((response) -> read(call, attempt, response, reader)));
	}

	@Override
	public Mono<TextStream> stream(ApiCall call) {
		Mono<TextStream> opened = attempts(call, true, this.http.streamFirstTextTimeout(),
				(attempt) -> request(call, attempt, MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON).retrieve()
					.onStatus((status) -> !status.is2xxSuccessful(),
							(response) -> this.errorAnswers.read(response, attempt.confidential()))
					.toEntityFlux((response, context) -> response.getBody())
					.map((entity) -> open(call, attempt, entity)));
		return new HandOver(opened.doOnDiscard(TextStream.class, TextStream::cancelIfUnread));
	}

	/**
	 * Send a request once: it is not repeated, with another key neither, and listeners do
	 * not hear of it.
	 * @param call the request
	 * @param atMost how long it may take, the wait for a permit included
	 * @return completes when it was answered with success; or an {@link EigiException},
	 * {@link EigiPermitTimeoutException} if it was not sent because it would have to wait
	 */
	public Mono<Void> probe(ApiCall call, Duration atMost) {
		return Mono.defer(() -> {
			AtomicReference<Attempt> sending = new AtomicReference<>();
			Attempts attempts = new Attempts(this.attempts, call, Operation.unheard(), this.http.responseTimeout(),
					false);
			Mono<Boolean> answered = attempts.next((attempt) -> {
				sending.set(attempt);
				return request(call, attempt, MediaType.APPLICATION_JSON)
					.exchangeToMono((response) -> read(call, attempt, response, (body) -> true));
			});
			return answered.onErrorMap(AttemptFailedException.class, AttemptFailedException::exception)
				.timeout(Mono.delay(atMost, this.scheduler), Mono.error(() -> tookTooLong(call, atMost, sending.get())))
				.then();
		});
	}

	private static EigiException tookTooLong(ApiCall call, Duration atMost, @Nullable Attempt attempt) {
		String text = "%s was given up after %d ms".formatted(call, atMost.toMillis());
		return (attempt == null || attempt.isWaiting())
				? new EigiPermitTimeoutException(call.operation(), text + ": its turn had not come.", Duration.ZERO)
				: new EigiTransportException(call.operation(), text + ".", attempt.isSent());
	}

	/**
	 * Name of the account that the requests are sent for.
	 * @return the name, {@code default} where none was given
	 */
	public String account() {
		return this.account;
	}

	/**
	 * How the client stands with its limits.
	 * @return the state, of this moment whenever it is looked at
	 */
	public TransportState state() {
		return this.state;
	}

	@Override
	public Scheduler scheduler() {
		return this.scheduler;
	}

	@Override
	public boolean isClosed() {
		return this.isClosed;
	}

	@Override
	public Mono<Void> whenClosed() {
		return this.closed.asMono();
	}

	/**
	 * Send again at once, though the service had asked for a wait.
	 */
	public void endCoolDown() {
		this.limits.gate().endCoolDown();
	}

	@Override
	public void close() {
		this.isClosed = true;
		this.apiKeys.close();
		this.limits.close();
		this.timeLimits.close();
		this.connector.close();
		try {
			this.netty.close();
			if (!this.shared) {
				this.resources.close();
			}
		}
		finally {
			if (this.closed.tryEmitEmpty().isSuccess()) {
				Operation.tell(this.listeners, (listener) -> listener.closed(this));
			}
		}
	}

	private <T> Mono<T> attempts(ApiCall call, boolean streamed, Duration limit, Function<Attempt, Mono<T>> once) {
		return Mono.deferContextual((context) -> {
			Operation operation = Operation.begin(this.listeners, this, call, streamed, context);
			Attempts attempts = new Attempts(this.attempts, call, operation, limit,
					RetryTable.mayRepeatWithOtherKey(call.effect()));
			Mono<T> attempt = Mono.defer(() -> attempts.next(once));
			if (this.limits.retry() != null) {
				attempt = Mono.from(RetryOperator.<T>of(this.limits.retry()).apply(attempt));
			}
			return operation.watch(attempt.onErrorMap(AttemptFailedException.class, (ex) -> {
				ex.decided(null);
				return ex.exception();
			}).onErrorMap(Exception.class, attempts::outside), streamed);
		});
	}

	/**
	 * {@code WebClient} puts an observation of its own into the context, also when it
	 * observes nothing.
	 */
	private static Mono<ClientResponse> keepContext(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			Attempt attempt = Attempt.from(context);
			Mono<ClientResponse> response = next.exchange(request);
			return (attempt != null && attempt.operation().isHeard())
					? response.contextWrite(attempt.operation()::context) : response;
		});
	}

	private WebClient.RequestHeadersSpec<?> request(ApiCall call, Attempt attempt, MediaType... accepted) {
		URI uri = this.origin.resolve(call.path(), call.variables(), call.query());
		WebClient.RequestBodySpec spec = this.webClient.method(call.method())
			.uri(uri)
			.attribute(URI_TEMPLATE, call.path())
			.accept(accepted)
			.headers(attempt::begin);
		return (call.body() != null) ? spec.contentType(MediaType.APPLICATION_JSON).body(QuietJson.write(call.body()))
				: spec;
	}

	private <T> Mono<T> read(ApiCall call, Attempt attempt, ClientResponse response, Function<WireObject, T> reader) {
		attempt.markStatus(response.statusCode(), response.headers().asHttpHeaders());
		if (!response.statusCode().is2xxSuccessful()) {
			return this.errorAnswers.read(response, attempt.confidential()).flatMap(Mono::error);
		}
		ClientResponse typed = response.headers().contentType().isPresent() ? response
				: response.mutate().header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE).build();
		return typed.body(QuietJson.read())
			.switchIfEmpty(Mono.error(() -> new UnreadableAnswerException("it is empty")))
			.map((body) -> reader.apply(WireObject.wrap(body)));
	}

	private static Duration shortest(HttpSettings http) {
		return Collections.min(List.of(http.connectTimeout(), http.responseTimeout(), http.streamFirstTextTimeout(),
				http.streamIdleTimeout()));
	}

	private TextStream open(ApiCall call, Attempt attempt, ResponseEntity<Flux<DataBuffer>> entity) {
		HttpHeaders headers = entity.getHeaders();
		attempt.markStatus(entity.getStatusCode(), headers);
		String sessionId = headers.getFirst(SESSION_HEADER);
		TextLimits limits = new TextLimits(this.http.streamFirstTextTimeout(), this.http.streamIdleTimeout(),
				attempt.waited(), this.timeLimits, attempt.operation(),
				(error, session, text, length) -> broken(call, attempt, error, session, text, length));
		Flux<DataBuffer> body = (entity.getBody() != null) ? entity.getBody() : Flux.empty();
		if (!isText(headers)) {
			throw new UnreadableAnswerException(
					"it is " + headers.getFirst(HttpHeaders.CONTENT_TYPE) + " and not text");
		}
		attempt.handOut();
		this.openTexts.incrementAndGet();
		TextStream stream = new TextStream(sessionId, body, limits, () -> {
			this.openTexts.decrementAndGet();
			attempt.letGo();
		});
		stream.closeUnlessReadWithin(this.http.streamFirstTextTimeout());
		return stream;
	}

	private static boolean isText(HttpHeaders headers) {
		try {
			MediaType type = headers.getContentType();
			return type == null || MediaType.APPLICATION_OCTET_STREAM.isCompatibleWith(type)
					|| (type.getType().equals("text") && !MediaType.TEXT_HTML.isCompatibleWith(type));
		}
		catch (RuntimeException ex) {
			return true;
		}
	}

	private EigiException broken(ApiCall call, Attempt attempt, Throwable error, @Nullable String sessionId,
			String text, long length) {
		Failure classified = FailureClassifier.classify(error, attempt);
		String reason = (classified != null) ? classified.reason() : FailureClassifier.describe(error);
		Failure failure = new Failure(Failure.Kind.BROKEN, reason, attempt.answer(), List.of(), null);
		EigiException exception = (length == 0) ? this.exceptions.map(call, failure)
				: new EigiStreamInterruptedException(call.operation(),
						"The stream of %s broke off after %d characters: %s. What was delivered stays valid; read the session for the rest, "
							.formatted(call, length, reason) + "and do not send the message again without looking.",
						sessionId, text, length);
		attempt.operation().attemptFailed(failure, exception, null, null);
		return exception;
	}

}
