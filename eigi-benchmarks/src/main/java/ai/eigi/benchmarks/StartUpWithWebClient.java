package ai.eigi.benchmarks;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The same with a {@code WebClient}.
 */
@Configuration(proxyBeanMethods = false)
public class StartUpWithWebClient extends StartUpApplication {

	private final WebClient webClient;

	StartUpWithWebClient(WebClient.Builder builder) {
		this.webClient = builder.baseUrl("https://api.eigi.ai").build();
	}

	/**
	 * Start.
	 * @param args not used
	 */
	public static void main(String[] args) {
		start(StartUpWithWebClient.class);
	}

	@Bean
	RouterFunction<ServerResponse> agents() {
		return RouterFunctions.route()
			.GET("/agents", (request) -> ServerResponse.ok()
				.body(this.webClient.get().uri("/v1/public/agents").retrieve().bodyToMono(String.class), String.class))
			.build();
	}

}
