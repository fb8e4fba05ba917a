package ai.eigi.client.transport;

import reactor.core.publisher.Mono;

/**
 * Where the client reads keys that may change.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ApiKeySource {

	/**
	 * Read the key.
	 * @param account name of the account
	 * @param formerRefused whether the service has just refused the former one
	 * @return the key, made with {@link ApiKey#supplied}
	 */
	Mono<ApiKey> read(String account, boolean formerRefused);

}
