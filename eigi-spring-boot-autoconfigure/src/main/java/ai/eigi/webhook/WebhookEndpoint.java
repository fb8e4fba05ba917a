package ai.eigi.webhook;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

import ai.eigi.client.error.EigiConfigurationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;

/**
 * Takes in the webhook deliveries of the service, whatever the server: all rules about
 * who may deliver, in which form and how much are here. A {@link WebhookWebHandler} puts
 * it into a reactive application and a {@link WebhookServlet} into a servlet one.
 * <p>
 * Deliveries are not signed. A sender has to know a secret, and may have to come from one
 * of some addresses; both are checked before any of the body is read. What he sends is
 * not believed for that: it is only handed to a {@link DeliveryQueue}, which does not
 * make the sender wait.
 * <p>
 * Taken are {@code GET} with the query parameters {@code event} and {@code payload};
 * {@code POST}, {@code PUT} and {@code PATCH} with fields of these names as
 * {@code multipart/form-data}, or with the payload as {@code application/json}; and
 * {@code POST} with {@code application/x-www-form-urlencoded} fields (of {@code PUT} and
 * {@code PATCH} too, where Spring MVC's {@code FormContentFilter} does not read them
 * before). The answers have no body: 202 taken, 403 secret or address, 405 method, 415
 * content type, 413 too large, 408 body did not come within 30 seconds, 400 not readable
 * as a delivery, 503 with {@code Retry-After} no room.
 *
 * @since 0.1.0
 */
public final class WebhookEndpoint {

	private static final Log logger = LogFactory.getLog(WebhookEndpoint.class);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final DataSize MIN_BODY_SIZE = DataSize.ofKilobytes(1);

