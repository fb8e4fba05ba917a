package ai.eigi.client.transport;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * The keys that requests carry.
 */
interface ApiKeys {

	/**
	 * The key for the next attempt. Ends with {@link ApiKeyUnavailableException} if there
	 * is none.
	 */
	Mono<ApiKey> current();

	/**
	 * The key to go on with after the service refused one; may be the same again. Empty
	 * where there is no other to be had.
	 */
	Mono<ApiKey> renew(ApiKey refused);

	/**
	 * What must be masked in the answer to an attempt.
	 */
	List<String> secrets(ApiKey used);

	/**
	 * End every wait.
	 */
	void close();

	/**
	 * One key for ever.
	 */
	record Fixed(ApiKey key) implements ApiKeys {

		@Override
		public Mono<ApiKey> current() {
			return Mono.just(this.key);
		}

		@Override
		public Mono<ApiKey> renew(ApiKey refused) {
			return Mono.empty();
		}

		@Override
		public List<String> secrets(ApiKey used) {
			return List.of(this.key.value());
		}

		@Override
		public void close() {
		}

	}

}
