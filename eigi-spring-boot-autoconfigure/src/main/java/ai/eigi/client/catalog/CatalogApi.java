package ai.eigi.client.catalog;

import java.util.Objects;

import ai.eigi.client.paging.Page;
import ai.eigi.client.paging.PageWalk;
import ai.eigi.client.transport.ApiCall;
import ai.eigi.client.transport.ApiTransport;
import ai.eigi.client.transport.Effect;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the service offers to make agents of. Applications use
 * {@code EigiManagementOperations}.
 *
 * @since 0.1.0
 */
public final class CatalogApi {

	private static final int DEFAULT_PAGE_SIZE = 20;

	private static final int LARGEST_PAGE_SIZE = 100;

	private final ApiTransport transport;

	/**
	 * Create the API.
	 * @param transport sends the requests
	 */
	public CatalogApi(ApiTransport transport) {
		this.transport = transport;
	}

	/**
	 * Read providers and their models.
	 * @return the providers
	 */
	public Mono<Providers> getProviders() {
		return this.transport.exchange(ApiCall.get("getProviders", Effect.READ, "/v1/public/providers"),
				Providers::from);
	}

	/**
	 * Read one page of voices.
	 * @param query which voices
	 * @return the page
	 */
	public Mono<Page<Voice>> listVoices(VoiceQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : DEFAULT_PAGE_SIZE;
		return Mono.defer(() -> {
			query.check("listVoices", size);
			return page("listVoices", query, query.page(), size);
		});
	}

	/**
	 * Read all pages of voices, lazily.
	 * @param query which voices
	 * @return the voices
	 */
	public Flux<Voice> allVoices(VoiceQuery query) {
		Objects.requireNonNull(query, "'query' must not be null");
		int size = (query.pageSize() != null) ? query.pageSize() : LARGEST_PAGE_SIZE;
		return Flux.defer(() -> {
			query.check("allVoices", size);
			return PageWalk.from(query.page(),
					(number) -> page("allVoices", query, number, size).map(CatalogApi::byHasMore), Voice::id);
		});
	}

	/**
	 * The service tells whether more voices follow, and a total it does not explain: the
	 * walk goes by the former alone.
	 */
	private static Page<Voice> byHasMore(Page<Voice> page) {
		return new Page<>(page.items(), page.total(), page.number(), page.size(), 0, page.hasNext());
	}

	private Mono<Page<Voice>> page(String operation, VoiceQuery query, int number, int size) {
		ApiCall call = ApiCall.get(operation, Effect.READ, "/v1/public/voices")
			.query("provider", query.provider())
			.query("page", number)
			.query("page_size", size)
			.query("language", query.language())
			.query("gender", query.gender())
			.query("search", query.search())
			.query("show_cloned_only", query.clonedOnly())
			.query("model", query.model());
		if (query.search() != null) {
			call.confidential(query.search());
		}
		return this.transport.exchange(call, (wire) -> Page.from(wire, Voice::from, number, size, "voices", "data"));
	}

	/**
	 * Read the telephone numbers of the account.
	 * @return the numbers
	 */
	public Mono<MobileNumbers> getMobileNumbers() {
		return this.transport.exchange(ApiCall.get("getMobileNumbers", Effect.READ, "/v1/public/mobile-numbers"),
				MobileNumbers::from);
	}

}
