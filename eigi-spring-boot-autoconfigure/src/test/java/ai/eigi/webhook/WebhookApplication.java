package ai.eigi.webhook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import ai.eigi.boot.autoconfigure.EigiWebhookProperties;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;

/**
 * A whole application that receives deliveries, on each server of interest. Has both web
 * stacks on its class path, and a controller that catches every other request.
 */
final class WebhookApplication implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private WebhookApplication(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static WebhookApplication start(Server server, String... properties) {
		return start(server, ApplicationConfiguration.class, properties);
	}

	/**
	 * An application that waits for a body for a moment only.
	 */
	static WebhookApplication startImpatient(Server server, String... properties) {
		return start(server, ImpatientConfiguration.class, properties);
	}

	private static WebhookApplication start(Server server, Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("server.port=0", "spring.main.web-application-type=" + server.type, "eigi.api-key=vk_test",
						"eigi.webhook.path=" + Deliveries.PATH, "eigi.webhook.secret=" + Deliveries.SECRET));
		all.addAll(List.of(properties));
		return new WebhookApplication(
				new SpringApplicationBuilder(configuration, server.configuration).bannerMode(Banner.Mode.OFF)
					.run(all.stream().map((property) -> "--" + property).toArray(String[]::new)));
	}

	RecordingQueue queue() {
		return this.context.getBean(RecordingQueue.class);
	}

	int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	@Override
	public void close() {
		this.context.close();
	}

	enum Server {

		NETTY(WebApplicationType.REACTIVE, NettyConfiguration.class),

		TOMCAT(WebApplicationType.SERVLET, TomcatConfiguration.class),

		JETTY(WebApplicationType.SERVLET, JettyConfiguration.class);

		private final WebApplicationType type;

		private final Class<?> configuration;

		Server(WebApplicationType type, Class<?> configuration) {
			this.type = type;
			this.configuration = configuration;
		}

	}

	/**
	 * A queue with room for as many as the test says.
	 */
	static final class RecordingQueue implements DeliveryQueue {

		private final List<WebhookDelivery> deliveries = new ArrayList<>();

		private final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);

		@Override
		public synchronized boolean offer(WebhookDelivery delivery) {
			if (this.deliveries.size() >= this.room.get()) {
				return false;
			}
			return this.deliveries.add(delivery);
		}

		synchronized List<WebhookDelivery> deliveries() {
			return List.copyOf(this.deliveries);
		}

		synchronized void empty(int newRoom) {
			this.deliveries.clear();
			this.room.set(newRoom);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

		@Bean
		RecordingQueue recordingQueue() {
			return new RecordingQueue();
		}

		@Bean
		CatchAll catchAll() {
			return new CatchAll();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ImpatientConfiguration extends ApplicationConfiguration {

		@Bean
		WebhookEndpoint impatientEndpoint(EigiWebhookProperties properties, DeliveryQueue queue) {
			return new WebhookEndpoint(properties.getPath(), properties.getSecret(), properties.getMaxBodySize(),
					properties.getAllowedAddresses(), queue, Duration.ofMillis(300));
		}

	}

	@RestController
	static class CatchAll {

		@RequestMapping("/**")
		ResponseEntity<Void> everythingElse() {
			return ResponseEntity.status(418).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NettyConfiguration {

		@Bean
		ReactiveWebServerFactory webServerFactory() {
			return NettyServer::new;
		}

		@Bean
		@ConditionalOnProperty(name = "server.forward-headers-strategy", havingValue = "framework")
		ForwardedHeaderTransformer forwardedHeaderTransformer() {
			return new ForwardedHeaderTransformer();
		}

	}

	/**
	 * Reactor Netty's server as Boot starts it. Boot's module for it would change the
	 * client's connections in every other test here.
	 */
	private static final class NettyServer implements WebServer {

		private final LoopResources threads = LoopResources.create("webhook-http");

		private final HttpServer server;

		private DisposableServer running;

		NettyServer(HttpHandler handler) {
			this.server = HttpServer.create()
				.port(0)
				.runOn(this.threads)
				.handle(new ReactorHttpHandlerAdapter(handler));
		}

		@Override
		public void start() {
			this.running = this.server.bindNow();
		}

		@Override
		public void stop() {
			this.running.disposeNow(Duration.ofSeconds(30));
			this.threads.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
		}

		@Override
		public int getPort() {
			return (this.running != null) ? this.running.port() : -1;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TomcatConfiguration {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JettyConfiguration {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

}
