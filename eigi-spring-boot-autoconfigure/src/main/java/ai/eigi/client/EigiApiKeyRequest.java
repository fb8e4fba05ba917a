package ai.eigi.client;

/**
 * What an {@link EigiApiKeySupplier} is asked for.
 *
 * @param account name of the account, as in {@link EigiClient#account()}: {@code default}
 * where none was given; the tenant, where {@link EigiTenants} ask
 * @param formerRefused whether the service has just refused (401) the key that was given
 * before, so that a copy of it that the supplier keeps is of no use
 * @since 0.1.0
 */
public record EigiApiKeyRequest(String account, boolean formerRefused) {

}
