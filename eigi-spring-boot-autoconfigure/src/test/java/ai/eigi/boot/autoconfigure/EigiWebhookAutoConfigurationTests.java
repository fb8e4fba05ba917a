package ai.eigi.boot.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.webhook.DeliveryQueue;
import ai.eigi.webhook.WebhookEndpoint;
import ai.eigi.webhook.WebhookServlet;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationFilter;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When there is an endpoint, and which of its settings are refused at start.
 */
@ExtendWith(OutputCaptureExtension.class)
class EigiWebhookAutoConfigurationTests {

	private static final String SECRET = "S3cretOfTheTests-0123456789abcdef_XYZ";

	private static final String[] PROPERTIES = { "eigi.webhook.path=/hooks/eigi", "eigi.webhook.secret=" + SECRET };

	private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations
		.of(EigiWebhookAutoConfiguration.class);

	private final ApplicationContextRunner plain = new ApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(DeliveryQueue.class, () -> (delivery) -> true);

	private final ReactiveWebApplicationContextRunner reactive = new ReactiveWebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(DeliveryQueue.class, () -> (delivery) -> true);

	private final WebApplicationContextRunner servlet = new WebApplicationContextRunner()
		.withConfiguration(AUTO_CONFIGURATIONS)
		.withBean(DeliveryQueue.class, () -> (delivery) -> true);

	@Test
	void nothingIsReceivedUntilAPathIsSet() {
		for (AbstractApplicationContextRunner<?, ?, ?> runner : List.of(this.plain, this.reactive, this.servlet)) {
			runner.withPropertyValues("eigi.webhook.secret=" + SECRET)
				.run((context) -> assertThatNothingIsReceived(context));
		}
	}

	@Test
	void nothingIsReceivedWhenTheClientIsOff() {
		for (AbstractApplicationContextRunner<?, ?, ?> runner : List.of(this.reactive, this.servlet)) {
			runner.withPropertyValues(PROPERTIES)
				.withPropertyValues("eigi.enabled=false")
				.run((context) -> assertThatNothingIsReceived(context));
		}
	}

	@Test
	void applicationWithoutWebReceivesNothing() {
		this.plain.withPropertyValues(PROPERTIES).run((context) -> assertThatNothingIsReceived(context));
	}

