package ai.eigi.simulator;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.resolver.DefaultAddressResolverGroup;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/**
 * Sends webhooks over HTTP. Its threads are its own and not those of the server, which a
 * receiver may call while it is being called. Each webhook has a connection of its own,
 * so that none fails because a receiver was restarted since the last one.
 */
final class WebhookClient {

	private final LoopResources loops = LoopResources.create("eigi-simulator-webhook", 1, true);

	private final Scheduler timer = Schedulers.newSingle("eigi-simulator-webhook-timer", true);

	private final Sinks.Empty<Integer> closed = Sinks.empty();

	private final HttpClient client = HttpClient.newConnection()
		// Netty's own resolver would start a thread before anything is sent
		.resolver(DefaultAddressResolverGroup.INSTANCE)
		.runOn(this.loops, false)
		.keepAlive(false)
		// an attempt is one request: what fails is tried again at its time
		.disableRetry(true)
		.headers((headers) -> headers.set(HttpHeaderNames.USER_AGENT, "eigi-simulator"));

	/**
	 * Send a webhook.
	 * @param destination where to
	 * @param event the name of the event
	 * @param payload the payload, a JSON text
	 * @param patience how long to wait for the answer
	 * @return the status of the answer, or an error if there was none
	 */
	Mono<Integer> send(WebhookDestination destination, String event, String payload, Duration patience) {
		HttpMethod method = HttpMethod.valueOf(destination.method().name());
		HttpClient.RequestSender request = this.client.request(method).uri(url(destination, event, payload));
		HttpClient.ResponseReceiver<?> sender = request;
		if (destination.hasJsonBody()) {
			sender = withBody(method, destination, "application/json", payload);
		}
		else if (destination.method() != WebhookMethod.GET) {
			String boundary = "eigi-" + UUID.randomUUID();
			sender = withBody(method, destination, "multipart/form-data; boundary=" + boundary,
					form(boundary, event, payload));
		}
		Mono<Integer> status = sender.response((response, content) -> content.then(Mono.just(response.status().code())))
			.single();
		return Mono.firstWithSignal(status, this.closed.asMono())
			.timeout(patience, Mono.error(() -> new TimeoutException("No answer within " + patience)), this.timer);
	}

	private HttpClient.ResponseReceiver<?> withBody(HttpMethod method, WebhookDestination destination,
			String contentType, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return this.client
			.headers((headers) -> headers.set(HttpHeaderNames.CONTENT_TYPE, contentType)
				.set(HttpHeaderNames.CONTENT_LENGTH, bytes.length))
			.request(method)
			.uri(destination.url())
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)));
	}

	private static String url(WebhookDestination destination, String event, String payload) {
		String url = destination.url().toString();
		if (destination.method() != WebhookMethod.GET || destination.hasJsonBody()) {
			return url;
		}
		String separator = (destination.url().getRawQuery() != null) ? "&" : "?";
		return url + separator + "event=" + encode(event) + "&payload=" + encode(payload);
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Form as common Python clients write it: fields have neither a content type nor a
	 * character set.
	 */
	private static String form(String boundary, String event, String payload) {
		return "--" + boundary + field("event", event) + "--" + boundary + field("payload", payload) + "--" + boundary
				+ "--\r\n";
	}

	private static String field(String name, String value) {
		return "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
	}

	/**
	 * End what is under way with an error and release the threads.
	 */
	void close() {
		this.closed.tryEmitError(new IllegalStateException("The simulator was closed"));
		this.timer.dispose();
		Waits.undisturbed(() -> this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block());
	}

}
