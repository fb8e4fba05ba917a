package ai.eigi.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Which keys are valid: by default all that start with {@code vk_}.
 */
final class ApiKeys {

	private final Map<String, String> refused = new ConcurrentHashMap<>();

	private final @Nullable String only;

	ApiKeys(@Nullable String only) {
		this.only = only;
	}

	void refuse(String key, String detail) {
		this.refused.put(key, detail);
	}

	void accept(String key) {
		this.refused.remove(key);
	}

	void clear() {
		this.refused.clear();
	}

	/**
	 * Check the key of a request.
	 * @param key the key, or {@code null} if none was sent
	 * @return the key
	 * @throws RefusedException with 401
	 */
	String check(@Nullable String key) {
		if (key == null || key.isBlank()) {
			throw new RefusedException(401, "Missing API key");
		}
		String detail = this.refused.get(key);
		if (detail != null) {
			throw new RefusedException(401, detail);
		}
		if (!key.startsWith("vk_") || (this.only != null && !this.only.equals(key))) {
			throw new RefusedException(401, "Invalid API key");
		}
		return key;
	}

}
