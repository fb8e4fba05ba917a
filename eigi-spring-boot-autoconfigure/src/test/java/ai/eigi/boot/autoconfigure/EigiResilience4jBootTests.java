package ai.eigi.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.testsupport.RawServer;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration;
import io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterMetricsAutoConfiguration;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryAutoConfiguration;
import io.github.resilience4j.springboot.retry.autoconfigure.RetryMetricsAutoConfiguration;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole application with {@code resilience4j-spring-boot4} and Actuator: its endpoints,
 * health and meters show the client's rate limiter and retry.
 */
class EigiResilience4jBootTests {

	private static final RawServer server = RawServer.start((exchange) -> {
		if (exchange.request().target().endsWith("/missing")) {
			exchange.json(404, "{\"detail\":\"no conversation of +14155550123\"}");
		}
		else if (exchange.request().target().endsWith("/down")) {
			exchange.json(500, "{\"detail\":\"no answer for +14155550123\"}");
		}
		else {
			exchange.json(200, "{\"conversation_id\":\"c-1\"}");
		}
	});

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void startApplication() {
		context = new SpringApplicationBuilder(ApplicationConfiguration.class).web(WebApplicationType.SERVLET)
			.bannerMode(Banner.Mode.OFF)
			.run("--server.port=0", "--eigi.api-key=" + EigiContexts.KEY, "--eigi.base-url=" + server.url(),
					"--eigi.accounts.support.api-key=" + EigiContexts.KEY, "--eigi.retry.initial-backoff=1ms",
					"--management.endpoints.web.exposure.include=*", "--management.endpoint.health.show-details=always",
					"--management.health.ratelimiters.enabled=true",
					"--resilience4j.ratelimiter.instances.eigi.register-health-indicator=true",
					"--resilience4j.ratelimiter.instances.eigi.subscribe-for-events=true",
					"--resilience4j.ratelimiter.tags.team=voice", "--resilience4j.retry.tags.team=voice");
	}

	@AfterAll
	static void stopApplication() {
		context.close();
		server.close();
	}

	@Test
	void endpointsListTheInstancesOfEachAccount() {
		assertThat(names("ratelimiters", "rateLimiters")).contains("eigi", "eigi-support");
		assertThat(names("retries", "retries")).contains("eigi", "eigi-support");
	}

	@Test
	void endpointsListTheInstancesOfAnotherClientUntilItIsClosed() {
		try (EigiClient sales = account("sales")) {
			assertThat(sales.account()).isEqualTo("sales");
			assertThat(names("ratelimiters", "rateLimiters")).contains("eigi", "eigi-sales");
			assertThat(names("retries", "retries")).contains("eigi", "eigi-sales");
		}
		assertThat(names("ratelimiters", "rateLimiters")).contains("eigi").doesNotContain("eigi-sales");
		assertThat(names("retries", "retries")).contains("eigi").doesNotContain("eigi-sales");
	}

	@Test
	void eventsOfTheLimiterAreListed() {
		int before = events("ratelimiterevents", "rateLimiterEvents").size();
		read("c-1");
		assertThat(events("ratelimiterevents", "rateLimiterEvents")).hasSize(before + 1)
			.last()
			.extracting((event) -> event.get("type").asString())
			.isEqualTo("SUCCESSFUL_ACQUIRE");
	}

	@Test
	void eventsOfTheRetryAreListedWithoutAnythingSecret() {
		int before = events("retryevents", "retryEvents").size();
		read("missing");
		read("down");
		List<JsonNode> events = events("retryevents", "retryEvents");
		assertThat(events.stream().skip(before).map((event) -> event.get("type").asString()))
			.containsExactly("IGNORED_ERROR", "RETRY", "RETRY", "ERROR");
		assertThat(events.toString()).contains("404", "500").doesNotContain("4155550123", EigiContexts.KEY);
	}

	@Test
	void healthOfTheLimiterIsShown() {
		JsonNode health = actuator("health/rateLimiters").get("details").get("eigi");
		assertThat(health.get("status").asString()).isEqualTo("UP");
		assertThat(health.get("details").get("availablePermissions").asInt()).isEqualTo(permits());
	}

	@Test
	void eachMeterIsThereOnceAndMeasuresTheClientsOwnInstance() {
		double before = successes();
		read("c-1");
		assertThat(successes()).isEqualTo(before + 1);
		assertThat(meters().find("resilience4j.ratelimiter.available.permissions").meters())
			.extracting((meter) -> meter.getId().getTag("name"))
			.containsExactlyInAnyOrder("eigi", "eigi-support");
		assertThat(value(meters().get("resilience4j.ratelimiter.available.permissions").tag("name", "eigi").meter()))
			.isEqualTo(permits())
			.isLessThan(100);
	}

	@Test
	void tagsOfAllInstancesAreThoseOfTheClientsToo() {
		assertThat(meters().find("resilience4j.ratelimiter.available.permissions").tag("team", "voice").meters())
			.hasSize(2);
		assertThat(meters().find("resilience4j.retry.calls").tag("team", "voice").meters()).hasSize(8);
	}

	@Test
	void metersThatAreSwitchedOffStayOff() {
		MeterRegistry meters = new SimpleMeterRegistry();
		EigiContexts.runner(server)
			.withConfiguration(AutoConfigurations.of(EigiResilience4jMetricsAutoConfiguration.class,
					RateLimiterAutoConfiguration.class, RateLimiterMetricsAutoConfiguration.class,
					RetryAutoConfiguration.class, RetryMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, () -> meters)
			.withPropertyValues("resilience4j.ratelimiter.metrics.enabled=false",
					"resilience4j.retry.metrics.enabled=false")
			.run((context) -> {
				assertThat(context.getBean(RateLimiterRegistry.class).find("eigi")).isPresent();
				assertThat(meters.getMeters()).isEmpty();
			});
	}

	private static void read(String id) {
		Mono<?> conversation = context.getBean(EigiOperations.class).getConversation(id);
		conversation.onErrorComplete().block(EigiContexts.PATIENCE);
	}

	private static EigiClient account(String name) {
		return EigiClient.builder()
			.apiKey(EigiContexts.KEY)
			.account(name)
			.rateLimiterRegistry(context.getBean(RateLimiterRegistry.class))
			.retryRegistry(context.getBean(RetryRegistry.class))
			.build();
	}

	private static int permits() {
		return context.getBean(RateLimiterRegistry.class).rateLimiter("eigi").getMetrics().getAvailablePermissions();
	}

	private static MeterRegistry meters() {
		return context.getBean(MeterRegistry.class);
	}

	private static double successes() {
		return value(meters().get("resilience4j.retry.calls")
			.tag("name", "eigi")
			.tag("kind", "successful_without_retry")
			.meter());
	}

	private static double value(Meter meter) {
		return meter.measure().iterator().next().getValue();
	}

	private static List<String> names(String endpoint, String field) {
		List<String> names = new ArrayList<>();
		actuator(endpoint).get(field).forEach((name) -> names.add(name.asString()));
		return names;
	}

	private static List<JsonNode> events(String endpoint, String field) {
		List<JsonNode> events = new ArrayList<>();
		actuator(endpoint + "/eigi").get(field).forEach(events::add);
		return events;
	}

	private static JsonNode actuator(String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		return JsonMapper.shared()
			.readTree(RestClient.create("http://127.0.0.1:" + port)
				.get()
				.uri("/actuator/" + path)
				.retrieve()
				.body(String.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

}
