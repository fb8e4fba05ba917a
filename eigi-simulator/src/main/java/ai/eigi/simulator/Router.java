package ai.eigi.simulator;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Leads a request past the checks that all routes have in common to its handler: key,
 * rate limit, route, fault.
 */
final class Router {

	private static final Reply NOT_HANDLED = Reply.error(500, "Not handled");

	private final Map<SimulatorRoute, Handler> handlers = new EnumMap<>(SimulatorRoute.class);

	private final SimulatorState state;

	Router(SimulatorState state) {
		this.state = state;
	}

	/**
	 * Create a router with the handlers of all routes.
	 */
	static Router complete(SimulatorState state) {
		Router router = new Router(state);
		new ChatRoutes(state).register(router);
		new ConversationRoutes(state).register(router);
		new CallRoutes(state).register(router);
		new AgentRoutes(state).register(router);
		new PromptRoutes(state).register(router);
		new CatalogRoutes(state).register(router);
		return router;
	}

	Router on(SimulatorRoute route, Handler handler) {
		this.handlers.put(route, handler);
		return this;
	}

	Delivery dispatch(RecordedRequest request) {
		try {
			String key = this.state.keys().check(request.header("x-api-key"));
			this.state.rateLimit().check(key, this.state.settings(), this.state.now());
			Map<SimulatorRoute, Map<String, String>> samePath = samePath(request.path());
			for (Map.Entry<SimulatorRoute, Map<String, String>> match : samePath.entrySet()) {
				if (match.getKey().method().equals(request.method())) {
					return deliver(match.getKey(), new Exchange(request, match.getValue()));
				}
			}
			return new Delivery((samePath.isEmpty()) ? Reply.error(404, "Not Found") : methodNotAllowed(samePath),
					null);
		}
		catch (RefusedException ex) {
			return new Delivery(ex.reply(), null);
		}
	}

	/**
	 * Take the fault that strikes a request of which only the head is there.
	 * @param head the request without its body
	 * @return the fault, or {@code null} if the body is to be read
	 */
	@Nullable Fault faultBeforeBody(RecordedRequest head) {
		SimulatorRoute route = SimulatorRoute.of(head);
		if (route == null) {
			return null;
		}
		try {
			this.state.keys().check(head.header("x-api-key"));
		}
		catch (RefusedException ex) {
			return null;
		}
		return this.state.faults().nextBeforeBody(route);
	}

	private Map<SimulatorRoute, Map<String, String>> samePath(String path) {
		Map<SimulatorRoute, Map<String, String>> matches = new LinkedHashMap<>();
		for (SimulatorRoute route : this.handlers.keySet()) {
			Map<String, String> variables = route.match(path);
			if (variables != null) {
				matches.put(route, variables);
			}
		}
		return matches;
	}

	private static Reply methodNotAllowed(Map<SimulatorRoute, ?> samePath) {
		String allowed = String.join(", ", samePath.keySet().stream().map(SimulatorRoute::method).toList());
		return Reply.json(405, Map.of("allow", allowed), Json.object().put("detail", "Method Not Allowed"));
	}

	private Delivery deliver(SimulatorRoute route, Exchange exchange) {
		Fault fault = this.state.faults().next(route);
		if (fault == null) {
			return new Delivery(handle(route, exchange), null);
		}
		Reply reply = (fault.handlesFirst()) ? handle(route, exchange) : NOT_HANDLED;
		Reply replacement = fault.replacement();
		return new Delivery((replacement != null) ? replacement : reply, fault);
	}

	private Reply handle(SimulatorRoute route, Exchange exchange) {
		Handler handler = this.handlers.get(route);
		if (handler == null) {
			return Reply.error(404, "Not Found");
		}
		try {
			return handler.handle(exchange);
		}
		catch (RefusedException ex) {
			return ex.reply();
		}
		catch (RuntimeException ex) {
			return Reply.error(500, "Internal Server Error: " + ex);
		}
	}

	/**
	 * Handler of one route.
	 */
	@FunctionalInterface
	interface Handler {

		/**
		 * Handle a request.
		 * @param exchange the request
		 * @return the answer
		 * @throws RefusedException to answer with an error
		 */
		Reply handle(Exchange exchange);

	}

	/**
	 * Answer and what is to go wrong with it.
	 *
	 * @param reply the answer
	 * @param fault the fault, or {@code null} if nothing is to go wrong
	 */
	record Delivery(Reply reply, @Nullable Fault fault) {

	}

}
