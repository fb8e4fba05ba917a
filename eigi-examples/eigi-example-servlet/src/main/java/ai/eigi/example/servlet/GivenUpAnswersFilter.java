package ai.eigi.example.servlet;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Breaks the connection of a stream that the container gives up, as Tomcat does with all
 * at its stop; before its first text there is still room for a status. Spring MVC ends
 * such a stream in good order, and nobody would see that words are missing.
 */
@Component
class GivenUpAnswersFilter extends OncePerRequestFilter {

	private static final String GIVEN_UP = GivenUpAnswersFilter.class.getName() + ".GIVEN_UP";

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!isAsyncDispatch(request)) {
			chain.doFilter(new ListeningRequest(request), response);
		}
		else if (request.getAttribute(GIVEN_UP) == null) {
			chain.doFilter(request, response);
		}
		else if (response.isCommitted()) {
			throw new ServletException("The container gave this answer up before its end");
		}
		else {
			// the error page is no text/plain
			response.reset();
			response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		}
	}

	/**
	 * Hears of the end of the container's patience before Spring MVC does: listeners are
	 * called in the order in which they were added.
	 */
	private static final class ListeningRequest extends HttpServletRequestWrapper implements AsyncListener {

		ListeningRequest(HttpServletRequest request) {
			super(request);
		}

		@Override
		public AsyncContext startAsync() {
			return listeningTo(super.startAsync());
		}

		@Override
		public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
			return listeningTo(super.startAsync(request, response));
		}

		private AsyncContext listeningTo(AsyncContext context) {
			context.addListener(this);
			return context;
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			setAttribute(GIVEN_UP, true);
		}

		@Override
		public void onError(AsyncEvent event) {
		}

		@Override
		public void onComplete(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

}
