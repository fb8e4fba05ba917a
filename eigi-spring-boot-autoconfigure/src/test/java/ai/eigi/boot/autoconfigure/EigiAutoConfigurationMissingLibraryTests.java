package ai.eigi.boot.autoconfigure;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each library that an application may lack: the client does without it, or is not there.
 * The second half takes the libraries off the class path in earnest, since a filtered
 * class loader does not show what fails to link.
 */
class EigiAutoConfigurationMissingLibraryTests {

	private final RawServer server = EigiContexts.conversationServer();

	private final ApplicationContextRunner contextRunner = EigiContexts.runner(this.server);

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@ParameterizedTest
	@ValueSource(classes = { WebClient.class, HttpClient.class, HttpClientSettings.class })
	void runWithoutWhatTheClientStandsOnBacksOff(Class<?> missing) {
		this.contextRunner.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(EigiOperations.class)
				.doesNotHaveBean(EigiConnectionDetails.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.webclient", "org.springframework.boot.http.codec",
			"org.springframework.boot.jackson", "org.springframework.boot.http.converter" })
	void runWithoutAnOptionalPartOfBootStillWorks(String missing) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(EigiAutoConfiguration.class, SslAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(missing))
			.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.base-url=" + this.server.url())
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
	}

	@Test
	void runWithoutAnyOtherAutoConfigurationStillWorks() {
		new ApplicationContextRunner().withUserConfiguration(EigiAutoConfiguration.class)
			.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.base-url=" + this.server.url())
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "(micrometer-core|resilience4j-spring-boot4)", "spring-boot-webclient",
			"spring-boot-(webclient|http-codec|jackson|reactor|http-converter)" })
	void applicationWithoutOptionalJarsStillWorks(String jars) throws Exception {
		assertThat(runWithoutJars(jars)).isEqualTo("c-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-(http-client|webclient)", "reactor-netty-http" })
	void applicationWithoutWhatTheClientStandsOnStartsWithoutIt(String jars) throws Exception {
		assertThat(runWithoutJars(jars)).isEqualTo("no operations");
	}

	@Test
	void applicationWithoutJacksonStartsAndAReadEndsWithAnErrorOfTheClient() throws Exception {
		assertThat(runWithoutJars("(jackson-databind|jackson-core|spring-boot-jackson)"))
			.startsWith("ai.eigi.client.error.EigiDecodingException");
	}

	private String runWithoutJars(String jars) throws Exception {
		Pattern missing = Pattern.compile(".*[/\\\\](?:" + jars + ")-\\d[^/\\\\]*\\.jar");
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!missing.matcher(entry).matches()) {
				urls.add(url(entry));
			}
		}
		ClassLoader contextClassLoader = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader classLoader = new URLClassLoader(urls.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Thread.currentThread().setContextClassLoader(classLoader);
			Class<?> program = classLoader.loadClass(Program.class.getName());
			return (String) program.getMethod("run", String.class).invoke(null, this.server.url());
		}
		finally {
			Thread.currentThread().setContextClassLoader(contextClassLoader);
		}
	}

	private static URL url(String entry) throws MalformedURLException {
		return Path.of(entry).toUri().toURL();
	}

	/**
	 * A whole application, to be loaded by a class loader that lacks something. Mentions
	 * no type of the client where that might not link.
	 */
	public static final class Program {

		private Program() {
		}

		public static String run(String url) {
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
				context.getEnvironment()
					.getPropertySources()
					.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
				TestPropertyValues.of("eigi.api-key=vk_test", "eigi.base-url=" + url, "eigi.retry.enabled=false")
					.applyTo(context);
				context.register(ApplicationConfiguration.class);
				context.refresh();
				return context.containsBean("eigiOperations") ? Request.send(context) : "no operations";
			}
		}

	}

	/**
	 * Linked where the client is there.
	 */
	static final class Request {

		private Request() {
		}

		static String send(AnnotationConfigApplicationContext context) {
			try {
				return String.valueOf(context.getBean(EigiOperations.class)
					.getConversation("c-1")
					.block(Duration.ofSeconds(20))
					.id());
			}
			catch (RuntimeException | LinkageError ex) {
				return ex.toString();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ApplicationConfiguration {

	}

}
