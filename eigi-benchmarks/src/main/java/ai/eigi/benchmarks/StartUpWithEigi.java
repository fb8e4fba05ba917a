package ai.eigi.benchmarks;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * The same with this starter.
 */
@Configuration(proxyBeanMethods = false)
public class StartUpWithEigi extends StartUpApplication {

	private final EigiOperations operations;

	StartUpWithEigi(EigiOperations operations) {
		this.operations = operations;
	}

	/**
	 * Start.
	 * @param args not used
	 */
	public static void main(String[] args) {
		start(StartUpWithEigi.class);
	}

	@Bean
	RouterFunction<ServerResponse> greeting() {
		return RouterFunctions.route()
			.GET("/greeting",
					(request) -> ServerResponse.ok()
						.body(this.operations.streamChat(ChatRequest.of("agent", "Hello")), String.class))
			.build();
	}

}
