package ai.eigi.client;

import java.time.Duration;
import java.util.Objects;

import ai.eigi.client.transport.ApiKey;

/**
 * An API key as an {@link EigiApiKeySupplier} gives it, with how long it may be used
 * before the supplier is asked again. Shows itself to nobody: it has a
 * {@link #toString()} without the key, and is equal to itself only.
 *
 * @since 0.1.0
 */
public final class EigiApiKey {

	private final String value;

	private final Duration lifetime;

	private EigiApiKey(String value, Duration lifetime) {
		this.value = value;
		this.lifetime = lifetime;
	}

	/**
	 * A key for one request: for the next one the supplier is asked again.
	 * @param value the key
	 * @return the key
	 */
	public static EigiApiKey of(String value) {
		return new EigiApiKey(Objects.requireNonNull(value, "'value' must not be null"), Duration.ZERO);
	}

	/**
	 * The same key for all requests within a time, counted from when the supplier gave
	 * it, or until the service refuses it.
	 * @param lifetime how long; not at all if it is zero or negative, as what is left of
	 * a lease may be
	 * @return a key that is kept
	 */
	public EigiApiKey cachedFor(Duration lifetime) {
		return new EigiApiKey(this.value, Objects.requireNonNull(lifetime, "'lifetime' must not be null"));
	}

	/**
	 * The same key for all requests until the service refuses it.
	 * @return a key that is kept
	 */
	public EigiApiKey cached() {
		return new EigiApiKey(this.value, ApiKey.FOR_EVER);
	}

	ApiKey toApiKey() {
		return ApiKey.supplied(this.value, this.lifetime);
	}

	@Override
	public String toString() {
		return "EigiApiKey(***)";
	}

}
