package ai.eigi.boot.autoconfigure;

import ai.eigi.client.EigiClient;

/**
 * Changes the eigi client, and no other, before it is built: its settings, its
 * {@code WebClient.Builder}, its Reactor Netty {@code HttpClient}. Beans of this type are
 * applied in order; the properties are applied at order 0, so that others can come before
 * or after.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface EigiClientBuilderCustomizer {

	/**
	 * Customize the builder.
	 * @param builder the builder
	 */
	void customize(EigiClient.Builder builder);

}
