package ai.eigi.boot.autoconfigure;

import java.time.Duration;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.chat.ChatRequest;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client in a servlet application.
 */
class EigiAutoConfigurationServletTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class, WebClientAutoConfiguration.class,
				ReactiveHttpClientAutoConfiguration.class, CodecsAutoConfiguration.class,
				JacksonAutoConfiguration.class));

	@Test
	void chatStreamsInAServletApplication() {
		try (RawServer server = RawServer.start((exchange) -> exchange.streamHead().chunk("Hello").lastChunk())) {
			this.runner.withPropertyValues("eigi.api-key=vk_test", "eigi.base-url=" + server.url())
				.run((context) -> assertThat(context.getBean(EigiOperations.class)
					.streamChat(ChatRequest.of("agent-1", "Hi"))
					.blockLast(Duration.ofSeconds(10))).isEqualTo("Hello"));
		}
	}

}
