package ai.eigi.simulator.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;

import ai.eigi.boot.autoconfigure.EigiConnectionDetails;
import ai.eigi.simulator.EigiSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EigiSimulatorAutoConfiguration}.
 */
class EigiSimulatorAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EigiSimulatorAutoConfiguration.class));

	@Test
	void shouldBeRegistered() {
		assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
			.contains(EigiSimulatorAutoConfiguration.class.getName());
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

}
