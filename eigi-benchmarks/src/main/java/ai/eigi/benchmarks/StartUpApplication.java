package ai.eigi.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * A WebFlux application that says how long it took to start and what it holds, and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class StartUpApplication {

	static final String READY = "ready ";

	/**
	 * Start without any client.
	 * @param args not used
	 */
	public static void main(String[] args) {
		start(StartUpApplication.class);
	}

	static void start(Class<?> application) {
		SpringApplication spring = new SpringApplication(application);
		spring.setDefaultProperties(
				Map.of("server.port", "0", "spring.main.banner-mode", "off", "eigi.api-key", "vk_benchmark"));
		spring.addListeners((event) -> {
			if (event instanceof ApplicationReadyEvent) {
				tell();
			}
		});
		System.exit(SpringApplication.exit(spring.run()));
	}

	private static void tell() {
		long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
		System.out.println(READY + millis + " " + Resources.usedHeap() + " " + classes);
	}

	@Bean
	RouterFunction<ServerResponse> hello() {
		return RouterFunctions.route().GET("/", (request) -> ServerResponse.ok().bodyValue("Hello")).build();
	}

}
