package ai.eigi.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import ai.eigi.client.call.CallSettings;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.error.EigiApiKeyUnavailableException;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.observation.EigiClientObservationConvention;
import ai.eigi.client.observation.EigiClientObservations;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiKey;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Effect;
import ai.eigi.client.transport.EigiTransport;
import ai.eigi.client.transport.EigiTransportBuilder;
import ai.eigi.client.transport.HttpSettings;
import ai.eigi.client.transport.OperationListener;
import ai.eigi.client.transport.RateLimitSettings;
import ai.eigi.client.transport.RetrySettings;
import ai.eigi.client.transport.TransportResources;
import ai.eigi.client.transport.TransportState;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * A client of one eigi account, with connections, threads and limits of its own. Programs
 * without Spring Boot build one; in a Boot application the auto-configuration does.
 * <pre class="code">
 * try (EigiClient client = EigiClient.builder().apiKey("vk_...").build()) {
 *     client.operations().streamChat(ChatRequest.of("agent", "Hello")).doOnNext(System.out::print).blockLast();
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class EigiClient implements AutoCloseable {

	// small, the same for everybody, and nothing of the account
	private static final String CHECKED_PATH = "/v1/public/providers";

	private final EigiTransport transport;

	private final OutcomeRecorder outcomes;

	private final EigiOperations operations;

	private final EigiManagementOperations management;

	private EigiClient(Builder builder) {
		this.outcomes = new OutcomeRecorder();
		this.transport = builder.transport.listeners(builder.listeners(this.outcomes)).build();
		this.outcomes.readTimeFrom(this.transport);
		this.operations = builder.operations(this.transport);
		this.management = new EigiManagementTemplate(this.transport);
	}

	/**
	 * Begin to build a client.
	 * @return a builder with defaults for everything but the key
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Name of the account, as it stands in tags of metrics.
	 * @return the name, {@code default} where none was given
	 */
	public String account() {
		return this.transport.account();
	}

	/**
	 * How the client stands with its limits.
	 * @return the state, of this moment whenever it is looked at
	 */
	public TransportState state() {
		return this.transport.state();
	}

	/**
	 * What is known of the client, without asking the service.
	 * @return a copy of this moment
	 */
	public EigiClientStatus status() {
		OutcomeRecorder.Outcomes known = this.outcomes.outcomes();
		TransportState state = this.transport.state();
		return new EigiClientStatus(account(), this.transport.isClosed(), known.lastAnswer(), known.lastFailure(),
				known.consecutiveFailures(), state.coolDown(), state.availablePermits(), state.permitLimit(),
				state.waitingForPermit(), state.connectionsInUse(), state.waitingForConnection(),
				state.maxConnections());
	}

	/**
	 * Ask the service for what it answers most cheaply, to learn whether the key is good
	 * and the service works. It is one request, never repeated and unheard by listeners:
	 * where the service refuses its key, an {@link EigiApiKeySupplier} is asked for
	 * another one, which the next request carries. It takes no permit or connection that
	 * anybody waits for: during a cool-down, while requests wait or when a tenth of the
	 * limit or less is free, nothing is sent.
	 * @param atMost how long it may take
	 * @return whether it was sent; {@link #status()} knows what it came to, also where
	 * there was no key to send it with. {@code false} as well, and nothing is known,
	 * where a filter of the application failed. Never an error, unless it is fatal to the
	 * JVM
	 */
	public Mono<Boolean> check(Duration atMost) {
		Objects.requireNonNull(atMost, "'atMost' must not be null");
		return Mono.defer(() -> {
			if (!hasRoom()) {
				return Mono.just(false);
			}
			return this.transport.probe(ApiCall.get("check", Effect.READ, CHECKED_PATH), atMost)
				.doOnSuccess((nothing) -> this.outcomes.completed())
				.thenReturn(true)
				.onErrorResume((ex) -> !Exceptions.isFatal(ex), (ex) -> {
					this.outcomes.failed(ex);
					return Mono.just(ex instanceof EigiException && !(ex instanceof EigiPermitTimeoutException
							|| ex instanceof EigiApiKeyUnavailableException));
				});
		});
	}

	private boolean hasRoom() {
		TransportState state = this.transport.state();
		return !this.transport.isClosed() && state.coolDown().isZero() && state.waitingForPermit() == 0
				&& state.waitingForConnection() == 0 && state.connectionsInUse() < state.maxConnections()
				&& (state.permitLimit() == Integer.MAX_VALUE || state.availablePermits() > state.permitLimit() / 10);
	}

	/**
	 * Talking to agents.
	 * @return the operations; of no use after {@link #close()}
	 */
	public EigiOperations operations() {
		return this.operations;
	}

	/**
	 * Managing the account, within the same limits and over the same connections.
	 * @return the operations; of no use after {@link #close()}
	 */
	public EigiManagementOperations management() {
		return this.management;
	}

	/**
	 * Send again at once, though the service had asked for a wait with its last 429. For
	 * who knows that the wait is over: the limit of the account was raised, or the
	 * service is a simulator that a test has reset.
	 */
	public void endCoolDown() {
		this.transport.endCoolDown();
	}

	/**
	 * Forget how operations ended: {@link #status()} knows of no answer and no failure
	 * again. For who starts over, with a simulator that a test has reset for example.
	 */
	public void forgetOutcomes() {
		this.outcomes.forget();
	}

	/**
	 * Close connections and stop threads. Operations under way end with an error. Waits a
	 * few seconds at most, and not at all on a thread that must not block.
	 */
	@Override
	public void close() {
		this.transport.close();
	}

	/**
	 * Collects what a client is made of.
	 */
	public static final class Builder {

		private static final Pattern ACCOUNT_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

		private final EigiTransportBuilder transport = new EigiTransportBuilder();

		private boolean recordsOutcomes;

		private CallSettings calls = CallSettings.live();

		private @Nullable ConversationFeed conversationFeed;

		private HttpSettings http = HttpSettings.defaults();

		private RateLimitSettings rateLimit = RateLimitSettings.defaults();

		private RetrySettings retry = RetrySettings.defaults();

		private final List<OperationListener> listeners = new ArrayList<>();

		private ObservationRegistry observationRegistry = ObservationRegistry.NOOP;

		private @Nullable EigiClientObservationConvention observationConvention;

		private Builder() {
		}

		/**
		 * Name of the account, for a program that uses several. Limiter, retry, threads
		 * and connections are then named {@code eigi-<name>} instead of {@code eigi}.
		 * @param name letters, digits, {@code -}, {@code _} and {@code .}, 64 at most, or
		 * {@code null} for the only or main account
		 * @return this builder
		 * @throws ai.eigi.client.error.EigiConfigurationException if it is not such a
		 * name
		 */
		public Builder account(@Nullable String name) {
			if (name != null && !ACCOUNT_NAME.matcher(name).matches()) {
				throw new EigiConfigurationException("eigi.accounts", "The name of an account cannot be used.",
						"Use letters, digits, '-', '_' and '.', no more than 64 of them.");
			}
			this.transport.account(name);
			return this;
		}

		/**
		 * Name of the account, for whoever customizes the client of one of several.
		 * @return the name, {@code default} where none was given
		 */
		public String account() {
			return this.transport.account();
		}

		/**
		 * API key of the account.
		 * @param apiKey the key
		 * @return this builder
		 * @throws ai.eigi.client.error.EigiConfigurationException if it cannot be a key
		 */
		public Builder apiKey(@Nullable String apiKey) {
			this.transport.apiKey(ApiKey.of(apiKey));
			return this;
		}

		/**
		 * Read the API key where it may change while the client lives, in place of
		 * {@link #apiKey(String)}.
		 * @param supplier reads the key, or {@code null} for a fixed one
		 * @return this builder
		 */
		public Builder apiKeySupplier(@Nullable EigiApiKeySupplier supplier) {
			this.transport.apiKeySource(
					(supplier != null)
							? (account, formerRefused) -> supplier.get(new EigiApiKeyRequest(account, formerRefused))
								.map(EigiApiKey::toApiKey)
							: null,
					(supplier != null) ? supplier.timeout() : Duration.ZERO);
			return this;
		}

		/**
		 * Base address of the service. A trailing slash, {@code /v1} or
		 * {@code /v1/public} is tolerated.
		 * @param baseUrl the address, {@code https://api.eigi.ai} by default
		 * @return this builder
		 */
		public Builder baseUrl(String baseUrl) {
			this.transport.baseUrl(baseUrl);
			return this;
		}

		/**
		 * Change time limits and sizes.
		 * @param settings changes the settings
		 * @return this builder
		 */
		public Builder http(UnaryOperator<HttpSettings> settings) {
			this.http = settings.apply(this.http);
			this.transport.http(this.http);
			return this;
		}

		/**
		 * Change how many requests may leave.
		 * @param settings changes the settings
		 * @return this builder
		 */
		public Builder rateLimit(UnaryOperator<RateLimitSettings> settings) {
			this.rateLimit = settings.apply(this.rateLimit);
			this.transport.rateLimit(this.rateLimit);
			return this;
		}

		/**
		 * Change how often a request is sent again. What may be sent again at all cannot
		 * be changed.
		 * @param settings changes the settings
		 * @return this builder
		 */
		public Builder retry(UnaryOperator<RetrySettings> settings) {
			this.retry = settings.apply(this.retry);
			this.transport.retry(this.retry);
			return this;
		}

		/**
		 * Guard against calls that nobody wanted.
		 * @param calls the settings
		 * @return this builder
		 */
		public Builder calls(CallSettings calls) {
			this.calls = Objects.requireNonNull(calls, "'calls' must not be null");
			return this;
		}

		/**
		 * Who tells of conversations that ended. Whoever waits for one then listens, and
		 * asks the service less often.
		 * @param feed the feed, or {@code null} if nobody tells
		 * @return this builder
		 */
		public Builder conversationFeed(@Nullable ConversationFeed feed) {
			this.conversationFeed = feed;
			return this;
		}

		/**
		 * Where filters and codecs come from. The builder is cloned, not changed; its
		 * connector is not used, since time limits, redirects and repeating are decided
		 * there, nor its observation registry: see {@link #observationRegistry}. Filters
		 * must keep the Reactor context and must not repeat requests.
		 * @param builder the builder
		 * @return this builder
		 */
		public Builder webClientBuilder(WebClient.Builder builder) {
			this.transport.webClientBuilder(builder);
			return this;
		}

		/**
		 * Change the {@code WebClient} of this client alone, to add a filter for example.
		 * @param customizer changes a builder of this client's own
		 * @return this builder
		 */
		public Builder webClient(Consumer<WebClient.Builder> customizer) {
			this.transport.webClientCustomizer(customizer);
			return this;
		}

		/**
		 * Change Reactor Netty's HTTP client, for a proxy for example. Redirects, its own
		 * retry and compression stay off.
		 * @param customizer changes the client
		 * @return this builder
		 */
		public Builder httpClient(UnaryOperator<HttpClient> customizer) {
			this.transport.httpClientCustomizer(customizer);
			return this;
		}

		/**
		 * What to trust, and who to be, on TLS connections.
		 * @param sslContext the context, or {@code null} to trust what the JVM trusts
		 * @return this builder
		 */
		public Builder sslContext(@Nullable SslContext sslContext) {
			this.transport.sslContext(() -> sslContext);
			return this;
		}

		/**
		 * What to trust, and who to be, where that changes while the client lives. When
		 * another context is there than before, new connections are made with it, none
		 * that waits idle is used again, and what is under way goes on.
		 * @param sslContext the context of the moment; asked before each request, so it
		 * must be quick, and must neither fail nor make a new one each time
		 * @return this builder
		 */
		public Builder sslContextSupplier(Supplier<SslContext> sslContext) {
			this.transport.sslContext(sslContext);
			return this;
		}

		/**
		 * Registry to show the rate limiter {@code eigi} in. An instance of that name
		 * that is there already tightens the settings.
		 * @param registry the registry
		 * @return this builder
		 */
		public Builder rateLimiterRegistry(@Nullable RateLimiterRegistry registry) {
			this.transport.rateLimiterRegistry(registry);
			return this;
		}

		/**
		 * Registry to show the retry {@code eigi} in. An instance of that name that is
		 * there already tightens the settings.
		 * @param registry the registry
		 * @return this builder
		 */
		public Builder retryRegistry(@Nullable RetryRegistry registry) {
			this.transport.retryRegistry(registry);
			return this;
		}

		/**
		 * Hear of every operation of this client, to count, log or measure them.
		 * Listeners add up; what they throw is logged and changes nothing.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(OperationListener listener) {
			this.listeners.add(Objects.requireNonNull(listener, "'listener' must not be null"));
			return this;
		}

		/**
		 * Observe every operation as {@code eigi.client.requests}, and send the trace it
		 * belongs to along. {@code EigiClientObservationDocumentation} lists the names.
		 * @param registry the registry; {@link ObservationRegistry#NOOP}, which is the
		 * default, to observe nothing
		 * @return this builder
		 */
		public Builder observationRegistry(ObservationRegistry registry) {
			this.observationRegistry = Objects.requireNonNull(registry, "'registry' must not be null");
			return this;
		}

		/**
		 * Remember how the last operations ended, to be told by
		 * {@link EigiClient#status()}.
		 * @return this builder
		 */
		public Builder recordOutcomes() {
			this.recordsOutcomes = true;
			return this;
		}

		/**
		 * Change the name and the keys of observations.
		 * @param convention the convention, or {@code null} for that of the registry or
		 * the default one
		 * @return this builder
		 */
		public Builder observationConvention(@Nullable EigiClientObservationConvention convention) {
			this.observationConvention = convention;
			return this;
		}

		private List<OperationListener> listeners(@Nullable OutcomeRecorder outcomes) {
			List<OperationListener> listeners = new ArrayList<>(this.listeners);
			if (this.recordsOutcomes && outcomes != null) {
				listeners.add(outcomes);
			}
			if (!this.observationRegistry.isNoop()) {
				listeners.add(new EigiClientObservations(this.observationRegistry, this.observationConvention));
			}
			return listeners;
		}

		/**
		 * Let all clients of this builder share threads, made for its settings, and
		 * listeners. One is made for trial, unheard, so that an unusable setting is told
		 * here and not with the first request.
		 */
		TransportResources shareResources(EigiApiKeySupplier keys) {
			TransportResources resources = new TransportResources(this.transport.name(), this.http.connectTimeout());
			try {
				this.transport.share(resources).listeners(List.of());
				transport(keys).close();
			}
			catch (RuntimeException ex) {
				resources.close();
				throw ex;
			}
			this.transport.listeners(listeners(null));
			return resources;
		}

		/**
		 * Make the transport of a client with keys of its own.
		 */
		synchronized EigiTransport transport(EigiApiKeySupplier keys) {
			return apiKeySupplier(keys).transport.build();
		}

		EigiOperations operations(ApiTransport transport) {
			return new EigiTemplate(transport, this.calls, this.conversationFeed);
		}

		/**
		 * Build the client. Nothing is sent and no thread is started.
		 * @return the client
		 * @throws ai.eigi.client.error.EigiConfigurationException if a setting is
		 * unusable
		 */
		public EigiClient build() {
			return new EigiClient(this);
		}

	}

}
