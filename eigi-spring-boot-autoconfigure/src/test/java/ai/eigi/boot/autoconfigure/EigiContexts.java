package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.Map;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.testsupport.RawServer;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Contexts for the tests of the auto-configuration. None of them sees the environment
 * variables of the machine: a developer's key stays out of the tests.
 */
final class EigiContexts {

	static final String KEY = "vk_key-of-the-wiring-tests";

	static final Duration PATIENCE = Duration.ofSeconds(20);

	static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(EigiAutoConfiguration.class,
			WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
			HttpClientAutoConfiguration.class, CodecsAutoConfiguration.class, JacksonAutoConfiguration.class,
			SslAutoConfiguration.class);

	private EigiContexts() {
	}

	/**
	 * A context as a plain application has it, without a key.
	 */
	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withInitializer((context) -> systemEnvironment(context, Map.of()))
			.withConfiguration(AUTO_CONFIGURATIONS);
	}

	/**
	 * The same with a key, for a server of the test.
	 */
	static ApplicationContextRunner runner(RawServer server) {
		return runner().withPropertyValues("eigi.api-key=" + KEY, "eigi.base-url=" + server.url());
	}

	static void systemEnvironment(ConfigurableApplicationContext context, Map<String, Object> variables) {
		String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
		context.getEnvironment()
			.getPropertySources()
			.replace(name, new SystemEnvironmentPropertySource(name, variables));
	}

	/**
	 * A server that has every conversation.
	 */
	static RawServer conversationServer() {
		return RawServer.start((exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\"}"));
	}

	static RawServer serverAnswering(int status, String... headers) {
		return RawServer.start((exchange) -> exchange.json(status, "{\"detail\":\"as the test wants it\"}", headers));
	}

	static Conversation readConversation(ApplicationContext context) {
		return read(context.getBean(EigiOperations.class));
	}

	static Conversation read(EigiOperations operations) {
		return operations.getConversation("c-1").block(PATIENCE);
	}

	/**
	 * Operations that are qualified with the name of an account.
	 */
	static EigiOperations operations(ApplicationContext context, String account) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(),
				EigiOperations.class, account);
	}

}
