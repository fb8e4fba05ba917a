package ai.eigi.benchmarks;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Pages with {@code expand} over a bare {@link WebClient}. It asks for the following page
 * as soon as one was handed on, so it too reads ahead.
 *
 * @param <P> the type of page
 */
final class ExpandPaging<P extends ItemPage<?>> implements PagingClient {

	private final BareHttp http = new BareHttp(10);

	private final WebClient webClient;

	private final Class<P> pageType;

	ExpandPaging(String baseUrl, Class<P> pageType) {
		this.webClient = this.http.webClient(baseUrl);
		this.pageType = pageType;
	}

	@Override
	public long readAll(String agentId, Duration consumption) {
		Flux<?> items = page(agentId, 1)
			.expand((page) -> page.hasNext() ? page(agentId, page.number() + 1) : Mono.empty())
			.concatMapIterable(ItemPage::items, 1);
		return PagingClient.consume(items, consumption);
	}

	private Mono<P> page(String agentId, int number) {
		return page(this.webClient, this.pageType, agentId, number);
	}

	static <T> Mono<T> page(WebClient webClient, Class<T> pageType, String agentId, int number) {
		return webClient.get()
			.uri((uri) -> uri.path(CONVERSATIONS)
				.queryParam("page", number)
				.queryParam("page_size", PAGE_SIZE)
				.queryParam("agent_id", agentId)
				.build())
			.retrieve()
			.bodyToMono(pageType);
	}

	@Override
	public void close() {
		this.http.close();
	}

}
