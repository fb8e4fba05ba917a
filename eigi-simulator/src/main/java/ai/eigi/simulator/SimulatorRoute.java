package ai.eigi.simulator;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Routes that the simulator serves.
 *
 * @since 0.1.0
 */
public enum SimulatorRoute {

	/**
	 * Send a message, with a streamed or a whole answer.
	 */
	CHAT("POST", "/v1/public/chat"),

	/**
	 * List chat sessions.
	 */
	LIST_CHAT_SESSIONS("GET", "/v1/public/chat/sessions"),

	/**
	 * Get one chat session.
	 */
	GET_CHAT_SESSION("GET", "/v1/public/chat/sessions/{session_id}"),

	/**
	 * Get the greeting of an agent, which opens a session.
	 */
	FIRST_MESSAGE("GET", "/v1/public/agents/{agent_id}/first-message"),

	/**
	 * List conversations.
	 */
	LIST_CONVERSATIONS("GET", "/v1/public/conversations"),

	/**
	 * Get one conversation.
	 */
	GET_CONVERSATION("GET", "/v1/public/conversations/{conversation_id}"),

	/**
	 * Start outbound calls.
	 */
	START_CALLS("POST", "/v1/public/calls/outbound"),

	/**
	 * List agents.
	 */
	LIST_AGENTS("GET", "/v1/public/agents"),

	/**
	 * Create an agent.
	 */
	CREATE_AGENT("POST", "/v1/public/agents"),

	/**
	 * Get one agent.
	 */
	GET_AGENT("GET", "/v1/public/agents/{agent_id}"),

	/**
	 * Change an agent.
	 */
	UPDATE_AGENT("PATCH", "/v1/public/agents/{agent_id}"),

	/**
	 * Delete an agent.
	 */
	DELETE_AGENT("DELETE", "/v1/public/agents/{agent_id}"),

	/**
	 * Get the variables in an agent's prompt.
	 */
	DYNAMIC_VARIABLES("GET", "/v1/public/agents/{agent_id}/dynamic-variables"),

	/**
	 * List prompts.
	 */
	LIST_PROMPTS("GET", "/v1/public/prompts"),

	/**
	 * Create a prompt.
	 */
	CREATE_PROMPT("POST", "/v1/public/prompts"),

	/**
	 * Get a version of a prompt.
	 */
	GET_PROMPT("GET", "/v1/public/prompts/{prompt_name}"),

	/**
	 * Add a version to a prompt.
	 */
	UPDATE_PROMPT("PATCH", "/v1/public/prompts/{prompt_name}"),

	/**
	 * Delete a prompt.
	 */
	DELETE_PROMPT("DELETE", "/v1/public/prompts/{prompt_name}"),

	/**
	 * List the versions of a prompt.
	 */
	LIST_PROMPT_VERSIONS("GET", "/v1/public/prompts/{prompt_name}/versions"),

	/**
	 * Get providers and their models.
	 */
	PROVIDERS("GET", "/v1/public/providers"),

	/**
	 * List voices.
	 */
	LIST_VOICES("GET", "/v1/public/voices"),

	/**
	 * Get the telephone numbers of the account.
	 */
	MOBILE_NUMBERS("GET", "/v1/public/mobile-numbers");

	private final String method;

	private final String template;

	private final List<String> segments;

	SimulatorRoute(String method, String template) {
		this.method = method;
		this.template = template;
		this.segments = segments(template);
	}

	/**
	 * HTTP method of the route.
	 * @return the method, in upper case
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Path of the route, with its variables in braces.
	 * @return the path template
	 */
	public String template() {
		return this.template;
	}

	/**
	 * Route of a request.
	 * @param request the request
	 * @return the route with its method and path, or {@code null} if there is none
	 */
	static @Nullable SimulatorRoute of(RecordedRequest request) {
		for (SimulatorRoute route : values()) {
			if (route.method.equals(request.method()) && route.match(request.path()) != null) {
				return route;
			}
		}
		return null;
	}

	/**
	 * Match a path against this route.
	 * @param path the path as it was sent, without query
	 * @return the decoded path variables, or {@code null} if the path is another
	 */
	@Nullable Map<String, String> match(String path) {
		List<String> parts = segments(path);
		if (parts.size() != this.segments.size()) {
			return null;
		}
		Map<String, String> variables = new LinkedHashMap<>();
		for (int i = 0; i < parts.size(); i++) {
			String segment = this.segments.get(i);
			String part = parts.get(i);
			if (segment.startsWith("{") && !part.isEmpty()) {
				variables.put(segment.substring(1, segment.length() - 1), decode(part));
			}
			else if (!segment.equals(part)) {
				return null;
			}
		}
		return variables;
	}

	private static List<String> segments(String path) {
		return Arrays.asList(path.split("/", -1));
	}

	private static String decode(String part) {
		try {
			return QueryStringDecoder.decodeComponent(part.replace("+", "%2B"));
		}
		catch (IllegalArgumentException ex) {
			return part;
		}
	}

}
