package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.function.Consumer;

import ai.eigi.client.EigiApiKey;
import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiTenants;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a parent context without auto-configuration has for the main account counts as
 * what the context itself has.
 */
class EigiAccountParentContextTests {

	private final RawServer server = EigiContexts.conversationServer();

	private final ApplicationContextRunner contextRunner = EigiContexts.runner()
		.withPropertyValues("eigi.base-url=" + this.server.url());

	private final ApplicationContextRunner withAccount = this.contextRunner
		.withPropertyValues("eigi.accounts.support.api-key=vk_key-of-support");

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void supplierOfTheParentIsTheMainAccounts() {
		run(this.withAccount, (parent) -> parent.registerBean(EigiApiKeySupplier.class, () -> keysByName()),
				(context) -> {
					EigiContexts.readConversation(context);
					assertThat(keys()).containsExactly("vk_default");
				});
	}

	@Test
	void connectionDetailsOfTheParentAreTheMainAccounts() {
		EigiConnectionDetails details = new EigiConnectionDetails() {

			@Override
			public String getApiKey() {
				return "vk_of-the-details";
			}

			@Override
			public String getBaseUrl() {
				return EigiAccountParentContextTests.this.server.url();
			}

		};
		run(this.withAccount, (parent) -> parent.registerBean(EigiConnectionDetails.class, () -> details),
				(context) -> {
					EigiContexts.readConversation(context);
					assertThat(keys()).containsExactly("vk_of-the-details");
				});
	}

	@Test
	void tenantsOfTheParentAloneNeedNoKey() {
		run(this.contextRunner,
				(parent) -> parent.registerBean(EigiTenants.class,
						() -> EigiTenants.builder(keysByName())
							.client((builder) -> builder.baseUrl(this.server.url()))
							.build()),
				(context) -> {
					assertThat(context).hasNotFailed();
					context.getBean(EigiTenants.class)
						.operations("one")
						.getConversation("c-1")
						.block(EigiContexts.PATIENCE);
					assertThat(keys()).containsExactly("vk_one");
				});
	}

	private static void run(ApplicationContextRunner runner, Consumer<GenericApplicationContext> register,
			Consumer<AssertableApplicationContext> then) {
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			register.accept(parent);
			parent.refresh();
			runner.withParent(parent).run(then::accept);
		}
	}

	private static EigiApiKeySupplier keysByName() {
		return (request) -> Mono.just(EigiApiKey.of("vk_" + request.account()).cached());
	}

	private List<String> keys() {
		return this.server.requests().stream().map((request) -> request.header("X-API-Key")).toList();
	}

}
