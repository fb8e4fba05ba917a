package ai.eigi.simulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One message to an agent, as a scripted reply sees it.
 *
 * @param agentId the agent that is asked
 * @param sessionId the session, be it new or continued
 * @param message the text of the user
 * @param metadata the metadata of the request, empty if it had none
 * @since 0.1.0
 * @see EigiSimulator#replyWith(java.util.function.Function)
 */
public record ChatTurn(String agentId, String sessionId, String message, Map<String, Object> metadata) {

	public ChatTurn {
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

}
