package ai.eigi.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.netty.handler.ssl.SslContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.client.HttpClient;

import org.springframework.core.codec.ByteArrayEncoder;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Collects what a {@link EigiTransport} is made of.
 *
 * @since 0.1.0
 */
public final class EigiTransportBuilder {

	private static final Log logger = LogFactory.getLog(EigiTransport.class);

	/**
	 * Name of the account of a client that was given no name.
	 */
	public static final String DEFAULT_ACCOUNT = "default";

	private static final String PRODUCT = "eigi";

	// a page of 100 conversations with their transcripts is larger than the 256 KB that
	// codecs allow where the application says nothing
	private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

	private @Nullable String account;

	private @Nullable ApiKey apiKey;

	private @Nullable ApiKeySource apiKeySource;

	private Duration apiKeyLimit = Duration.ZERO;

	private @Nullable String baseUrl = "https://api.eigi.ai";

	private HttpSettings http = HttpSettings.defaults();

	private RateLimitSettings rateLimit = RateLimitSettings.defaults();

	private RetrySettings retry = RetrySettings.defaults();

	private WebClient.@Nullable Builder webClientBuilder;

	private Consumer<WebClient.Builder> webClientCustomizer = (builder) -> {
	};

	private UnaryOperator<HttpClient> httpClientCustomizer = UnaryOperator.identity();

	private Supplier<? extends @Nullable SslContext> sslContext = () -> null;

	private @Nullable RateLimiterRegistry rateLimiterRegistry;

	private @Nullable RetryRegistry retryRegistry;

	private List<OperationListener> listeners = List.of();

	private @Nullable TransportResources resources;

	private @Nullable Scheduler scheduler;

	private LongSupplier nanoClock = System::nanoTime;

	private Clock clock = Clock.systemUTC();

	public EigiTransportBuilder account(@Nullable String account) {
		this.account = account;
		return this;
	}

