package ai.eigi.client;

import reactor.core.publisher.Mono;

/**
 * Knows the keys of accounts that are known only while the application runs: in a
 * database, in a vault. Asked when the client of a tenant is made, which is at the first
 * request and again after it was idle, not for each request.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EigiTenantKeys {

	/**
	 * Find the key of a tenant's account. Must not block.
	 * @param tenant the tenant, as it was given to {@link EigiTenants}
	 * @return the key; or nothing if there is no such tenant
	 */
	Mono<String> keyOf(String tenant);

}
