package ai.eigi.simulator;

import java.util.Map;

/**
 * Request that reached its route.
 *
 * @param request the request
 * @param variables the decoded variables of the path
 */
record Exchange(RecordedRequest request, Map<String, String> variables) {

	String variable(String name) {
		return this.variables.getOrDefault(name, "");
	}

}