	private static final DataSize MAX_BODY_SIZE = DataSize.ofMegabytes(100);

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT,
			HttpMethod.PATCH);

	private static final String ALLOW = "GET, POST, PUT, PATCH";

	/**
	 * The service repeats after ten seconds whatever it is told; others may listen.
	 */
	private static final String RETRY_AFTER_SECONDS = "10";

	private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");

	private static final MediaType ANY_JSON = new MediaType("application", "*+json");

	private final String path;

	private final WebhookSecret secret;

	private final int maxBodySize;

	private final AllowedAddresses allowedAddresses;

	private final DeliveryQueue queue;

	private final Duration patience;

	private final DeliveryReader reader = new DeliveryReader();

	private final MultipartFields multipart = new MultipartFields();

	private final RefusalLog refusals = new RefusalLog(logger, System::nanoTime);

	/**
	 * Create an endpoint.
	 * @param path where it is in the application, {@code /hooks/eigi} for example
	 * @param secret what a sender must know: at least 32 letters, digits, {@code -} or
	 * {@code _}
	 * @param maxBodySize how large a body may be, from 1KB to 100MB
	 * @param allowedAddresses the addresses and networks that senders may have; none for
	 * all
	 * @param queue takes the deliveries
	 * @throws EigiConfigurationException if a value is missing or unusable; it does not
	 * hold the secret
	 */
	public WebhookEndpoint(@Nullable String path, @Nullable String secret, DataSize maxBodySize,
			Collection<String> allowedAddresses, DeliveryQueue queue) {
		this(path, secret, maxBodySize, allowedAddresses, queue, PATIENCE);
	}

	WebhookEndpoint(@Nullable String path, @Nullable String secret, DataSize maxBodySize,
			Collection<String> allowedAddresses, DeliveryQueue queue, Duration patience) {
		this.path = checkPath(path);
		this.secret = WebhookSecret.of(secret);
		this.maxBodySize = checkMaxBodySize(maxBodySize);
		this.allowedAddresses = AllowedAddresses.of(allowedAddresses);
		this.queue = queue;
		this.patience = patience;
	}

	private static String checkPath(@Nullable String path) {
		if (path == null || !PATH.matcher(path).matches()) {
			throw new EigiConfigurationException("eigi.webhook.path",
					"The path for webhook deliveries is not usable (eigi.webhook.path): it has to start with \"/\", "
							+ "to go on, not to end with \"/\", and to consist of letters, digits, \".\", \"_\", \"~\" "
							+ "and \"-\".",
					"Set it to a path that nothing else of the application is at, for example /hooks/eigi. The secret "
							+ "is no part of it.");
		}
		return path;
	}

	private static int checkMaxBodySize(DataSize size) {
		if (size.compareTo(MIN_BODY_SIZE) < 0 || size.compareTo(MAX_BODY_SIZE) > 0) {
			throw new EigiConfigurationException("eigi.webhook.max-body-size",
					"The limit for the body of a webhook delivery is unusable (eigi.webhook.max-body-size).",
					"Set it to a size from 1KB to 100MB. A delivery holds a transcript; 1MB is ample.");
		}
		return Math.toIntExact(size.toBytes());
	}

	/**
	 * Where the endpoint is in the application. The secret follows as one more segment,
	 * or as the query parameter {@code secret}.
	 * @return the path, without the secret
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Take a delivery, or refuse it.
	 * @param request the request
	 * @param response the response
	 * @param remainder what the path of the request has behind {@link #path()}, with or
	 * without the slash between them
	 * @param remoteAddress the address of the sender as the server sees it, never a name
	 * @return completes when the request is answered, and never with an error
	 */
	Mono<Void> handle(ServerHttpRequest request, ServerHttpResponse response, @Nullable String remainder,
			@Nullable String remoteAddress) {
		return Mono.defer(() -> receive(request, remainder, remoteAddress))
			.onErrorResume((ex) -> Mono.just(failed(ex)))
			.flatMap((answer) -> answer(response, answer))
			.onErrorResume((ex) -> {
				logger.debug("A webhook delivery could not be answered: " + ex.getClass().getName());
				return Mono.empty();
			});
	}

	private Mono<WebhookAnswer> receive(ServerHttpRequest request, @Nullable String remainder,
			@Nullable String remoteAddress) {
		if (!knowsSecret(request, remainder)) {
			return Mono.just(WebhookAnswer.WRONG_SECRET);
		}
		if (!this.allowedAddresses.contain(remoteAddress)) {
			return Mono.just(WebhookAnswer.FOREIGN_ADDRESS);
		}
		if (!METHODS.contains(request.getMethod())) {
			return Mono.just(WebhookAnswer.WRONG_METHOD);
		}
		return delivery(request)
			.map((delivery) -> this.queue.offer(delivery) ? WebhookAnswer.TAKEN : WebhookAnswer.FULL);
	}

	private boolean knowsSecret(ServerHttpRequest request, @Nullable String remainder) {
		String inPath = (remainder != null && remainder.startsWith("/")) ? remainder.substring(1) : remainder;
		boolean isInPath = inPath != null && !inPath.isEmpty();
		return this.secret.matches(isInPath ? inPath : request.getQueryParams().getFirst("secret"));
	}

	private Mono<WebhookDelivery> delivery(ServerHttpRequest request) {
		if (HttpMethod.GET.equals(request.getMethod())) {
			MultiValueMap<String, String> parameters = request.getQueryParams();
			return Mono.just(this.reader.read(new DeliveryFields(parameters.getFirst(DeliveryFields.EVENT),
					parameters.getFirst(DeliveryFields.PAYLOAD))));
		}
		MediaType contentType = contentType(request);
		if (MediaType.MULTIPART_FORM_DATA.equalsTypeAndSubtype(contentType)) {
			return body(request)
				.flatMap((body) -> this.multipart.read(contentType, body)
					.onErrorMap((ex) -> new RefusedDeliveryException(WebhookAnswer.UNREADABLE_BODY)))
				.map(this.reader::read);
		}
		Charset charset = contentType.getCharset();
		if (MediaType.APPLICATION_FORM_URLENCODED.equalsTypeAndSubtype(contentType)) {
			return body(request).map((body) -> form(body, (charset != null) ? charset : StandardCharsets.UTF_8))
				.map(this.reader::read);
		}
		if (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(contentType) || ANY_JSON.includes(contentType)) {
			return body(request).map((body) -> this.reader.readJson(body, charset));
		}
		throw new RefusedDeliveryException(WebhookAnswer.UNKNOWN_CONTENT_TYPE);
	}

	private static MediaType contentType(ServerHttpRequest request) {
		try {
			MediaType contentType = request.getHeaders().getContentType();
			if (contentType != null) {
				return contentType;
			}
		}
		catch (InvalidMediaTypeException ex) {
			// quotes what was sent
		}
		throw new RefusedDeliveryException(WebhookAnswer.UNKNOWN_CONTENT_TYPE);
	}

	private static DeliveryFields form(byte[] body, Charset charset) {
		try {
			return DeliveryFields.ofForm(body, charset);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedDeliveryException(WebhookAnswer.UNREADABLE_BODY);
		}
	}

	private Mono<byte[]> body(ServerHttpRequest request) {
		if (request.getHeaders().getContentLength() > this.maxBodySize) {
			return Mono.error(new RefusedDeliveryException(WebhookAnswer.TOO_LARGE));
		}
		return BoundedBody.read(request.getBody(), this.maxBodySize)
			.timeout(this.patience, Mono.error(() -> new RefusedDeliveryException(WebhookAnswer.TOO_SLOW)))
			.onErrorMap((ex) -> !(ex instanceof RefusedDeliveryException),
					(ex) -> new RefusedDeliveryException(WebhookAnswer.UNREADABLE_BODY));
	}

	private static WebhookAnswer failed(Throwable ex) {
		if (ex instanceof RefusedDeliveryException refused) {
			return refused.answer();
		}
		StackTraceElement[] trace = ex.getStackTrace();
		// without its message, which may quote the delivery
		logger.error("A webhook delivery could not be taken: " + ex.getClass().getName()
				+ ((trace.length > 0) ? " at " + trace[0] : ""));
		return WebhookAnswer.FAILED;
	}

	private Mono<Void> answer(ServerHttpResponse response, WebhookAnswer answer) {
		if (answer != WebhookAnswer.TAKEN) {
			this.refusals.refused(answer);
		}
		if (answer == WebhookAnswer.WRONG_METHOD) {
			response.getHeaders().set(HttpHeaders.ALLOW, ALLOW);
		}
		if (answer == WebhookAnswer.FULL) {
			response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
		}
		response.setStatusCode(answer.status());
		return response.setComplete();
	}

	@Override
	public String toString() {
		return "WebhookEndpoint[path=" + this.path + ", secret=***]";
	}

}
