package ai.eigi.boot.autoconfigure.health;

import java.util.LinkedHashMap;
import java.util.Map;

import ai.eigi.client.EigiClientStatus;
import org.jspecify.annotations.Nullable;

/**
 * What health and endpoint show of an account: nothing secret, nothing of what was said.
 */
final class EigiHealthDetails {

	private EigiHealthDetails() {
	}

	static Map<String, Object> of(EigiHealth health) {
		Map<String, Object> details = new LinkedHashMap<>();
		EigiClientStatus status = health.status();
		if (status == null) {
			details.put("used", false);
			return details;
		}
		put(details, "lastAnswer", status.lastAnswer());
		EigiClientStatus.LastFailure failure = status.lastFailure();
		if (failure != null) {
			details.put("lastFailure", failure.kind().name());
			details.put("lastFailureAt", failure.at());
		}
		details.put("consecutiveFailures", status.consecutiveFailures());
		put(details, "checkedAt", health.checkedAt());
		if (!status.coolDown().isZero()) {
			details.put("coolDown", status.coolDown());
		}
		if (status.permitLimit() < Integer.MAX_VALUE) {
			details.put("availablePermits", status.availablePermits());
			details.put("permitLimit", status.permitLimit());
		}
		details.put("waitingForPermit", status.waitingForPermit());
		details.put("connectionsInUse", status.connectionsInUse());
		details.put("waitingForConnection", status.waitingForConnection());
		details.put("maxConnections", status.maxConnections());
		return details;
	}

	private static void put(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value);
		}
	}

}
