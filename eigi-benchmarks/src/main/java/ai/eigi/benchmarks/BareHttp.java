package ai.eigi.benchmarks;

import java.time.Duration;

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Reactor Netty for the bare clients, with connections and as many threads of their own
 * as ours has.
 */
final class BareHttp implements AutoCloseable {

	private final LoopResources loops = LoopResources.create("bare", LoopResources.DEFAULT_IO_WORKER_COUNT, true);

	private final ConnectionProvider pool;

	BareHttp(int connections) {
		this.pool = ConnectionProvider.builder("bare").maxConnections(connections).pendingAcquireMaxCount(-1).build();
	}

	HttpClient httpClient() {
		return HttpClient.create(this.pool).runOn(this.loops);
	}

	WebClient webClient(String baseUrl) {
		return WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(httpClient()))
			.baseUrl(baseUrl)
			.defaultHeader("X-API-Key", StreamingClient.API_KEY)
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(16 * 1024 * 1024))
			.build();
	}

	@Override
	public void close() {
		this.pool.disposeLater().then(this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(3))).block();
	}

}
