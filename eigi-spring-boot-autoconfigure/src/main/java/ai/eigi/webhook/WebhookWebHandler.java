package ai.eigi.webhook;

import java.net.InetSocketAddress;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;

/**
 * Takes in webhook deliveries in a reactive application. To be mapped to
 * {@link #pattern()}. No thread waits for a slow body.
 * <p>
 * The address of a sender is the one the server sees. Behind a proxy that is the proxy's,
 * unless {@code server.forward-headers-strategy} is set.
 *
 * @since 0.1.0
 */
public final class WebhookWebHandler implements WebHandler {

	private static final String REMAINDER = "secret";

	private final WebhookEndpoint endpoint;

	/**
	 * Create a handler.
	 * @param endpoint decides about the deliveries
	 */
	public WebhookWebHandler(WebhookEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * What the handler has to be mapped to: the path of the endpoint and all below it.
	 * Metrics show this pattern, and so not the secret; the auto-configuration masks it
	 * in the paths that traces show ({@code http.url}, {@code url.path}).
	 * @return a path pattern
	 */
	public String pattern() {
		return this.endpoint.path() + "/{*" + REMAINDER + "}";
	}

	/**
	 * Take a delivery, or refuse it.
	 * @param exchange the request and its response
	 * @return completes when the request is answered, and never with an error
	 */
	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		Map<String, String> variables = exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE,
				Map.of());
		exchange.getResponse().beforeCommit(() -> hangUpIfRefused(exchange.getResponse()));
		return this.endpoint.handle(exchange.getRequest(), exchange.getResponse(), variables.get(REMAINDER),
				text(exchange.getRequest().getRemoteAddress()));
	}

	/**
	 * Reactor Netty would otherwise read on for as long as a refused sender sends.
	 * Servlet containers hang up by themselves.
	 */
	private static Mono<Void> hangUpIfRefused(ServerHttpResponse response) {
		HttpStatusCode status = response.getStatusCode();
		if (status != null && status.is4xxClientError()
				&& ServerHttpResponseDecorator.getNativeResponse(response) instanceof HttpServerResponse netty) {
			netty.keepAlive(false);
		}
		return Mono.empty();
	}

	private static @Nullable String text(@Nullable InetSocketAddress address) {
		if (address == null) {
			return null;
		}
		return (address.getAddress() != null) ? address.getAddress().getHostAddress() : address.getHostString();
	}

	@Override
	public String toString() {
		return this.endpoint.toString();
	}

}
