package ai.eigi.client;

import java.time.Duration;

import reactor.core.publisher.Mono;

/**
 * Gives the API key where it is not a fixed setting: reads it from Vault, from a
 * database, from a file that is replaced. A new key is used without restart.
 * <p>
 * It is asked before a request queues for a connection and a permit, once for each time
 * the request is sent, unless a key is at hand that it allowed to be kept. Requests that
 * need a key at the same time share one question, as long as the keys may be kept; a key
 * that must not be is read for each request by itself, in the Reactor context of that
 * request. The question is cancelled when nobody waits for its answer any more.
 * <p>
 * When the service refuses a key (401), it is asked once for another one. If another one
 * comes, the request is sent once more; calls are not, since they ring. If the same one
 * comes, the request fails.
 * <p>
 * An error, no key, or something that cannot be a key ends the request with
 * {@link ai.eigi.client.error.EigiApiKeyUnavailableException}, and nothing is sent. It is
 * not asked again for that request: a supplier that wants that repeats by itself. Its
 * exception goes nowhere but for the name of its class, since it may hold a secret.
 * <p>
 * Must not block. What blocks goes to a thread that may: <pre class="code">
 * EigiApiKeySupplier supplier = (request) -&gt; Mono.fromCallable(() -&gt; vault.readKey(request.account()))
 *     .subscribeOn(Schedulers.boundedElastic())
 *     .map((key) -&gt; EigiApiKey.of(key).cachedFor(Duration.ofMinutes(5)));
 * </pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EigiApiKeySupplier {

	/**
	 * Read the key.
	 * @param request whose key is wanted, and why
	 * @return the key; one and no more
	 */
	Mono<EigiApiKey> get(EigiApiKeyRequest request);

	/**
	 * How long an answer is waited for.
	 * @return more than zero, 10 seconds if not overridden
	 */
	default Duration timeout() {
		return Duration.ofSeconds(10);
	}

}
