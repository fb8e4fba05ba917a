package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.eigi.client.EigiApiKey;
import ai.eigi.client.EigiApiKeyRequest;
import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A supplier of keys in place of {@code eigi.api-key}.
 */
class EigiAutoConfigurationKeyTests {

	private final List<EigiApiKeyRequest> asked = new CopyOnWriteArrayList<>();

	private final RawServer server = EigiContexts.conversationServer();

	private final ApplicationContextRunner contextRunner = EigiContexts.runner()
		.withPropertyValues("eigi.base-url=" + this.server.url());

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void supplierNeedsNoKeyInTheProperties() {
		this.contextRunner.withBean(EigiApiKeySupplier.class, this::supplier).run((context) -> {
			assertThat(this.asked).as("at the start").isEmpty();
			EigiContexts.readConversation(context);
			assertThat(keysSeen()).containsExactly("vk_supplied");
			assertThat(this.asked).containsExactly(new EigiApiKeyRequest("default", false));
		});
	}

	@Test
	void supplierTakesThePlaceOfTheKeyInTheProperties() {
		this.contextRunner.withPropertyValues("eigi.api-key=" + EigiContexts.KEY)
			.withBean(EigiApiKeySupplier.class, this::supplier)
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(keysSeen()).containsExactly("vk_supplied");
			});
	}

	@Test
	void twoSuppliersOfWhichNoneIsPrimaryAreTooMany() {
		this.contextRunner.withPropertyValues("eigi.api-key=" + EigiContexts.KEY)
			.withBean("one", EigiApiKeySupplier.class, this::supplier)
			.withBean("other", EigiApiKeySupplier.class, this::supplier)
			.run((context) -> assertThatExceptionOfType(BeansException.class)
				.isThrownBy(() -> context.getBean(EigiOperations.class))
				.havingRootCause()
				.isInstanceOf(NoUniqueBeanDefinitionException.class));
	}

	private EigiApiKeySupplier supplier() {
		return (request) -> {
			this.asked.add(request);
			return Mono.just(EigiApiKey.of("vk_supplied").cached());
		};
	}

	private List<String> keysSeen() {
		return this.server.requests().stream().map((request) -> request.header("x-api-key")).toList();
	}

}
