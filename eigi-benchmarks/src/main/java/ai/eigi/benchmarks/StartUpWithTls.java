package ai.eigi.benchmarks;

import reactor.netty.http.client.HttpClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The same with a {@code WebClient} that is ready for {@code https}: it knows what the
 * JVM trusts, which a bare one reads at its first request.
 */
@Configuration(proxyBeanMethods = false)
public class StartUpWithTls extends StartUpApplication {

	private final WebClient webClient;

	StartUpWithTls(WebClient.Builder builder) {
		this.webClient = builder.baseUrl("https://api.eigi.ai")
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create().secure()))
			.build();
	}

	/**
	 * Start.
	 * @param args not used
	 */
	public static void main(String[] args) {
		start(StartUpWithTls.class);
	}

	@Bean
	RouterFunction<ServerResponse> agents() {
		return RouterFunctions.route()
			.GET("/agents", (request) -> ServerResponse.ok()
				.body(this.webClient.get().uri("/v1/public/agents").retrieve().bodyToMono(String.class), String.class))
			.build();
	}

}
