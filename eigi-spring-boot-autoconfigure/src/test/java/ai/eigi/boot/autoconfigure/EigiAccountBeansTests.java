package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are named like those of an account in a parent context: they take their
 * place, and nobody else's.
 */
class EigiAccountBeansTests {

	private static final String SUPPORT_KEY = "vk_key-of-support";

	private final RawServer server = EigiContexts.conversationServer();

	private final List<String> clients = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner withoutMain = EigiContexts.runner()
		.withPropertyValues("eigi.base-url=" + this.server.url(), "eigi.accounts.support.api-key=" + SUPPORT_KEY)
		.withBean(EigiClientBuilderCustomizer.class, () -> (builder) -> this.clients.add(builder.account()));

	private final ApplicationContextRunner contextRunner = this.withoutMain
		.withPropertyValues("eigi.api-key=" + EigiContexts.KEY);

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void accountOfAParentContextIsNotMadeAgain() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((context) -> {
			EigiOperations support = operations(context, "support");
			assertThat(support).isSameAs(operations(parent, "support"));
			read(support);
			read(operations(parent, "support"));
			EigiContexts.readConversation(context);
			EigiContexts.readConversation(parent);
			assertThat(this.clients).containsExactlyInAnyOrder("default", "support");
			assertThat(keys()).containsExactly(SUPPORT_KEY, SUPPORT_KEY, EigiContexts.KEY, EigiContexts.KEY);
		}));
	}

	@Test
	void onlyAccountOfAParentContextIsInjectedPlainlyInBoth() {
		this.withoutMain.run((parent) -> this.withoutMain.withParent(parent).run((context) -> {
			EigiContexts.readConversation(context);
			EigiContexts.readConversation(parent);
			assertThat(this.clients).containsExactly("support");
			assertThat(keys()).containsExactly(SUPPORT_KEY, SUPPORT_KEY);
		}));
	}

	@Test
	void furtherAccountOfAChildContextIsNotInjectedPlainly() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent)
			.withPropertyValues("eigi.accounts.sales-eu.api-key=vk_sales")
			.withUserConfiguration(Injection.class)
			.run((context) -> {
				read(context.getBean(Injected.class).plain());
				read(operations(context, "sales-eu"));
				assertThat(keys()).containsExactly(EigiContexts.KEY, "vk_sales");
			}));
	}

	private static void read(EigiOperations operations) {
		operations.getConversation("c-1").block(EigiContexts.PATIENCE);
	}

	private static EigiOperations operations(ApplicationContext context, String account) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(),
				EigiOperations.class, account);
	}

	private List<String> keys() {
		return this.server.requests().stream().map((request) -> request.header("X-API-Key")).toList();
	}

	record Injected(EigiOperations plain, EigiOperations support, EigiClient plainClient, EigiClient supportClient) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Injection {

		@Bean
		Injected injected(EigiOperations plain, @Qualifier("support") EigiOperations support, EigiClient plainClient,
				@Qualifier("support") EigiClient supportClient) {
			return new Injected(plain, support, plainClient, supportClient);
		}

	}

}
