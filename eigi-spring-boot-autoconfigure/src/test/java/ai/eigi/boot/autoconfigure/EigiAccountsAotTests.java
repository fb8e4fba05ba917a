package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Accounts of an application that was processed ahead of time: their names are fixed, and
 * everything else is read when it starts.
 */
@CompileWithForkedClassLoader
@ExtendWith(OutputCaptureExtension.class)
class EigiAccountsAotTests {

	private static final Map<String, Object> BUILD_TIME = Map.of("eigi.accounts.support.api-key", "${SUPPORT_KEY}",
			"eigi.accounts.sales-eu.api-key", "vk_of-the-build", "eigi.base-url", "https://nowhere.invalid");

	@Test
	void keysAndAddressAreReadAtTheStart() {
		try (RawServer server = EigiContexts.conversationServer()) {
			processAndStart(
					Map.of("eigi.api-key", "vk_main", "eigi.accounts.support.api-key", "${SUPPORT_KEY}", "SUPPORT_KEY",
							"vk_support", "eigi.accounts.sales-eu.api-key", "vk_sales", "eigi.base-url", server.url()),
					(context, generated) -> {
						Injected injected = context.getBean(Injected.class);
						List.of(injected.support(), injected.sales(), context.getBean(EigiOperations.class))
							.forEach((operations) -> operations.getConversation("c-1").block(EigiContexts.PATIENCE));
						assertThat(server.requests()).extracting((request) -> request.header("X-API-Key"))
							.containsExactly("vk_support", "vk_sales", "vk_main");
						assertThat(generated).contains("support").doesNotContain("vk_of-the-build");
					});
		}
	}

	@Test
	void mainAccountThatHasNoKeyAtTheStartIsNotMissed() {
		processAndStart(
				Map.of("eigi.accounts.support.api-key", "vk_support", "eigi.accounts.saleseu.api-key", "vk_sales"),
				(context, generated) -> {
					assertThat(context.getBean(Injected.class).support()).isNotNull();
					assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
						.isThrownBy(() -> context.getBean(EigiOperations.class));
				});
	}

	@Test
	void accountThatIsNewAtTheStartHasNoBeanAndIsWarnedOf(CapturedOutput output) {
		processAndStart(Map.of("eigi.accounts.support.api-key", "vk_support", "eigi.accounts.saleseu.api-key",
				"vk_sales", "eigi.accounts.new-one.api-key", "vk_new"), (context, generated) -> {
					assertThat(context.getBeansOfType(EigiClient.class)).containsOnlyKeys("supportEigiClient",
							"sales-euEigiClient");
					assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
						.isThrownBy(() -> BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
								EigiOperations.class, "new-one"));
					assertThat(output.getAll().lines().filter((line) -> line.contains("No beans for the accounts")))
						.singleElement()
						.asString()
						.contains("WARN", "[new-one] below eigi.accounts");
				});
	}

	@Test
	void clientOfTheApplicationStaysTheOneOfItsAccount() {
		try (RawServer server = EigiContexts.conversationServer()) {
			processAndStart(
					Map.of("eigi.api-key", "vk_main", "eigi.accounts.support.api-key", "vk_support",
							"eigi.accounts.sales-eu.api-key", "vk_sales", "eigi.base-url", server.url()),
					(context, generated) -> {
						List.of(context.getBean(Injected.class).support(), context.getBean(EigiOperations.class))
							.forEach((operations) -> operations.getConversation("c-1").block(EigiContexts.PATIENCE));
						assertThat(server.requests()).extracting((request) -> request.header("X-API-Key"))
							.containsExactly("vk_of-the-application", "vk_main");
					}, Application.class, OwnSupportClient.class);
		}
	}

	private static void processAndStart(Map<String, Object> runTime,
			BiConsumer<ConfigurableApplicationContext, String> test) {
		processAndStart(runTime, test, Application.class);
	}

	private static void processAndStart(Map<String, Object> runTime,
			BiConsumer<ConfigurableApplicationContext, String> test, Class<?>... application) {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = process(generation, application);
		generation.writeGeneratedContent();
		StringBuilder generated = new StringBuilder();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			compiled.getSourceFiles().forEach((file) -> generated.append(file.getContent()));
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				properties(context, runTime);
				@SuppressWarnings("unchecked")
				ApplicationContextInitializer<GenericApplicationContext> instance = compiled
					.getInstance(ApplicationContextInitializer.class, initializer.canonicalName());
				instance.initialize(context);
				context.refresh();
				test.accept(context, generated.toString());
			}
		});
	}

	private static ClassName process(TestGenerationContext generation, Class<?>... application) {
		System.setProperty(AbstractAotProcessor.AOT_PROCESSING, "true");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			properties(context, BUILD_TIME);
			context.register(application);
			return new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		finally {
			System.clearProperty(AbstractAotProcessor.AOT_PROCESSING);
		}
	}

	private static void properties(ConfigurableApplicationContext context, Map<String, Object> properties) {
		EigiContexts.systemEnvironment(context, Map.of());
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
	}

	record Injected(EigiOperations support, EigiOperations sales) {
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(EigiAutoConfiguration.class)
	static class Application {

		@Bean
		@Lazy
		Injected injected(@Qualifier("support") EigiOperations support, @Qualifier("sales-eu") EigiOperations sales) {
			return new Injected(support, sales);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSupportClient {

		@Bean
		EigiClient supportEigiClient(EigiProperties properties) {
			return EigiClient.builder()
				.account("support")
				.apiKey("vk_of-the-application")
				.baseUrl(properties.getBaseUrl())
				.build();
		}

	}

}
