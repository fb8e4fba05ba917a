package ai.eigi.benchmarks;

import java.time.Duration;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A way to read all pages.
 */
interface PagingClient extends AutoCloseable {

	/**
	 * Path of the list.
	 */
	String CONVERSATIONS = "/v1/public/conversations";

	/**
	 * Items on a page.
	 */
	int PAGE_SIZE = 100;

	/**
	 * Read all conversations of an agent.
	 * @param agentId the agent
	 * @param consumption how long it takes to consume what a page holds
	 * @return how many there were
	 */
	long readAll(String agentId, Duration consumption) throws InterruptedException;

	@Override
	void close();

	/**
	 * Consume items a page's worth at a time, asking for the next ones after that.
	 * @return how many there were
	 */
	static long consume(Flux<?> items, Duration consumption) {
		Mono<Long> count = consumption.isZero() ? items.count()
				: items.buffer(PAGE_SIZE)
					.concatMap((batch) -> Mono.delay(consumption).thenReturn((long) batch.size()), 0)
					.reduce(0L, Long::sum);
		return count.blockOptional().orElseThrow();
	}

}
