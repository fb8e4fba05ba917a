package ai.eigi.benchmarks;

import java.time.Duration;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The loop that comes to mind first: ask for a page, consume it, ask for the next one.
 */
final class LoopPaging implements PagingClient {

	private final BareHttp http = new BareHttp(10);

	private final WebClient webClient;

	LoopPaging(String baseUrl) {
		this.webClient = this.http.webClient(baseUrl);
	}

	@Override
	public long readAll(String agentId, Duration consumption) throws InterruptedException {
		long count = 0;
		MapPage page;
		int number = 1;
		do {
			page = ExpandPaging.page(this.webClient, MapPage.class, agentId, number++).blockOptional().orElseThrow();
			count += page.items().size();
			if (!consumption.isZero()) {
				Thread.sleep(consumption.toMillis());
			}
		}
		while (page.hasNext());
		return count;
	}

	@Override
	public void close() {
		this.http.close();
	}

}
