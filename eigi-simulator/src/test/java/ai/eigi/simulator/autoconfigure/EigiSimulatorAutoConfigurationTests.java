package ai.eigi.simulator.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.boot.autoconfigure.EigiAutoConfiguration;
import ai.eigi.boot.autoconfigure.EigiConnectionDetails;
import ai.eigi.client.EigiApiKey;
import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.EigiTenants;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.WebhookDestination;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EigiSimulatorAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EigiSimulatorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EigiSimulatorAutoConfiguration.class));

	private final ReactiveWebApplicationContextRunner webContextRunner = new ReactiveWebApplicationContextRunner(
			AnnotationConfigReactiveWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(EigiSimulatorAutoConfiguration.class))
		.withUserConfiguration(ServerConfiguration.class)
		.withPropertyValues("eigi.simulator.enabled=true");

	@Test
	void shouldBeRegistered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(EigiSimulatorAutoConfiguration.class.getName());
	}

	@Test
	void shouldBeWhereEveryAccountConnects() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class))
			.withPropertyValues("eigi.simulator.enabled=true", "eigi.base-url=https://nowhere.invalid",
					"eigi.accounts.support.api-key=vk_support",
					"eigi.accounts.support.base-url=https://nowhere.invalid", "eigi.accounts.sales.retry.enabled=false")
			.run((context) -> {
				EigiSimulator simulator = context.getBean(EigiSimulator.class);
				for (EigiOperations operations : context.getBeansOfType(EigiOperations.class).values()) {
					operations.listConversations(ConversationQuery.all()).block(Duration.ofSeconds(20));
				}
				assertThat(simulator.requests()).extracting((request) -> request.header("X-API-Key"))
					.containsExactlyInAnyOrder(simulator.apiKey(), "vk_support", "vk_sales");
				assertThat(context.getBean(EigiClient.class).account()).isEqualTo("default");
			});
	}

	@Test
	void shouldHearNothingAboutAConnectorThatNobodyChose(CapturedOutput output) {
		this.contextRunner
			.withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class, WebClientAutoConfiguration.class,
					ReactiveHttpClientAutoConfiguration.class, HttpClientAutoConfiguration.class))
			.withPropertyValues("eigi.simulator.enabled=true")
			.run((context) -> {
				assertThat(context).hasSingleBean(EigiOperations.class)
					.hasSingleBean(ClientHttpConnectorBuilderCustomizer.class);
				assertThat(output).doesNotContain("HTTP connector");
			});
	}

	@Test
	void shouldBeWhereTenantsConnectWithTheirKeys() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class))
			.withPropertyValues("eigi.simulator.enabled=true", "eigi.base-url=https://nowhere.invalid")
			.withBean(EigiApiKeySupplier.class,
					() -> (request) -> Mono.just(EigiApiKey.of("vk_" + request.account()).cached()))
			.run((context) -> {
				for (String tenant : List.of("one", "other")) {
					context.getBean(EigiTenants.class)
						.operations(tenant)
						.listConversations(ConversationQuery.all())
						.block(Duration.ofSeconds(20));
				}
				assertThat(context.getBean(EigiSimulator.class).requests())
					.extracting((request) -> request.header("X-API-Key"))
					.containsExactly("vk_one", "vk_other");
			});
	}

	@Test
	void shouldBeOffByDefault() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(EigiSimulator.class)
			.doesNotHaveBean(EigiConnectionDetails.class));
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(EigiSimulator.class));
	}

	@Test
	void shouldBackOffWithoutTheClient() {
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=true")
			.withClassLoader(new FilteredClassLoader(EigiConnectionDetails.class))
			.run((context) -> assertThat(context).doesNotHaveBean(EigiSimulator.class));
	}

	@Test
	void shouldPointConnectionDetailsToTheSimulator() {
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=true").run((context) -> {
			EigiSimulator simulator = context.getBean(EigiSimulator.class);
			EigiConnectionDetails details = context.getBean(EigiConnectionDetails.class);
			assertThat(details.getBaseUrl()).isEqualTo(simulator.baseUrl());
			assertThat(details.getApiKey()).isEqualTo(simulator.apiKey());
			assertThat(details.getSslBundle()).isNull();
			assertThat(get(details, "/v1/public/conversations")).contains("\"total\":0");
		});
	}

	@Test
	void shouldApplyProperties() throws IOException {
		int port = freePort();
		this.contextRunner
			.withPropertyValues("eigi.simulator.enabled=true", "eigi.simulator.port=" + port,
					"eigi.simulator.demo-data=true", "eigi.simulator.chunk-delay=1ms",
					"eigi.simulator.requests-per-minute=1")
			.run((context) -> {
				EigiConnectionDetails details = context.getBean(EigiConnectionDetails.class);
				assertThat(details.getBaseUrl()).endsWith(":" + port);
				assertThat(get(details, "/v1/public/conversations")).contains("\"total\":25");
				assertThat(get(details, "/v1/public/conversations")).contains("Rate limit exceeded");
			});
	}

	@Test
	void shouldSendWebhooksNowhereByDefault() {
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=true")
			.run((context) -> assertThat(context.getBean(EigiSimulator.class).webhooks().destinations()).isEmpty());
	}

	@Test
	void shouldSendWebhooksToAddresses() {
		this.contextRunner
			.withPropertyValues("eigi.simulator.enabled=true",
					"eigi.simulator.webhook.urls=https://example.com/a,http://localhost:1/b",
					"eigi.simulator.webhook.method=put")
			.run((context) -> assertThat(context.getBean(EigiSimulator.class).webhooks().destinations())
				.containsExactly(WebhookDestination.put("https://example.com/a"),
						WebhookDestination.put("http://localhost:1/b")));
	}

	@Test
	void shouldSendWebhooksToItsOwnApplication() {
		this.webContextRunner
			.withPropertyValues("eigi.simulator.webhook.path=/hooks/eigi?secret=s", "eigi.simulator.webhook.method=get",
					"eigi.simulator.webhook.max-attempts=2", "eigi.simulator.webhook.retry-interval=1h")
			.run((context) -> {
				OwnServer server = context.getBean(OwnServer.class);
				EigiSimulator simulator = context.getBean(EigiSimulator.class);
				assertThat(simulator.webhooks().destinations()).containsExactly(
						WebhookDestination.get("http://127.0.0.1:" + server.getPort() + "/hooks/eigi?secret=s"));
				simulator.receiveCall(SimulatedAgent.SUPPORT.id(), "+14155550123",
						CallOutcome.failed().withRinging(Duration.ZERO));
				Awaitility.await().until(() -> server.requests.size() == 1);
				// the next attempt is due an hour after this one was answered, whenever
				// that is
				Awaitility.await().until(() -> {
					simulator.clock().advance(Duration.ofHours(10));
					return simulator.webhooks().deliveries().size() == 2;
				});
				simulator.clock().advance(Duration.ofHours(10));
				assertThat(server.requests).hasSize(2)
					.allSatisfy((uri) -> assertThat(uri).startsWith("/hooks/eigi?secret=s&event=conversation.failed&"));
			});
	}

	@Test
	void shouldTakeNoManagementServerForItsOwn() {
		this.webContextRunner.withPropertyValues("eigi.simulator.webhook.path=/hooks")
			.withInitializer((context) -> ((AnnotationConfigReactiveWebServerApplicationContext) context)
				.setServerNamespace("management"))
			.run((context) -> assertThat(context.getBean(EigiSimulator.class).webhooks().destinations()).isEmpty());
	}

	@Test
	void shouldRefusePathThatIsNone() {
		this.webContextRunner.withPropertyValues("eigi.simulator.webhook.path=hooks")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessage("'eigi.simulator.webhook.path' must start with '/'"));
	}

	@Test
	void shouldBackOffWithoutServers() {
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=true", "eigi.simulator.webhook.path=/hooks")
			.withClassLoader(new FilteredClassLoader(WebServerInitializedEvent.class))
			.run((context) -> assertThat(context).hasSingleBean(EigiSimulator.class)
				.doesNotHaveBean("eigiSimulatorOwnServerWebhook"));
	}

	@Test
	void shouldStopWithTheContext() throws IOException {
		AtomicReference<EigiSimulator> simulator = new AtomicReference<>();
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=true")
			.run((context) -> simulator.set(context.getBean(EigiSimulator.class)));
		new ServerSocket(simulator.get().port()).close();
	}

	@Test
	void shouldUseSimulatorOfTheUser() {
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=true")
			.withUserConfiguration(CustomSimulatorConfiguration.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(EigiSimulator.class).hasBean("customSimulator");
				assertThat(context.getBean(EigiConnectionDetails.class).getApiKey()).isEqualTo("vk_custom");
			});
	}

	@Test
	void shouldUseConnectionDetailsOfTheUser() {
		this.contextRunner.withPropertyValues("eigi.simulator.enabled=true")
			.withUserConfiguration(CustomConnectionDetailsConfiguration.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(EigiConnectionDetails.class).hasSingleBean(EigiSimulator.class);
				assertThat(context.getBean(EigiConnectionDetails.class).getApiKey()).isEqualTo("vk_elsewhere");
			});
	}

	private static String get(EigiConnectionDetails details, String path) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create(details.getBaseUrl() + path))
			.header("X-API-Key", details.getApiKey())
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomSimulatorConfiguration {

		@Bean
		EigiSimulator customSimulator() {
			return EigiSimulator.builder().apiKey("vk_custom").start();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CustomConnectionDetailsConfiguration {

		@Bean
		EigiConnectionDetails customConnectionDetails() {
			return () -> "vk_elsewhere";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServerConfiguration {

		@Bean
		OwnServer ownServer() {
			return new OwnServer();
		}

		@Bean
		ReactiveWebServerFactory webServerFactory(OwnServer server) {
			return (handler) -> server;
		}

		@Bean
		HttpHandler httpHandler() {
			return (request, response) -> response.setComplete();
		}

	}

	/**
	 * Server of the application, which answers everything with 500.
	 */
	static class OwnServer implements WebServer {

		private final List<String> requests = new CopyOnWriteArrayList<>();

		private HttpServer server;

		@Override
		public void start() {
			try {
				this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			this.server.createContext("/", (exchange) -> {
				this.requests.add(exchange.getRequestURI().toString());
				exchange.sendResponseHeaders(500, -1);
				exchange.close();
			});
			this.server.start();
		}

		@Override
		public void stop() {
			if (this.server != null) {
				this.server.stop(0);
			}
		}

		@Override
		public int getPort() {
			return this.server.getAddress().getPort();
		}

	}

}
