package ai.eigi.webhook;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServletHttpHandlerAdapter;

/**
 * Takes in webhook deliveries in a servlet application, beside its
 * {@code DispatcherServlet}. To be mapped to {@link #mapping()} alone, with asynchronous
 * requests supported. Reads without blocking: no thread waits for a slow body, and the
 * container's time limit for reading applies beside that of the endpoint.
 * <p>
 * The address of a sender is the one the container sees. Behind a proxy that is the
 * proxy's, unless {@code server.forward-headers-strategy} is set.
 *
 * @since 0.1.0
 */
public final class WebhookServlet extends ServletHttpHandlerAdapter {

	private final WebhookEndpoint endpoint;

	/**
	 * Create a servlet.
	 * @param endpoint decides about the deliveries
	 */
	public WebhookServlet(WebhookEndpoint endpoint) {
		super((request, response) -> handle(endpoint, request, response));
		this.endpoint = endpoint;
	}

	/**
	 * What the servlet has to be mapped to: the path of the endpoint and all below it.
	 * @return a URL pattern
	 */
	public String mapping() {
		return this.endpoint.path() + "/*";
	}

	private static Mono<Void> handle(WebhookEndpoint endpoint, ServerHttpRequest request, ServerHttpResponse response) {
		HttpServletRequest servletRequest = ServerHttpRequestDecorator.getNativeRequest(request);
		// not the remote address of the reactive request, which would look up a name
		return endpoint.handle(request, response, servletRequest.getPathInfo(), servletRequest.getRemoteAddr());
	}

	@Override
	public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
		try {
			super.service(request, response);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			// an address that is none; the message quotes it, and the container would log
			((HttpServletResponse) response).setStatus(HttpStatus.BAD_REQUEST.value());
			if (request.isAsyncStarted()) {
				request.getAsyncContext().complete();
			}
		}
	}

	@Override
	public String toString() {
		return this.endpoint.toString();
	}

}
