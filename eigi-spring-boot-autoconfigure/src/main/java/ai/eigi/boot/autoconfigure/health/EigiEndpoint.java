package ai.eigi.boot.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows how the accounts are doing, and asks the service
 * on demand.
 *
 * @since 0.1.0
 */
@Endpoint(id = "eigi")
public class EigiEndpoint {

	private final EigiHealthCheck check;

	EigiEndpoint(EigiHealthCheck check) {
		this.check = check;
	}

	/**
	 * Show how all accounts are doing. Sends nothing.
	 * @return state and details by account
	 */
	@ReadOperation
	public Map<String, Object> accounts() {
		return describe(this.check.current());
	}

	/**
	 * Ask the service now, and show how all accounts are doing.
	 * @return state and details by account
	 */
	@WriteOperation
	public Mono<Map<String, Object>> check() {
		return this.check.check().collectList().map(EigiEndpoint::describe);
	}

	private static Map<String, Object> describe(List<EigiHealth> accounts) {
		Map<String, Object> described = new LinkedHashMap<>();
		for (EigiHealth health : accounts) {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("state", health.state().name());
			details.putAll(EigiHealthDetails.of(health));
			described.put(health.account(), details);
		}
		return Map.of("accounts", described);
	}

}
