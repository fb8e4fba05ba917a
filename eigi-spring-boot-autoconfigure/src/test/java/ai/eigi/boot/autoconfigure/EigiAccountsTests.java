package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import ai.eigi.client.EigiApiKey;
import ai.eigi.client.EigiApiKeySupplier;
import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.EigiTenants;
import ai.eigi.client.call.CallMode;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiPermitTimeoutException;
import ai.eigi.client.error.EigiRateLimitedException;
import ai.eigi.client.error.EigiTenantUnavailableException;
import ai.eigi.client.testsupport.RawServer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Several accounts from properties: which is injected where, what each has of its own,
 * and what it takes from the main one.
 */
@ExtendWith(OutputCaptureExtension.class)
class EigiAccountsTests {

	private static final String SUPPORT_KEY = "vk_key-of-support";

	private static final String SALES_KEY = "vk_key-of-sales";

	private final RawServer server = EigiContexts.conversationServer();

	private final ApplicationContextRunner withoutKey = EigiContexts.runner()
		.withPropertyValues("eigi.base-url=" + this.server.url());

	private final ApplicationContextRunner withoutMain = this.withoutKey
		.withPropertyValues("eigi.accounts.support.api-key=" + SUPPORT_KEY);

	private final ApplicationContextRunner contextRunner = this.withoutMain
		.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.accounts.sales-eu.api-key=" + SALES_KEY);

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void everyTypeIsInjectedByTheNameOfTheAccount() {
		this.contextRunner.withUserConfiguration(Injection.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			EigiContexts.read(injected.plain());
			EigiContexts.read(injected.support());
			EigiContexts.read(injected.sales());
			assertThat(this.server.connections()).as("each account has its own").isEqualTo(3);
			injected.supportManagement().getAgent("a-1").block(EigiContexts.PATIENCE);
			EigiContexts.read(injected.supportClient().operations());
			assertThat(keys()).containsExactly(EigiContexts.KEY, SUPPORT_KEY, SALES_KEY, SUPPORT_KEY, SUPPORT_KEY);
			assertThat(injected.supportClient().account()).isEqualTo("support");
			assertThat(injected.supportClient().operations()).isSameAs(injected.support());
		});
	}

	@Test
	void mainAccountIsThePrimaryOne() {
		this.contextRunner.run((context) -> {
			EigiContexts.readConversation(context);
			context.getBean(EigiManagementOperations.class).getAgent("a-1").block(EigiContexts.PATIENCE);
			assertThat(context.getBean(EigiClient.class).account()).isEqualTo("default");
			assertThat(keys()).containsExactly(EigiContexts.KEY, EigiContexts.KEY);
		});
	}

	@Test
	void onlyAccountIsInjectedPlainlyAndNoOtherKeyIsMissed() {
		this.withoutMain.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(EigiOperations.class)
				.hasSingleBean(EigiManagementOperations.class)
				.hasSingleBean(EigiClient.class);
			EigiContexts.readConversation(context);
			EigiContexts.read(EigiContexts.operations(context, "support"));
			assertThat(keys()).containsExactly(SUPPORT_KEY, SUPPORT_KEY);
		});
	}

	@Test
	void severalAccountsWithoutAMainOneAreAmbiguous() {
		this.withoutMain.withPropertyValues("eigi.accounts.sales-eu.api-key=" + SALES_KEY).run((context) -> {
			EigiContexts.read(EigiContexts.operations(context, "sales-eu"));
			assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
				.isThrownBy(() -> context.getBean(EigiOperations.class))
				.withMessageContaining("supportEigiOperations")
				.withMessageContaining("sales-euEigiOperations");
		});
	}

	@Test
	void startingSendsNothing() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.server.connections()).isZero();
	}

	@Test
	void accountWithoutKeyFailsAndNamesItsProperty() {
		this.withoutKey
			.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.accounts.sales-eu.retry.enabled=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("eigi.accounts.sales-eu.api-key");
					assertThat(ex).hasMessageContaining("eigi.accounts.sales-eu.api-key");
					assertThat(ex.action()).contains("EIGI_ACCOUNTS_SALES_EU_API_KEY");
				}));
	}

	@Test
	void whatAnAccountDoesNotSetComesFromTheMainOne() {
		this.contextRunner.withPropertyValues("eigi.http.response-timeout=7s", "eigi.http.stream-idle-timeout=3s",
				"eigi.retry.max-attempts=5", "eigi.calls.mode=dry-run", "eigi.rate-limit.max-wait=1s",
				"eigi.calls.allowed-numbers=+14155550100,+14155550101",
				"eigi.accounts.support.http.response-timeout=9s", "eigi.accounts.support.base-url=https://eigi.example",
				"eigi.accounts.support.calls.allowed-numbers=+14155550199")
			.run((context) -> {
				EigiAccountProperties support = context.getBean(EigiProperties.class).getAccounts().get("support");
				assertThat(support.getApiKey()).isEqualTo(SUPPORT_KEY);
				assertThat(support.getBaseUrl()).isEqualTo("https://eigi.example");
				assertThat(support.getHttp().getResponseTimeout()).isEqualTo(Duration.ofSeconds(9));
				assertThat(support.getHttp().getStreamIdleTimeout()).isEqualTo(Duration.ofSeconds(3));
				assertThat(support.getHttp().getStreamFirstTextTimeout()).isEqualTo(Duration.ofSeconds(60));
				assertThat(support.getRetry().getMaxAttempts()).isEqualTo(5);
				assertThat(support.getRateLimit().getMaxWait()).isEqualTo(Duration.ofSeconds(1));
				assertThat(support.getCalls().getMode()).isEqualTo(CallMode.DRY_RUN);
				assertThat(support.getCalls().getAllowedNumbers()).containsExactly("+14155550199");
				EigiProperties main = context.getBean(EigiProperties.class);
				assertThat(main.getHttp().getResponseTimeout()).isEqualTo(Duration.ofSeconds(7));
				assertThat(main.getBaseUrl()).isEqualTo(this.server.url());
				assertThat(main.getCalls().getAllowedNumbers()).hasSize(2);
			});
	}

	@Test
	void numberOfTheMainAccountDoesNotOutdoTheTierOfAnother() {
		this.contextRunner
			.withPropertyValues("eigi.rate-limit.requests-per-minute=400", "eigi.accounts.support.rate-limit.tier=free",
					"eigi.accounts.other.api-key=vk_other", "eigi.accounts.own.api-key=vk_own",
					"eigi.accounts.own.rate-limit.tier=custom", "eigi.accounts.own.rate-limit.requests-per-minute=700")
			.withBean(RateLimiterRegistry.class, RateLimiterRegistry::ofDefaults)
			.run((context) -> {
				RateLimiterRegistry registry = context.getBean(RateLimiterRegistry.class);
				assertThat(limit(registry, "eigi")).isEqualTo(400);
				assertThat(limit(registry, "eigi-support")).isEqualTo(100);
				assertThat(limit(registry, "eigi-other")).isEqualTo(400);
				assertThat(limit(registry, "eigi-own")).isEqualTo(700);
			});
	}

	private static int limit(RateLimiterRegistry registry, String name) {
		return registry.find(name).orElseThrow().getRateLimiterConfig().getLimitForPeriod();
	}

	@Test
	void everyAccountIsInTheRegistries() {
		this.contextRunner.withBean(RateLimiterRegistry.class, RateLimiterRegistry::ofDefaults)
			.withBean(RetryRegistry.class, RetryRegistry::ofDefaults)
			.run((context) -> {
				assertThat(context.getBean(RateLimiterRegistry.class).getAllRateLimiters())
					.extracting((limiter) -> limiter.getName())
					.containsExactlyInAnyOrder("eigi", "eigi-support", "eigi-sales-eu");
				assertThat(context.getBean(RetryRegistry.class).getAllRetries()).extracting((retry) -> retry.getName())
					.containsExactlyInAnyOrder("eigi", "eigi-support", "eigi-sales-eu");
			});
	}

	@Test
	void everyAccountHasALimitOfItsOwn() {
		this.contextRunner
			.withPropertyValues("eigi.rate-limit.requests-per-minute=1", "eigi.rate-limit.max-wait=0",
					"eigi.accounts.sales-eu.rate-limit.requests-per-minute=2")
			.run((context) -> {
				EigiContexts.readConversation(context);
				EigiContexts.read(EigiContexts.operations(context, "support"));
				EigiContexts.read(EigiContexts.operations(context, "sales-eu"));
				EigiContexts.read(EigiContexts.operations(context, "sales-eu"));
				for (String account : List.of("support", "sales-eu")) {
					assertThatExceptionOfType(EigiPermitTimeoutException.class)
						.isThrownBy(() -> EigiContexts.read(EigiContexts.operations(context, account)));
				}
				assertThatExceptionOfType(EigiPermitTimeoutException.class)
					.isThrownBy(() -> EigiContexts.readConversation(context));
				assertThat(this.server.requests()).hasSize(4);
			});
	}

	@Test
	void coolDownOfOneAccountDoesNotHoldUpAnother() {
		try (RawServer busy = EigiContexts.serverAnswering(429, "retry-after: 50")) {
			this.contextRunner
				.withPropertyValues("eigi.retry.enabled=false", "eigi.rate-limit.max-wait=0",
						"eigi.accounts.support.base-url=" + busy.url())
				.run((context) -> {
					assertThatExceptionOfType(EigiRateLimitedException.class)
						.isThrownBy(() -> EigiContexts.read(EigiContexts.operations(context, "support")));
					assertThatExceptionOfType(EigiPermitTimeoutException.class)
						.isThrownBy(() -> EigiContexts.read(EigiContexts.operations(context, "support")));
					EigiContexts.read(EigiContexts.operations(context, "sales-eu"));
					EigiContexts.readConversation(context);
					assertThat(busy.requests()).hasSize(1);
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIGI_ACCOUNTS_SUPPORT_APIKEY", "EIGI_ACCOUNTS_SUPPORT_API_KEY" })
	void accountMayComeFromTheEnvironmentAlone(String variable) {
		this.withoutKey
			.withInitializer((context) -> EigiContexts.systemEnvironment(context, Map.of(variable, "vk_env")))
			.run((context) -> {
				EigiContexts.read(EigiContexts.operations(context, "support"));
				assertThat(keys()).containsExactly("vk_env");
			});
	}

	@ParameterizedTest
	@CsvSource({ "sales-eu, EIGI_ACCOUNTS_SALESEU_APIKEY", "sales-eu, EIGI_ACCOUNTS_SALES_EU_API_KEY",
			"outbound-calls, EIGI_ACCOUNTS_OUTBOUND_CALLS_API_KEY", "eu-retry, EIGI_ACCOUNTS_EU_RETRY_API_KEY",
			"first-class, EIGI_ACCOUNTS_FIRST_CLASS_API_KEY", "line-2, EIGI_ACCOUNTS_LINE_2_API_KEY" })
	void keyFromTheEnvironmentBelongsToTheNameWithDashes(String name, String variable) {
		this.withoutKey
			.withInitializer((context) -> EigiContexts.systemEnvironment(context, Map.of(variable, "vk_env")))
			.withPropertyValues("eigi.accounts." + name + ".retry.enabled=false")
			.run((context) -> {
				assertThat(context).hasSingleBean(EigiClient.class).hasBean(name + "EigiClient");
				EigiContexts.readConversation(context);
				assertThat(keys()).containsExactly("vk_env");
			});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "EIGI_ACCOUNTS_SUPPORT_CALLS_ALLOWEDNUMBERS_0", "EIGI_ACCOUNTS_SUPPORT_CALLS_ALLOWED_NUMBERS",
					"EIGI_ACCOUNTS_SUPPORT_HTTP_SSL_BUNDLE", "EIGI_ACCOUNTS_SUPPORT_RATELIMIT_TIER" })
	void anySettingInTheEnvironmentMakesAnAccount(String variable) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			EigiContexts.systemEnvironment(context, Map.of(variable, "any"));
			assertThat(AccountNames.in(context.getEnvironment())).containsExactly("support");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "EIGI_ACCOUNTS_SUPPORT_CALLS", "EIGI_ACCOUNTS_SUPPORT_API_KEY_FILE",
			"EIGI_ACCOUNTS_SALES_EU_API_KEY", "EIGI_ACCOUNTS_SUPPORT" })
	void whatIsNoSettingOfAnAccountMakesNone(String variable) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			EigiContexts.systemEnvironment(context, Map.of(variable, "any"));
			assertThat(AccountNames.in(context.getEnvironment())).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Support", "support_eu", "default", "de-fault", "tenant", "ten-ant", "support-" })
	void unusableNameFailsAndNamesTheProperty(String name) {
		this.contextRunner.withPropertyValues("eigi.accounts." + name + ".api-key=vk_any")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("eigi.accounts." + name);
					assertThat(ex).hasMessageContaining("eigi.accounts." + name);
				}));
	}

	@Test
	void unusableSettingIsToldWithTheAccount() {
		this.contextRunner.withPropertyValues("eigi.accounts.support.rate-limit.requests-per-minute=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(EigiConfigurationException.class)
				.hasMessageContaining("\"support\""));
	}

	@Test
	void adviceIsForTheAccountAndNotForTheMainOne() {
		this.contextRunner.withPropertyValues("eigi.accounts.support.rate-limit.tier=custom")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("eigi.accounts.support.rate-limit.requests-per-minute");
					assertThat(ex).hasMessageContaining("eigi.accounts.support.rate-limit.tier is custom")
						.message()
						.doesNotContain("eigi.rate-limit");
					assertThat(ex.action()).contains("Set eigi.accounts.support.rate-limit.requests-per-minute to")
						.doesNotContain("eigi.rate-limit");
				}));
		this.contextRunner.withPropertyValues("eigi.accounts.support.base-url=http://eigi.example")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("eigi.accounts.support.base-url");
					assertThat(ex).hasMessageContaining("(eigi.accounts.support.base-url)");
					assertThat(ex.action()).contains("eigi.accounts.support.http.allow-insecure");
				}));
	}

	@Test
	void bundleOfAnAccountIsItsOwn() {
		this.contextRunner.withPropertyValues("eigi.accounts.support.http.ssl.bundle=forgotten")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(NoSuchSslBundleException.class)
				.hasMessageContaining("forgotten"));
	}

	@Test
	void operationsOfTheUserAreInjectedPlainlyAndAccountsByName() {
		EigiOperations operations = Mockito.mock(EigiOperations.class);
		this.withoutMain.withBean("operationsOfTheUser", EigiOperations.class, () -> operations).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("eigiOperations");
			assertThat(context.getBean(EigiOperations.class)).isSameAs(operations);
			EigiContexts.read(EigiContexts.operations(context, "support"));
			context.getBean(EigiManagementOperations.class).getAgent("a-1").block(EigiContexts.PATIENCE);
			assertThat(keys()).containsExactly(SUPPORT_KEY, SUPPORT_KEY);
		});
	}

	@Test
	void bothOperationsOfTheUserLeaveTheAccounts() {
		this.withoutMain.withBean(EigiOperations.class, () -> Mockito.mock(EigiOperations.class))
			.withBean(EigiManagementOperations.class, () -> Mockito.mock(EigiManagementOperations.class))
			.run((context) -> {
				assertThat(Mockito.mockingDetails(context.getBean(EigiOperations.class)).isMock()).isTrue();
				EigiContexts.read(EigiContexts.operations(context, "support"));
				assertThat(keys()).containsExactly(SUPPORT_KEY);
			});
	}

	@Test
	void clientOfTheUserIsTheMainAccount() {
		this.withoutMain.withUserConfiguration(ClientOfTheUser.class).run((context) -> {
			EigiContexts.readConversation(context);
			EigiContexts.read(EigiContexts.operations(context, "support"));
			assertThat(keys()).containsExactly("vk_of-the-user", SUPPORT_KEY);
		});
	}

	@Test
	void beanOfTheUserTakesThePlaceOfAnAccountsOwn() {
		EigiOperations operations = Mockito.mock(EigiOperations.class);
		this.contextRunner.withBean("supportEigiOperations", EigiOperations.class, () -> operations)
			.run((context) -> assertThat(context.getBean("supportEigiOperations")).isSameAs(operations));
	}

	@Test
	void connectionDetailsOfTheUserLeadEveryAccountToTheirAddress() {
		EigiConnectionDetails details = details("vk_of-the-details", this.server.url());
		EigiContexts.runner()
			.withPropertyValues("eigi.base-url=https://nowhere.invalid", "eigi.accounts.support.api-key=" + SUPPORT_KEY,
					"eigi.accounts.support.base-url=https://nowhere.invalid")
			.withBean(EigiConnectionDetails.class, () -> details)
			.run((context) -> {
				EigiContexts.readConversation(context);
				EigiContexts.read(EigiContexts.operations(context, "support"));
				assertThat(keys()).containsExactly("vk_of-the-details", SUPPORT_KEY);
			});
	}

	private static EigiConnectionDetails details(String key, String baseUrl) {
		return new EigiConnectionDetails() {

			@Override
			public String getApiKey() {
				return key;
			}

			@Override
			public String getBaseUrl() {
				return baseUrl;
			}

		};
	}

	@Test
	void customizersApplyToEveryAccountAndSeeWhich() {
		List<String> seen = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(EigiClientBuilderCustomizer.class, () -> (builder) -> seen.add(builder.account()))
			.run((context) -> assertThat(seen).containsExactlyInAnyOrder("default", "support", "sales-eu"));
	}

	@Test
	void tenantsConnectLikeEveryAccountAndNeedNoKeyInTheProperties() {
		this.withoutKey.withPropertyValues("eigi.tenants.max-clients=1")
			.withBean(EigiApiKeySupplier.class, EigiAccountsTests::keysByName)
			.withBean(RateLimiterRegistry.class, RateLimiterRegistry::ofDefaults)
			.run((context) -> {
				EigiTenants tenants = context.getBean(EigiTenants.class);
				EigiContexts.read(tenants.operations("one"));
				assertThatExceptionOfType(EigiTenantUnavailableException.class)
					.isThrownBy(() -> EigiContexts.read(tenants.operations("other")));
				EigiContexts.read(context.getBean(EigiOperations.class));
				assertThat(keys()).containsExactly("vk_one", "vk_default");
				assertThat(context.getBean(RateLimiterRegistry.class).getAllRateLimiters())
					.extracting(RateLimiter::getName)
					.containsExactly("eigi");
			});
	}

	@Test
	void tenantsConnectToWhereTheConnectionDetailsLead() {
		EigiConnectionDetails details = details("vk_of-the-details", this.server.url());
		EigiContexts.runner()
			.withPropertyValues("eigi.base-url=https://nowhere.invalid")
			.withBean(EigiConnectionDetails.class, () -> details)
			.withBean(EigiApiKeySupplier.class, EigiAccountsTests::keysByName)
			.run((context) -> {
				EigiContexts.read(context.getBean(EigiTenants.class).operations("one"));
				EigiContexts.readConversation(context);
				assertThat(keys()).containsExactly("vk_one", "vk_of-the-details");
			});
	}

	@Test
	void withoutSupplierThereAreNoTenants() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(EigiTenants.class));
	}

	@Test
	void supplierOfTheMainAccountMakesNothingForTenants() {
		AtomicInteger built = new AtomicInteger();
		this.withoutKey.withBean(EigiApiKeySupplier.class, EigiAccountsTests::keysByName)
			.withBean(EigiClientBuilderCustomizer.class, () -> (builder) -> {
				if (builder.account().equals(EigiTenants.ACCOUNT)) {
					built.incrementAndGet();
				}
			})
			.run((context) -> {
				EigiContexts.read(context.getBean(EigiOperations.class));
				assertThat(context.getBeanFactory().containsSingleton("eigiTenants")).isFalse();
				assertThat(built).hasValue(0);
				assertThat(keys()).containsExactly("vk_default");
				assertThat(context.getBean(EigiTenants.class).clients()).isZero();
				assertThat(built).hasValue(1);
			});
	}

	@Test
	void supplierMakesTheMainAccountTheOneThatIsInjected() {
		this.withoutKey.withBean(EigiApiKeySupplier.class, EigiAccountsTests::keysByName)
			.withPropertyValues("eigi.accounts.support.retry.enabled=false")
			.run((context) -> {
				EigiContexts.readConversation(context);
				EigiContexts.read(EigiContexts.operations(context, "support"));
				assertThat(context.getBean(EigiClient.class).account()).isEqualTo("default");
				assertThat(keys()).containsExactly("vk_default", "vk_support");
			});
	}

	@Test
	void supplierOfTenantsAloneMakesNoMainClient() {
		this.withoutKey.withBean(EigiApiKeySupplier.class, EigiAccountsTests::keysByName).run((context) -> {
			EigiContexts.read(context.getBean(EigiTenants.class).operations("one"));
			assertThat(context.getBeanFactory().containsSingleton("eigiOperations")).isFalse();
			assertThat(context.getBeanFactory().containsSingleton("eigiClient")).isFalse();
		});
	}

	@Test
	void supplierThatIsNotAskedForAccountsIsTold(CapturedOutput output) {
		EigiContexts.runner()
			.withBean("ownDetails", EigiConnectionDetails.class, () -> details(EigiContexts.KEY, this.server.url()))
			.run((context) -> assertThat(output).doesNotContain("brings the API key"));
		EigiContexts.runner()
			.withBean("ownDetails", EigiConnectionDetails.class, () -> details(EigiContexts.KEY, this.server.url()))
			.withBean("ownSupplier", EigiApiKeySupplier.class, EigiAccountsTests::keysByName)
			.run((context) -> assertThat(output).containsOnlyOnce("brings the API key")
				.contains("[ownDetails]", "[ownSupplier]"));
	}

	@Test
	void onlyTheAccountThatReceivesWebhooksIsTold() {
		AtomicInteger listeners = new AtomicInteger();
		ApplicationContextRunner receiving = this.withoutKey
			.withConfiguration(AutoConfigurations.of(EigiConversationEventsAutoConfiguration.class))
			.withPropertyValues("eigi.webhook.path=/webhook", "eigi.webhook.sweep.enabled=false",
					"eigi.accounts.support.api-key=" + SUPPORT_KEY)
			.withBean(ConversationFeed.class, () -> () -> {
				listeners.incrementAndGet();
				return Flux.never();
			});
		receiving.run((context) -> {
			assertThat(isTold(context.getBean(EigiOperations.class), listeners)).as("the only one").isTrue();
		});
		receiving.withUserConfiguration(Helpdesk.class).run((context) -> {
			assertThat(isTold(context.getBean(EigiOperations.class), listeners)).as("the only one").isTrue();
		});
		receiving.withPropertyValues("eigi.api-key=" + EigiContexts.KEY).run((context) -> {
			assertThat(isTold(context.getBean(EigiOperations.class), listeners)).as("the main one").isTrue();
			assertThat(isTold(EigiContexts.operations(context, "support"), listeners)).isFalse();
		});
		receiving.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.webhook.account=support")
			.run((context) -> {
				assertThat(isTold(context.getBean(EigiOperations.class), listeners)).isFalse();
				assertThat(isTold(EigiContexts.operations(context, "support"), listeners)).as("the chosen one")
					.isTrue();
			});
		receiving.withBean(EigiApiKeySupplier.class, EigiAccountsTests::keysByName).run((context) -> {
			assertThat(isTold(context.getBean(EigiOperations.class), listeners)).as("that of the supplier").isTrue();
			assertThat(isTold(EigiContexts.operations(context, "support"), listeners)).isFalse();
			EigiOperations tenant = context.getBean(EigiTenants.class).operations("one");
			EigiContexts.read(tenant);
			assertThat(isTold(tenant, listeners)).isFalse();
		});
	}

	/**
	 * The first look at the service comes after it began to listen.
	 */
	private boolean isTold(EigiOperations operations, AtomicInteger listeners) {
		int before = listeners.get();
		int sent = this.server.requests().size();
		Disposable waiting = operations.awaitConversation("c-1").subscribe();
		Awaitility.await().until(() -> this.server.requests().size() > sent);
		waiting.dispose();
		return listeners.get() > before;
	}

	@Test
	void tenantsOfTheApplicationTakeThePlaceOfOurs() {
		EigiTenants own = EigiTenants.builder(keysByName()).build();
		this.withoutKey.withBean(EigiApiKeySupplier.class, EigiAccountsTests::keysByName)
			.withBean("own", EigiTenants.class, () -> own)
			.run((context) -> assertThat(context).getBean(EigiTenants.class).isSameAs(own));
	}

	@Test
	void tenantsOfTheApplicationAloneNeedNoKey() {
		this.withoutKey.withBean("own", EigiTenants.class,
				() -> EigiTenants.builder(keysByName()).client((builder) -> builder.baseUrl(this.server.url())).build())
			.run((context) -> {
				EigiContexts.read(context.getBean(EigiTenants.class).operations("one"));
				assertThat(keys()).containsExactly("vk_one");
				assertThatExceptionOfType(BeansException.class).isThrownBy(() -> context.getBean(EigiOperations.class))
					.havingRootCause()
					.withMessageContaining("eigi.api-key is missing");
			});
	}

	@Test
	void noKeyIsPrinted(CapturedOutput output) {
		this.contextRunner.withPropertyValues("logging.level.root=TRACE", "eigi.accounts.odd.api-key=sk_odd-key")
			.run((context) -> EigiContexts.read(EigiContexts.operations(context, "odd")));
		assertThat(output).doesNotContain(SUPPORT_KEY).doesNotContain("sk_odd-key").doesNotContain(SALES_KEY);
	}

	private static EigiApiKeySupplier keysByName() {
		return (request) -> Mono.just(EigiApiKey.of("vk_" + request.account()).cached());
	}

	private List<String> keys() {
		return this.server.requests().stream().map((request) -> request.header("X-API-Key")).toList();
	}

	record Injected(EigiOperations plain, EigiOperations support, EigiOperations sales,
			EigiManagementOperations supportManagement, EigiClient supportClient) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Injection {

		@Bean
		Injected injected(EigiOperations plain, @Qualifier("support") EigiOperations support,
				@Qualifier("sales-eu") EigiOperations sales,
				@Qualifier("support") EigiManagementOperations supportManagement,
				@Qualifier("support") EigiClient supportClient) {
			return new Injected(plain, support, sales, supportManagement, supportClient);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Helpdesk {

		@Bean({ "helpdesk", "supportEigiOperations" })
		EigiOperations helpdesk(@Qualifier("support") EigiClient client) {
			return client.operations();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientOfTheUser {

		@Bean
		EigiClient clientOfTheUser(EigiProperties properties) {
			return EigiClient.builder().apiKey("vk_of-the-user").baseUrl(properties.getBaseUrl()).build();
		}

	}

}
