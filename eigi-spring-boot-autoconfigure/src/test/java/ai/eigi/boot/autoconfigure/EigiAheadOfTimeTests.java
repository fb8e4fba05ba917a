package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import ai.eigi.boot.autoconfigure.health.EigiActuatorAutoConfiguration;
import ai.eigi.boot.autoconfigure.health.EigiEndpoint;
import ai.eigi.boot.autoconfigure.health.EigiHealth;
import ai.eigi.boot.autoconfigure.health.EigiHealthAutoConfiguration;
import ai.eigi.boot.autoconfigure.health.EigiHealthCheck;
import ai.eigi.boot.autoconfigure.health.EigiInfoContributor;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.webhook.ConversationEventStore;
import ai.eigi.webhook.ConversationEvents;
import ai.eigi.webhook.ConversationSweep;
import ai.eigi.webhook.JdbcConversationEventStore;
import ai.eigi.webhook.WebhookEndpoint;
import ai.eigi.webhook.WebhookServlet;
import io.micrometer.core.instrument.MeterRegistry;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.context.reactive.GenericReactiveWebApplicationContext;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.util.StringUtils;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wiring works from code that was made ahead of time, and a native image is told what
 * it needs.
 */
class EigiAheadOfTimeTests {

	private static final String[] WEBHOOK = { "eigi.webhook.path=/hooks/eigi",
			"eigi.webhook.secret=S3cretOfTheTests-0123456789abcdef_XYZ" };

	private static final AutoConfigurations EVENTS = AutoConfigurations
		.of(EigiConversationEventsAutoConfiguration.class, EigiWebhookAutoConfiguration.class);