	@ParameterizedTest
	@ValueSource(classes = { IpSubnetFilterRule.class, JsonMapper.class })
	void applicationWithoutALibraryReceivesNothing(Class<?> missing) {
		this.reactive.withPropertyValues(PROPERTIES)
			.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThatNothingIsReceived(context));
	}

	private static void assertThatNothingIsReceived(ApplicationContext context) {
		assertThat(context.getBeansOfType(WebhookEndpoint.class)).isEmpty();
		assertThat(context.getBeansOfType(EigiWebhookProperties.class)).isEmpty();
		assertThat(context.containsBean("eigiWebhookHandlerMapping")).isFalse();
		assertThat(context.containsBean("eigiWebhookServlet")).isFalse();
	}

	@Test
	void reactiveApplicationMapsTheEndpoint() {
		this.reactive.withPropertyValues(PROPERTIES).run((context) -> {
			SimpleUrlHandlerMapping mapping = context.getBean("eigiWebhookHandlerMapping",
					SimpleUrlHandlerMapping.class);
			assertThat(mapping.getUrlMap()).containsOnlyKeys("/hooks/eigi/{*secret}");
			assertThat(mapping.getOrder()).isNegative();
			assertThat(context).doesNotHaveBean(ServletRegistrationBean.class);
		});
	}

	@Test
	void servletApplicationRegistersAServletThoughWebFluxIsThere() {
		this.servlet.withPropertyValues(PROPERTIES).run((context) -> {
			ServletRegistrationBean<?> registration = context.getBean(ServletRegistrationBean.class);
			assertThat(registration.getServlet()).isInstanceOf(WebhookServlet.class);
			assertThat(registration.getUrlMappings()).containsExactly("/hooks/eigi/*");
			assertThat(registration.isAsyncSupported()).isTrue();
			assertThat(context).doesNotHaveBean("eigiWebhookHandlerMapping");
		});
	}

	@Test
	void pathIsLoggedAndTheSecretIsNot(CapturedOutput output) {
		this.reactive.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context.getBean(WebhookEndpoint.class)).asString()
				.contains("/hooks/eigi")
				.doesNotContain(SECRET));
		this.servlet.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context.getBean(ServletRegistrationBean.class)).asString()
				.doesNotContain(SECRET));
		assertThat(output).contains("Receiving eigi webhook deliveries at /hooks/eigi/<secret>").doesNotContain(SECRET);
	}

	@Test
	void tracesDoNotShowTheSecret() {
		for (AbstractApplicationContextRunner<?, ?, ?> runner : List.of(this.reactive, this.servlet)) {
			runner.withPropertyValues(PROPERTIES).run((context) -> {
				ObservationFilter filter = ((ApplicationContext) context).getBean(ObservationFilter.class);
				for (Function<String, Observation.Context> observed : observed()) {
					assertThat(shown(filter, observed.apply("/app/hooks/eigi/" + SECRET)))
						.contains("/app/hooks/eigi/***")
						.noneMatch((value) -> value.contains(SECRET));
					assertThat(shown(filter, observed.apply("/app/hooks/other"))).contains("/app/hooks/other");
				}
			});
		}
	}

	/**
	 * What each of Spring's conventions says of a request for an address.
	 */
	private static List<Function<String, Observation.Context>> observed() {
		return List.of((url) -> observed(new DefaultServerRequestObservationConvention(), servlet(url)),
				(url) -> observed(new OpenTelemetryServerRequestObservationConvention(), servlet(url)),
				(url) -> observed(
						new org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention(),
						reactive(url)));
	}

	private static <C extends Observation.Context> C observed(ObservationConvention<C> convention, C context) {
		context.addLowCardinalityKeyValues(convention.getLowCardinalityKeyValues(context));
		context.addHighCardinalityKeyValues(convention.getHighCardinalityKeyValues(context));
		return context;
	}

	private static ServerRequestObservationContext servlet(String url) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", url);
		request.setQueryString("secret=" + SECRET);
		return new ServerRequestObservationContext(request, new MockHttpServletResponse());
	}

	private static org.springframework.http.server.reactive.observation.ServerRequestObservationContext reactive(
			String url) {
		return new org.springframework.http.server.reactive.observation.ServerRequestObservationContext(
				MockServerHttpRequest.post(url + "?secret=" + SECRET).build(), new MockServerHttpResponse(), Map.of());
	}

	private static List<String> shown(ObservationFilter filter, Observation.Context context) {
		return filter.map(context).getAllKeyValues().stream().map(KeyValue::getValue).toList();
	}

	@Test
	void endpointOfTheApplicationIsUsed() {
		WebhookEndpoint own = new WebhookEndpoint("/own", SECRET, DataSize.ofKilobytes(1), List.of(),
				(delivery) -> true);
		this.servlet.withPropertyValues(PROPERTIES)
			.withBean(WebhookEndpoint.class, () -> own)
			.run((context) -> assertThat(context.getBean(ServletRegistrationBean.class).getUrlMappings())
				.containsExactly("/own/*"));
	}

	@Test
	void applicationWithoutAQueueDoesNotStart() {
		new ReactiveWebApplicationContextRunner().withConfiguration(AUTO_CONFIGURATIONS)
			.withPropertyValues(PROPERTIES)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("DeliveryQueue"));
	}

	@ParameterizedTest
	@CsvSource({ "eigi.webhook.path,hooks", "eigi.webhook.path,/", "eigi.webhook.path,''", "eigi.webhook.path,/hooks/",
			"eigi.webhook.path,/hooks/{id}", "eigi.webhook.path,/hooks/**", "eigi.webhook.path,//hooks",
			"eigi.webhook.path,/hooks/../admin", "eigi.webhook.path,/hooks?x=1", "eigi.webhook.path,/h ooks",
			"eigi.webhook.secret,''", "eigi.webhook.secret,short-0123456789",
			"eigi.webhook.secret,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			"eigi.webhook.secret,0123456789abcdef/0123456789abcdef", "eigi.webhook.max-body-size,1023B",
			"eigi.webhook.max-body-size,101MB", "eigi.webhook.allowed-addresses,hooks.example.com",
			"eigi.webhook.allowed-addresses,'203.0.113.7,203.0.113.0/40'" })
	void unusableSettingIsRefusedAtStart(String property, String value) {
		for (AbstractApplicationContextRunner<?, ?, ?> runner : List.of(this.reactive, this.servlet)) {
			runner.withPropertyValues(PROPERTIES).withPropertyValues(property + "=" + value).run((context) -> {
				Throwable failure = ((ApplicationContextAssertProvider<?>) context).getStartupFailure();
				assertThat(failure).as("failure").isNotNull();
				assertThat(failure).rootCause().isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo(property);
					assertThat(ex.getMessage()).contains(property);
					assertThat(ex.action()).isNotBlank();
				});
				FailureAnalysis analysis = new EigiConfigurationFailureAnalyzer().analyze(failure);
				assertThat(analysis).as("analysis").isNotNull();
				StringWriter text = new StringWriter();
				failure.printStackTrace(new PrintWriter(text));
				assertThat(text + analysis.getDescription() + analysis.getAction()).doesNotContain(SECRET);
				if (property.endsWith("secret") && !value.isEmpty()) {
					assertThat(text + analysis.getDescription() + analysis.getAction()).doesNotContain(value);
				}
			});
		}
	}

}
