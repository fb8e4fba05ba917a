package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.List;

import ai.eigi.client.EigiClient;
import ai.eigi.client.testsupport.NettyLeaks;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that uses a connector of its own choice beside the client: neither has
 * to do with the other's connections, and each outlives the other.
 */
@ExtendWith(NettyLeaks.class)
class EigiAutoConfigurationConnectorTests {

	private static final String OURS = "eigi-spring-boot-starter";

	private final RawServer eigi = EigiContexts.conversationServer();

	private final RawServer other = RawServer.start((exchange) -> exchange.json(200, "{}"));

	private final ApplicationContextRunner contextRunner = EigiContexts.runner(this.eigi);

	@AfterEach
	void closeServers() {
		this.eigi.close();
		this.other.close();
	}

	@ParameterizedTest
	@CsvSource({ "jdk,Java-http-client", "reactor,ReactorNetty" })
	void eachGoesItsOwnWayAndTheApplicationsOutlivesOurs(String connector, String userAgent) {
		this.contextRunner.withPropertyValues("spring.http.clients.reactive.connector=" + connector).run((context) -> {
			WebClient application = context.getBean(WebClient.Builder.class).build();
			read(application, this.other);
			EigiContexts.readConversation(context);
			// the same host: no connection is shared even then
			read(application, this.eigi);
			EigiContexts.readConversation(context);
			assertThat(userAgents(this.other)).singleElement().asString().startsWith(userAgent);
			assertThat(userAgents(this.eigi)).extracting((agent) -> agent.startsWith(OURS))
				.containsExactly(true, false, true);
			assertThat(this.eigi.connections()).isGreaterThanOrEqualTo(2);
			context.getBean(EigiClient.class).close();
			read(application, this.other);
			read(application, this.eigi);
		});
		assertThat(this.other.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.headers()).doesNotContainKey("x-api-key"));
		assertThat(this.eigi.requests()).hasSize(4);
	}

	@Test
	void oursOutlivesTheConnectionsAndThreadsOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnResourcesConfiguration.class).run((context) -> {
			read(context.getBean(WebClient.Builder.class).build(), this.other);
			EigiContexts.readConversation(context);
			stopResourcesOfTheApplication(context);
			EigiContexts.readConversation(context);
		});
		assertThat(this.other.requests()).hasSize(1);
		assertThat(userAgents(this.eigi)).hasSize(2).allMatch((agent) -> agent.startsWith(OURS));
	}

	private static void stopResourcesOfTheApplication(ApplicationContext context) {
		context.getBean(ReactorResourceFactory.class).destroy();
	}

	private static void read(WebClient client, RawServer server) {
		client.get()
			.uri(server.url() + "/v1/public/conversations/c-1")
			.retrieve()
			.toBodilessEntity()
			.block(EigiContexts.PATIENCE);
	}

	private static List<String> userAgents(RawServer server) {
		return server.requests().stream().map((request) -> request.header("user-agent")).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResourcesConfiguration {

		@Bean
		ReactorResourceFactory resources() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setShutdownQuietPeriod(Duration.ZERO);
			return resources;
		}

		@Bean
		ClientHttpConnector connector(ReactorResourceFactory resources) {
			return new ReactorClientHttpConnector(resources, (client) -> client);
		}

	}

}
