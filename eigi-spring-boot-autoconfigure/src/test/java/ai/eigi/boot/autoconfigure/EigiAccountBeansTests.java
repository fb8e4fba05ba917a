package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.testsupport.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Beans that are named like those of an account, in the application itself or in a parent
 * context: they take their place, and nobody else's.
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
	void clientOfTheUserTakesThePlaceOfAnAccountsAndNotOfTheMainOne() {
		this.contextRunner.withUserConfiguration(OwnSupportClient.class, Injection.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			EigiContexts.read(injected.plain());
			EigiContexts.read(injected.support());
			EigiContexts.read(injected.plainClient().operations());
			EigiContexts.read(injected.supportClient().operations());
			context.getBean(EigiManagementOperations.class).getAgent("a-1").block(EigiContexts.PATIENCE);
			assertThat(keys()).containsExactly(EigiContexts.KEY, "vk_of-the-user", EigiContexts.KEY, "vk_of-the-user",
					EigiContexts.KEY);
		});
	}

	@Test
	void plainInjectionStaysWithTheMainAccount() {
		this.contextRunner.withUserConfiguration(OwnSupportClient.class, PlainClient.class).run((context) -> {
			EigiContexts.readConversation(context);
			assertThat(keys()).containsExactly(EigiContexts.KEY);
			assertThat(context.getBean("account")).isEqualTo("default");
		});
	}

	@Test
	void operationsOfTheUserTakeThePlaceOfAnAccountsAndNotOfTheMainOnes() {
		EigiOperations operations = Mockito.mock(EigiOperations.class);
		this.contextRunner.withBean("supportEigiOperations", EigiOperations.class, () -> operations)
			.withUserConfiguration(Injection.class)
			.run((context) -> {
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.support()).isSameAs(operations);
				EigiContexts.read(injected.plain());
				EigiContexts.readConversation(context);
				assertThat(keys()).containsExactly(EigiContexts.KEY, EigiContexts.KEY);
			});
	}

	@Test
	void aliasOfTheUserTakesThePlaceOfAnAccountsAndNotOfTheMainOnes() {
		this.contextRunner.withUserConfiguration(Helpdesk.class, Injection.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			assertThat(injected.support()).isSameAs(context.getBean("helpdesk"));
			EigiContexts.read(injected.plain());
			assertThat(keys()).containsExactly(EigiContexts.KEY);
		});
	}

	@Test
	void beanOfTheUserThatIsTheOnlyAccountsIsInjectedPlainly() {
		this.withoutMain.withUserConfiguration(OwnSupportClient.class, Injection.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			EigiContexts.read(injected.plain());
			EigiContexts.read(injected.support());
			assertThat(keys()).containsExactly("vk_of-the-user", "vk_of-the-user");
		});
	}

	@Test
	void beanOfTheUserWithAQualifierOfItsOwnKeepsIt() {
		this.contextRunner.withUserConfiguration(QualifiedOperations.class).run((context) -> {
			EigiOperations own = context.getBean("supportEigiOperations", EigiOperations.class);
			Named named = context.getBean(Named.class);
			assertThat(named.byQualifier()).isSameAs(own);
			assertThat(named.byName()).isSameAs(own);
			EigiContexts.readConversation(context);
			assertThat(keys()).containsExactly(EigiContexts.KEY);
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
				.isThrownBy(() -> EigiContexts.operations(context, "support"));
		});
	}

	@Test
	void scopedBeanOfTheUserTakesThePlaceOfAnAccounts() {
		this.contextRunner.withUserConfiguration(ScopedOperations.class).run((context) -> {
			EigiContexts.operations(context, "support").getConversation("c-1");
			EigiContexts.readConversation(context);
			assertThat(keys()).containsExactly(EigiContexts.KEY);
		});
		this.contextRunner.withUserConfiguration(QualifiedScopedOperations.class).run((context) -> {
			EigiContexts.operations(context, "helpdesk").getConversation("c-1");
			assertThatExceptionOfType(NoSuchBeanDefinitionException.class)
				.isThrownBy(() -> EigiContexts.operations(context, "support"));
		});
	}

	@Test
	void beanOfTheUserWithAQualifierOfItsOwnReceivesWhatItsAccountDoes() {
		this.contextRunner.withUserConfiguration(QualifiedOperations.class)
			.withConfiguration(AutoConfigurations.of(EigiConversationEventsAutoConfiguration.class))
			.withPropertyValues("eigi.webhook.path=/webhook", "eigi.webhook.account=support")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(WebhookAccount.is(context, "support")).isTrue();
			});
	}

	@Test
	void classOfTheUserWithAQualifierOfItsOwnKeepsIt() {
		this.contextRunner.withBean("supportEigiOperations", Helper.class, () -> Mockito.mock(Helper.class))
			.withUserConfiguration(HelperConsumer.class)
			.run((context) -> {
				assertThat(context.getBean("helped")).isSameAs(context.getBean("supportEigiOperations"));
				EigiContexts.readConversation(context);
				assertThat(keys()).containsExactly(EigiContexts.KEY);
			});
	}

	@Test
	void beanOfTheUserForOneOfSeveralAccountsLeavesThemAmbiguous() {
		this.withoutMain.withUserConfiguration(OwnSupportClient.class)
			.withPropertyValues("eigi.accounts.sales-eu.api-key=vk_sales")
			.run((context) -> assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
				.isThrownBy(() -> context.getBean(EigiOperations.class)));
	}

	@Test
	void bothOperationsOfTheUserDoNotMakeAnAccountTheMainOne() {
		this.contextRunner.withBean(EigiOperations.class, () -> Mockito.mock(EigiOperations.class))
			.withBean(EigiManagementOperations.class, () -> Mockito.mock(EigiManagementOperations.class))
			.withUserConfiguration(PlainClient.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchBeanDefinitionException.class));
	}

	@Test
	void beanOutOfReachThatWouldTakeThePlaceOfTheMainAccountFailsTheStart() {
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			parent.registerBean("supportEigiOperations", EigiOperations.class,
					() -> Mockito.mock(EigiOperations.class));
			parent.refresh();
			this.contextRunner.withParent(parent).run(EigiAccountBeansTests::failsAndSaysWhatToWrite);
		}
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			new AnnotatedBeanDefinitionReader(parent).register(Helpdesk.class);
			parent.refresh();
			this.contextRunner.withParent(parent).run(EigiAccountBeansTests::failsAndSaysWhatToWrite);
		}
		this.contextRunner
			.withInitializer((context) -> context.getBeanFactory()
				.registerSingleton("supportEigiOperations", Mockito.mock(EigiOperations.class)))
			.run(EigiAccountBeansTests::failsAndSaysWhatToWrite);
	}

	private static void failsAndSaysWhatToWrite(AssertableApplicationContext context) {
		assertThat(context).getFailure().isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
			assertThat(ex.property()).isEqualTo("eigi.accounts.support");
			assertThat(ex).hasMessageContaining("supportEigiOperations");
			assertThat(ex.action()).contains("@Bean(defaultCandidate = false) @Qualifier(\"support\")");
		});
	}

	@Test
	void beanOfAnotherTypeWithTheNameOfAnAccountsFailsTheStart() {
		this.contextRunner.withBean("supportEigiOperations", Facade.class)
			.withUserConfiguration(FacadeConsumer.class)
			.run(EigiAccountBeansTests::failsAndSaysWhatToRename);
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			parent.registerBean("supportEigiOperations", Facade.class);
			parent.refresh();
			this.contextRunner.withParent(parent).run(EigiAccountBeansTests::failsAndSaysWhatToRename);
		}
	}

	private static void failsAndSaysWhatToRename(AssertableApplicationContext context) {
		assertThat(context).getFailure().isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
			assertThat(ex.property()).isEqualTo("eigi.accounts.support");
			assertThat(ex).hasMessageContaining("supportEigiOperations").hasMessageContaining(Facade.class.getName());
			assertThat(ex.action()).contains("another name");
		});
	}

	@Test
	void beanOfAParentContextThatSaysWhichAccountItIsIsUsed() {
		try (GenericApplicationContext parent = new GenericApplicationContext()) {
			new AnnotatedBeanDefinitionReader(parent).register(OwnSupportOperations.class);
			parent.refresh();
			this.contextRunner.withParent(parent).withUserConfiguration(Injection.class).run((context) -> {
				Injected injected = context.getBean(Injected.class);
				assertThat(Mockito.mockingDetails(injected.support()).isMock()).isTrue();
				EigiContexts.read(injected.plain());
				assertThat(keys()).containsExactly(EigiContexts.KEY);
			});
		}
	}

	@Test
	void accountOfAParentContextIsNotMadeAgain() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((context) -> {
			EigiOperations support = EigiContexts.operations(context, "support");
			assertThat(support).isSameAs(EigiContexts.operations(parent, "support"));
			EigiContexts.read(support);
			EigiContexts.read(EigiContexts.operations(parent, "support"));
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
				EigiContexts.read(context.getBean(Injected.class).plain());
				EigiContexts.read(EigiContexts.operations(context, "sales-eu"));
				assertThat(keys()).containsExactly(EigiContexts.KEY, "vk_sales");
			}));
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

	@Configuration(proxyBeanMethods = false)
	static class OwnSupportClient {

		@Bean
		EigiClient supportEigiClient(EigiProperties properties) {
			return EigiClient.builder()
				.account("support")
				.apiKey("vk_of-the-user")
				.baseUrl(properties.getBaseUrl())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Helpdesk {

		@Bean({ "helpdesk", "supportEigiOperations" })
		EigiOperations helpdesk() {
			return Mockito.mock(EigiOperations.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnSupportOperations {

		@Bean(defaultCandidate = false)
		@Qualifier("support")
		EigiOperations supportEigiOperations() {
			return Mockito.mock(EigiOperations.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedOperations {

		@Bean
		@Scope(value = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.INTERFACES)
		EigiOperations supportEigiOperations() {
			return Mockito.mock(EigiOperations.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedScopedOperations {

		@Bean
		@Qualifier("helpdesk")
		@Scope(value = ConfigurableBeanFactory.SCOPE_PROTOTYPE, proxyMode = ScopedProxyMode.INTERFACES)
		EigiOperations supportEigiOperations() {
			return Mockito.mock(EigiOperations.class);
		}

	}

	record Named(EigiOperations byQualifier, EigiOperations byName) {
	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedOperations {

		@Bean
		@Qualifier("helpdesk")
		EigiOperations supportEigiOperations() {
			return Mockito.mock(EigiOperations.class);
		}

		@Bean
		Named named(@Qualifier("helpdesk") EigiOperations byQualifier,
				@Qualifier("supportEigiOperations") EigiOperations byName) {
			return new Named(byQualifier, byName);
		}

	}

	@Qualifier("helpdesk")
	abstract static class Helper implements EigiOperations {

	}

	@Configuration(proxyBeanMethods = false)
	static class HelperConsumer {

		@Bean(defaultCandidate = false)
		EigiOperations helped(@Qualifier("helpdesk") EigiOperations operations) {
			return operations;
		}

	}

	static class Facade {

	}

	@Configuration(proxyBeanMethods = false)
	static class FacadeConsumer {

		@Bean
		String consumer(Facade facade) {
			return facade.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainClient {

		@Bean
		String account(EigiClient client) {
			return client.account();
		}

	}

}