	@Test
	@CompileWithForkedClassLoader
	void clientTalks() {
		try (RawServer server = EigiContexts.conversationServer()) {
			String[] properties = { "eigi.api-key=" + EigiContexts.KEY, "eigi.base-url=" + server.url() };
			RuntimeHints hints = start(EigiContexts.runner(), properties, GenericApplicationContext::new, (context) -> {
				assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1");
				assertThat(context.getBean(EigiManagementOperations.class)).isNotNull();
			});
			assertThat(server.requests()).hasSize(1);
			Class<?> builder = WebClient.builder().getClass();
			assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(builder, "connector")).accepts(hints);
		}
	}

	@Test
	@CompileWithForkedClassLoader
	void reactiveApplicationReceivesEventsAndKeepsThemInADatabase() {
		ReactiveWebApplicationContextRunner runner = new ReactiveWebApplicationContextRunner()
			.withConfiguration(EigiContexts.AUTO_CONFIGURATIONS)
			.withConfiguration(EVENTS)
			.withUserConfiguration(DatabaseConfiguration.class);
		String[] properties = with(WEBHOOK, "eigi.api-key=" + EigiContexts.KEY, "eigi.webhook.store.type=jdbc",
				"eigi.webhook.sweep.types=telephony");
		RuntimeHints hints = start(runner, properties, GenericReactiveWebApplicationContext::new, (context) -> {
			assertThat(context.getBean("eigiWebhookHandlerMapping")).isInstanceOf(HandlerMapping.class);
			assertThat(context.getBean(ConversationEventStore.class)).isInstanceOf(JdbcConversationEventStore.class);
			assertThat(context.getBean(ConversationEvents.class).isRunning()).isTrue();
			assertThat(context.getBean(ConversationSweep.class).isRunning()).isTrue();
		});
		String script = EventStoreSchemaInitializer.SCHEMA.substring("classpath:".length());
		assertThat(RuntimeHintsPredicates.resource().forResource(script)).accepts(hints);
	}

	@Test
	@CompileWithForkedClassLoader
	void servletApplicationReceivesEvents() {
		WebApplicationContextRunner runner = new WebApplicationContextRunner()
			.withConfiguration(EigiContexts.AUTO_CONFIGURATIONS)
			.withConfiguration(EVENTS);
		start(runner, with(WEBHOOK, "eigi.api-key=" + EigiContexts.KEY), GenericWebApplicationContext::new,
				(context) -> {
					assertThat(context.getBean(ServletRegistrationBean.class).getServlet())
						.isInstanceOf(WebhookServlet.class);
					assertThat(context.getBean(WebhookEndpoint.class).path()).isEqualTo("/hooks/eigi");
				});
	}

	@Test
	@CompileWithForkedClassLoader
	void accountsAreMeasuredAndInHealth() {
		try (RawServer server = EigiContexts.conversationServer()) {
			ApplicationContextRunner runner = EigiContexts.runner()
				.withConfiguration(AutoConfigurations.of(EigiHealthAutoConfiguration.class,
						EigiActuatorAutoConfiguration.class, EigiObservationAutoConfiguration.class,
						EigiResilience4jMetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
						MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
						SimpleMetricsExportAutoConfiguration.class));
			String[] properties = { "eigi.api-key=" + EigiContexts.KEY,
					"eigi.accounts.support.api-key=" + EigiContexts.KEY, "eigi.base-url=" + server.url(),
					"management.endpoints.web.exposure.include=eigi" };
			RuntimeHints hints = start(runner, properties, GenericApplicationContext::new, (context) -> {
				EigiContexts.read(EigiContexts.operations(context, "support"));
				List<EigiHealth> health = context.getBean(EigiHealthCheck.class).current();
				assertThat(health).extracting(EigiHealth::account).containsExactly("default", "support");
				assertThat(health).extracting(EigiHealth::state)
					.containsExactly(EigiHealth.State.UNKNOWN, EigiHealth.State.UP);
				assertThat(context.getBean("eigiHealthContributor"))
					.isInstanceOf(CompositeReactiveHealthContributor.class);
				assertThat(context.getBean(EigiEndpoint.class).accounts()).asString().contains("support");
				assertThat(context.getBean(EigiInfoContributor.class)).isNotNull();
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				assertThat(meters.get("eigi.client.requests").tag("account", "support").timer().count()).isOne();
				assertThat(meters.get("eigi.client.permits.available").tag("account", "support").gauge().value())
					.isEqualTo(99);
				assertThat(meters.get("resilience4j.ratelimiter.available.permissions")
					.tag("name", "eigi-support")
					.gauge()
					.value()).isEqualTo(99);
			});
			assertThat(server.requests()).hasSize(1);
			assertThat(RuntimeHintsPredicates.reflection().onType(EigiEndpoint.class)).accepts(hints);
		}
	}

	private static String[] with(String[] properties, String... more) {
		return StringUtils.concatenateStringArrays(properties, more);
	}

	private static TestGenerationContext generate(GenericApplicationContext context) {
		TestGenerationContext generated = new TestGenerationContext(EigiAheadOfTimeTests.class);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generated);
		generated.writeGeneratedContent();
		return generated;
	}

	/**
	 * Makes the code of an application, and starts the application from it.
	 */
	@SuppressWarnings("unchecked")
	private static RuntimeHints start(AbstractApplicationContextRunner<?, ?, ?> runner, String[] properties,
			Supplier<GenericApplicationContext> type, Consumer<ConfigurableApplicationContext> test) {
		AtomicReference<RuntimeHints> hints = new AtomicReference<>();
		runner.withPropertyValues(properties).prepare((prepared) -> {
			TestGenerationContext generated = generate(
					(GenericApplicationContext) prepared.getSourceApplicationContext());
			hints.set(generated.getRuntimeHints());
			TestCompiler.forSystem().with(generated).compile((compiled) -> {
				try (GenericApplicationContext context = type.get()) {
					TestPropertyValues.of(properties).applyTo(context);
					compiled.getInstance(ApplicationContextInitializer.class).initialize(context);
					context.refresh();
					test.accept(context);
				}
			});
		});
		return hints.get();
	}

	@Configuration(proxyBeanMethods = false)
	static class DatabaseConfiguration {

		@Bean
		DataSource dataSource() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:ahead-of-time;DB_CLOSE_DELAY=-1");
			return dataSource;
		}

	}

}