	public EigiTransportBuilder apiKey(ApiKey apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Read the key where it may change, instead of {@link #apiKey(ApiKey)}.
	 * @param source where it is read, or {@code null} for the fixed key
	 * @param limit how long an answer is waited for
	 * @return this builder
	 */
	public EigiTransportBuilder apiKeySource(@Nullable ApiKeySource source, Duration limit) {
		this.apiKeySource = source;
		this.apiKeyLimit = limit;
		return this;
	}

	public EigiTransportBuilder baseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
		return this;
	}

	public EigiTransportBuilder http(HttpSettings http) {
		this.http = http;
		return this;
	}

	public EigiTransportBuilder rateLimit(RateLimitSettings rateLimit) {
		this.rateLimit = rateLimit;
		return this;
	}

	public EigiTransportBuilder retry(RetrySettings retry) {
		this.retry = retry;
		return this;
	}

	public EigiTransportBuilder webClientBuilder(WebClient.Builder webClientBuilder) {
		this.webClientBuilder = webClientBuilder;
		return this;
	}

	public EigiTransportBuilder webClientCustomizer(Consumer<WebClient.Builder> customizer) {
		this.webClientCustomizer = this.webClientCustomizer.andThen(customizer);
		return this;
	}

	public EigiTransportBuilder httpClientCustomizer(UnaryOperator<HttpClient> customizer) {
		UnaryOperator<HttpClient> before = this.httpClientCustomizer;
		this.httpClientCustomizer = (client) -> customizer.apply(before.apply(client));
		return this;
	}

	/**
	 * What to trust, and who to be.
	 * @param sslContext the context, {@code null} to trust what the JVM trusts; asked
	 * before each request
	 * @return this builder
	 */
	public EigiTransportBuilder sslContext(Supplier<? extends @Nullable SslContext> sslContext) {
		this.sslContext = sslContext;
		return this;
	}

	public EigiTransportBuilder rateLimiterRegistry(@Nullable RateLimiterRegistry registry) {
		this.rateLimiterRegistry = registry;
		return this;
	}

	public EigiTransportBuilder retryRegistry(@Nullable RetryRegistry registry) {
		this.retryRegistry = registry;
		return this;
	}

	public EigiTransportBuilder listeners(List<OperationListener> listeners) {
		this.listeners = List.copyOf(listeners);
		return this;
	}

	/**
	 * Share threads and the resolver of names with other clients made by this builder,
	 * and what they trust, which is read from a file. Closing one leaves that as it is.
	 * @param resources the resources
	 * @return this builder
	 */
	public EigiTransportBuilder share(TransportResources resources) {
		this.resources = resources;
		Supplier<? extends @Nullable SslContext> chosen = this.sslContext;
		SslContext otherwise = NettyHttp.trustingTheJvm();
		this.sslContext = () -> {
			SslContext context = chosen.get();
			return (context != null) ? context : otherwise;
		};
		return this;
	}

	EigiTransportBuilder time(Scheduler scheduler, LongSupplier nanoClock, Clock clock) {
		this.scheduler = scheduler;
		this.nanoClock = nanoClock;
		this.clock = clock;
		return this;
	}

	/**
	 * Make the transport.
	 * @return the transport, to be closed in the end
	 */
	public EigiTransport build() {
		if (this.resources != null) {
			return new EigiTransport(this, this.resources, true);
		}
		return new EigiTransport(this, new TransportResources(name(), this.http.connectTimeout(), this.scheduler),
				false);
	}

	/**
	 * Name of the account, for tags.
	 * @return the name, {@code default} where none was given
	 */
	public String account() {
		return (this.account != null) ? this.account : DEFAULT_ACCOUNT;
	}

	/**
	 * Name of what belongs to this account alone: limiter, retry, connections, threads.
	 * @return the name
	 */
	public String name() {
		return (this.account != null) ? PRODUCT + "-" + this.account : PRODUCT;
	}

	ApiKeys apiKeys(Scheduler scheduler) {
		if (this.apiKeySource != null) {
			Settings.positive("EigiApiKeySupplier.timeout()", this.apiKeyLimit);
			return new SuppliedKeys(this.apiKeySource, account(), this.apiKeyLimit, scheduler, this.nanoClock);
		}
		ApiKey key = (this.apiKey != null) ? this.apiKey : ApiKey.of(null);
		if (!key.looksFamiliar()) {
			logger.warn("The API key does not start with vk_ as keys of eigi do; requests will probably be "
					+ "answered with 401. Check eigi.api-key.");
		}
		return new ApiKeys.Fixed(key);
	}

	@Nullable String baseUrl() {
		return this.baseUrl;
	}

	HttpSettings http() {
		return this.http;
	}

	RateLimitSettings rateLimit() {
		return this.rateLimit;
	}

	RetrySettings retry() {
		return this.retry;
	}

	/**
	 * A builder of our own, so that nobody else's is changed.
	 */
	WebClient.Builder webClientBuilder() {
		WebClient.Builder builder = (this.webClientBuilder != null) ? this.webClientBuilder.clone()
				: WebClient.builder();
		// it would end a stream at its headers, and hold the address with its values
		builder.observationRegistry(ObservationRegistry.NOOP);
		// only who registers a codec is told the size that the application has chosen
		builder.codecs((codecs) -> codecs.customCodecs().registerWithDefaultConfig(new ByteArrayEncoder(), (config) -> {
			if (config.maxInMemorySize() == null) {
				codecs.defaultCodecs().maxInMemorySize(LARGEST_ANSWER);
			}
		}));
		this.webClientCustomizer.accept(builder);
		return builder;
	}

	UnaryOperator<HttpClient> httpClientCustomizer() {
		return this.httpClientCustomizer;
	}

	Supplier<? extends @Nullable SslContext> sslContext() {
		return this.sslContext;
	}

	@Nullable RateLimiterRegistry rateLimiterRegistry() {
		return this.rateLimiterRegistry;
	}

	@Nullable RetryRegistry retryRegistry() {
		return this.retryRegistry;
	}

	List<OperationListener> listeners() {
		List<OperationListener> all = new ArrayList<>(List.of(new FailureLog()));
		all.addAll(this.listeners);
		return all;
	}

	LongSupplier nanoClock() {
		return this.nanoClock;
	}

	Clock clock() {
		return this.clock;
	}

}
