package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.eigi.client.EigiClient;
import ai.eigi.client.error.EigiApiException;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.client.transport.HttpSettings;
import io.netty.channel.ChannelOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an application changes about the eigi client alone, and how the settings of all
 * HTTP clients of the application come in.
 */
class EigiClientBuilderCustomizerTests {

	private final RawServer server = EigiContexts.conversationServer();

	private final ApplicationContextRunner contextRunner = EigiContexts.runner(this.server);

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void customizerBeforeThePropertiesSeesTheDefaultsAndLoses() {
		this.contextRunner.withPropertyValues("eigi.http.max-connections=7")
			.withUserConfiguration(CustomizersBeforeAndAfterConfiguration.class)
			.run((context) -> {
				List<HttpSettings> seen = context.getBean(CustomizersBeforeAndAfterConfiguration.class).seen;
				assertThat(seen.get(0)).isEqualTo(HttpSettings.defaults());
				assertThat(seen.get(1).maxConnections()).isEqualTo(7);
			});
	}

	@Test
	void customizerAfterThePropertiesHasTheLastWord() {
		this.contextRunner.withPropertyValues("eigi.http.max-connections=7")
			.withUserConfiguration(CustomizersBeforeAndAfterConfiguration.class)
			.run((context) -> {
				List<HttpSettings> seen = context.getBean(CustomizersBeforeAndAfterConfiguration.class).seen;
				assertThat(seen.get(2).maxConnections()).isEqualTo(9);
			});
	}

	@Test
	void customizerWithoutOrderComesAfterTheProperties() {
		List<HttpSettings> seen = new CopyOnWriteArrayList<>();
		this.contextRunner.withPropertyValues("eigi.http.max-connections=7")
			.withBean(EigiClientBuilderCustomizer.class, () -> recordingSettings(seen))
			.run((context) -> assertThat(seen).singleElement()
				.satisfies((settings) -> assertThat(settings.maxConnections()).isEqualTo(7)));
	}

	@Test
	void customizerChangesTheHttpClient() {
		this.contextRunner
			.withBean(EigiClientBuilderCustomizer.class,
					() -> (builder) -> builder
						.httpClient((client) -> client.headers((headers) -> headers.set("X-Proxy-Pass", "open"))))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement()
					.satisfies((request) -> assertThat(request.header("X-Proxy-Pass")).isEqualTo("open"));
			});
	}

	@Test
	void twoCustomizersOfTheHttpClientBothApply() {
		this.contextRunner
			.withBean("one", EigiClientBuilderCustomizer.class,
					() -> (builder) -> builder
						.httpClient((client) -> client.headers((headers) -> headers.set("X-One", "1"))))
			.withBean("other", EigiClientBuilderCustomizer.class,
					() -> (builder) -> builder
						.httpClient((client) -> client.headers((headers) -> headers.set("X-Other", "2"))))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement().satisfies((request) -> {
					assertThat(request.header("X-One")).isEqualTo("1");
					assertThat(request.header("X-Other")).isEqualTo("2");
				});
			});
	}

	@Test
	void customizerCannotSwitchRedirectsBackOn() {
		try (RawServer foreign = EigiContexts.conversationServer();
				RawServer redirecting = EigiContexts.serverAnswering(302, "location: " + foreign.url() + "/stolen")) {
			EigiContexts.runner(redirecting)
				.withBean(EigiClientBuilderCustomizer.class,
						() -> (builder) -> builder.httpClient((client) -> client.followRedirect(true)))
				.run((context) -> {
					assertThatExceptionOfType(EigiApiException.class)
						.isThrownBy(() -> EigiContexts.readConversation(context))
						.satisfies((ex) -> assertThat(ex.status()).isEqualTo(302));
					assertThat(foreign.connections()).isZero();
				});
		}
	}

	@Test
	void propertyOfTheApplicationCannotSwitchRedirectsBackOn() {
		try (RawServer foreign = EigiContexts.conversationServer();
				RawServer redirecting = EigiContexts.serverAnswering(307, "location: " + foreign.url() + "/stolen")) {
			EigiContexts.runner(redirecting)
				.withPropertyValues("spring.http.clients.redirects=follow")
				.run((context) -> {
					assertThatExceptionOfType(EigiApiException.class)
						.isThrownBy(() -> EigiContexts.readConversation(context));
					assertThat(foreign.connections()).isZero();
				});
		}
	}

	@Test
	void userAgentIsThatOfTheClientAndNotOfTheApplication() {
		this.contextRunner
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.defaultHeader("X-Application", "shop"))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement().satisfies((request) -> {
					assertThat(request.header(HttpHeaders.USER_AGENT)).startsWith("eigi-spring-boot-starter");
					assertThat(request.header("X-Application")).isEqualTo("shop");
				});
			});
	}

	@Test
	void connectTimeoutIsFiveSecondsByDefault() {
		assertThatConnectTimeoutIs(5000);
	}

	@Test
	void connectTimeoutOfAllHttpClientsIsTheFallback() {
		assertThatConnectTimeoutIs(1234, "spring.http.clients.connect-timeout=1234ms");
	}

	@Test
	void connectTimeoutOfTheClientTakesPrecedence() {
		assertThatConnectTimeoutIs(4321, "spring.http.clients.connect-timeout=1234ms",
				"eigi.http.connect-timeout=4321ms");
	}

	@Test
	void timeLimitsOfThePropertiesReachTheClient() {
		List<HttpSettings> seen = new CopyOnWriteArrayList<>();
		this.contextRunner
			.withPropertyValues("eigi.http.connect-timeout=1s", "eigi.http.response-timeout=2s",
					"eigi.http.stream-first-text-timeout=3s", "eigi.http.stream-idle-timeout=4s",
					"eigi.http.max-connections=5", "eigi.http.allow-insecure=true")
			.withBean(EigiClientBuilderCustomizer.class, () -> recordingSettings(seen))
			.run((context) -> assertThat(seen).containsExactly(new HttpSettings(Duration.ofSeconds(1),
					Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4), 5, true)));
	}

	@Test
	void settingsWithoutPropertiesAreThoseOfTheClientWithoutBoot() {
		List<HttpSettings> seen = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(EigiClientBuilderCustomizer.class, () -> recordingSettings(seen))
			.run((context) -> assertThat(seen).containsExactly(HttpSettings.defaults()));
	}

	private void assertThatConnectTimeoutIs(int millis, String... properties) {
		List<Object> seen = new CopyOnWriteArrayList<>();
		this.contextRunner.withPropertyValues(properties)
			.withBean(EigiClientBuilderCustomizer.class, () -> (builder) -> builder.httpClient((client) -> {
				seen.add(client.configuration().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS));
				return client;
			}))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(seen).isNotEmpty().containsOnly(millis);
			});
	}

	private static EigiClientBuilderCustomizer recordingSettings(List<HttpSettings> seen) {
		return (builder) -> builder.http((settings) -> {
			seen.add(settings);
			return settings;
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizersBeforeAndAfterConfiguration {

		private final List<HttpSettings> seen = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		EigiClientBuilderCustomizer last() {
			return recordingSettings(this.seen);
		}

		@Bean
		@Order(1)
		EigiClientBuilderCustomizer after() {
			return (builder) -> changeConnections(builder, 9);
		}

		@Bean
		@Order(-1)
		EigiClientBuilderCustomizer before() {
			return (builder) -> changeConnections(builder, 3);
		}

		private void changeConnections(EigiClient.Builder builder, int connections) {
			builder.http((settings) -> {
				this.seen.add(settings);
				return settings.withMaxConnections(connections);
			});
		}

	}

}
