package ai.eigi.boot.autoconfigure;

import java.util.List;
import java.util.Map;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiManagementOperations;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.error.EigiInvalidRequestException;
import ai.eigi.client.testsupport.RawServer;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which beans there are, which step back, and what a key and an address may look like.
 */
@ExtendWith(OutputCaptureExtension.class)
class EigiAutoConfigurationTests {

	private static final String KEY_PROPERTY = "eigi.api-key=" + EigiContexts.KEY;

	private final RawServer server = EigiContexts.conversationServer();

	private final ApplicationContextRunner contextRunner = EigiContexts.runner();

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	@Test
	void runWithKeyProvidesOperations() {
		this.contextRunner.withPropertyValues(KEY_PROPERTY)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EigiOperations.class)
				.hasSingleBean(EigiManagementOperations.class)
				.hasSingleBean(EigiClient.class)
				.hasSingleBean(PropertiesEigiConnectionDetails.class)
				.hasSingleBean(EigiProperties.class));
	}

	@Test
	void operationsOfTheContextReachTheServerWithTheKey() {
		EigiContexts.runner(this.server).run((context) -> {
			assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1");
			assertThat(this.server.requests()).singleElement()
				.satisfies((request) -> assertThat(request.header("X-API-Key")).isEqualTo(EigiContexts.KEY));
		});
	}

	@Test
	void startingSendsNothing() {
		EigiContexts.runner(this.server).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.server.connections()).isZero();
		});
	}

	@Test
	void runWhenDisabledProvidesNothingAndNeedsNoKey() {
		this.contextRunner.withPropertyValues("eigi.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(EigiAutoConfiguration.class)
				.doesNotHaveBean(EigiOperations.class)
				.doesNotHaveBean(EigiManagementOperations.class)
				.doesNotHaveBean(EigiClient.class)
				.doesNotHaveBean(EigiConnectionDetails.class)
				.doesNotHaveBean(EigiProperties.class));
	}

	@Test
	void runWithTheUsersConnectionDetailsConnectsThereAndNeedsNoKey() {
		EigiConnectionDetails details = new FixedConnectionDetails(this.server.url());
		this.contextRunner.withBean(EigiConnectionDetails.class, () -> details).run((context) -> {
			assertThat(context).hasSingleBean(EigiConnectionDetails.class)
				.doesNotHaveBean(PropertiesEigiConnectionDetails.class);
			EigiContexts.readConversation(context);
			assertThat(this.server.requests()).singleElement()
				.satisfies((request) -> assertThat(request.header("X-API-Key")).isEqualTo("vk_of-the-details"));
		});
	}

	@Test
	void runWithTheUsersConnectionDetailsIgnoresKeyAndAddressOfTheProperties() {
		EigiConnectionDetails details = new FixedConnectionDetails(this.server.url());
		this.contextRunner.withPropertyValues(KEY_PROPERTY, "eigi.base-url=https://nowhere.invalid")
			.withBean(EigiConnectionDetails.class, () -> details)
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement()
					.satisfies((request) -> assertThat(request.header("X-API-Key")).isEqualTo("vk_of-the-details"));
			});
	}

	@Test
	void runWithTheUsersClientHandsOutItsOperations() {
		this.contextRunner.withUserConfiguration(ClientOfTheUserConfiguration.class).run((context) -> {
			assertThat(context).hasSingleBean(EigiClient.class);
			assertThat(context.getBean(EigiOperations.class)).isSameAs(context.getBean(EigiClient.class).operations());
		});
	}

	@Test
	void managementOfTheContextReachesTheServerWithTheKey() {
		EigiContexts.runner(this.server).run((context) -> {
			context.getBean(EigiManagementOperations.class).getAgent("a-1").block(EigiContexts.PATIENCE);
			assertThat(this.server.requests()).singleElement().satisfies((request) -> {
				assertThat(request.target()).isEqualTo("/v1/public/agents/a-1");
				assertThat(request.header("X-API-Key")).isEqualTo(EigiContexts.KEY);
			});
			assertThat(context.getBean(EigiManagementOperations.class))
				.isSameAs(context.getBean(EigiClient.class).management());
		});
	}

	@Test
	void runWithTheUsersOperationsNeedsNoKeyAndMakesNoClient() {
		EigiOperations operations = Mockito.mock(EigiOperations.class);
		this.contextRunner.withBean(EigiOperations.class, () -> operations).run((context) -> {
			assertThat(context).hasNotFailed().getBean(EigiOperations.class).isSameAs(operations);
			assertThat(context.getBeanFactory().getSingleton("eigiClient")).isNull();
		});
	}

	@Test
	void runWithTheUsersOperationsStillProvidesManagement() {
		EigiOperations operations = Mockito.mock(EigiOperations.class);
		EigiContexts.runner(this.server).withBean(EigiOperations.class, () -> operations).run((context) -> {
			assertThat(context).hasSingleBean(EigiOperations.class).hasSingleBean(EigiManagementOperations.class);
			context.getBean(EigiManagementOperations.class).getAgent("a-1").block(EigiContexts.PATIENCE);
			assertThat(this.server.requests()).hasSize(1);
		});
	}

	@Test
	void runWithTheUsersOperationsAndSomebodyWhoManagesNeedsAKey() {
		this.contextRunner.withBean(EigiOperations.class, () -> Mockito.mock(EigiOperations.class))
			.withUserConfiguration(ManagerConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("eigi.api-key")));
	}

	@Test
	void operationsOfTheUserMayBeMadeOfTheClient() {
		EigiContexts.runner(this.server)
			.withUserConfiguration(OperationsMadeOfTheClientConfiguration.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(EigiOperations.class).hasBean("operationsOfTheUser");
				assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1");
			});
	}

	@Test
	void runWithTheUsersManagementStillProvidesOperations() {
		EigiManagementOperations management = Mockito.mock(EigiManagementOperations.class);
		EigiContexts.runner(this.server).withBean(EigiManagementOperations.class, () -> management).run((context) -> {
			assertThat(context).getBean(EigiManagementOperations.class).isSameAs(management);
			assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1");
		});
	}

	@Test
	void runWithTheUsersManagementAloneNeedsAKey() {
		this.contextRunner.withBean(EigiManagementOperations.class, () -> Mockito.mock(EigiManagementOperations.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(EigiConfigurationException.class));
	}

	@Test
	void runWithBothOperationsOfTheUserHasNoClient() {
		this.contextRunner.withBean(EigiOperations.class, () -> Mockito.mock(EigiOperations.class))
			.withBean(EigiManagementOperations.class, () -> Mockito.mock(EigiManagementOperations.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(EigiClient.class)
				.hasSingleBean(EigiOperations.class)
				.hasSingleBean(EigiManagementOperations.class));
	}

	@Test
	void runWithoutKeyFailsAndSaysWhatToDo() {
		this.contextRunner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
				assertThat(ex.property()).isEqualTo("eigi.api-key");
				assertThat(ex).hasMessageContaining("eigi.api-key");
				assertThat(ex.action()).contains("EIGI_API_KEY");
			}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "\t" })
	void runWithBlankKeyFails(String key) {
		this.contextRunner.withInitializer((context) -> addApiKey(context.getEnvironment().getPropertySources(), key))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class,
						(ex) -> assertThat(ex).hasMessageContaining("blank")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "vk_secret\n", "vk_secret\r\n", "vk_sec\nret" })
	void runWithLineBreakInTheKeyFailsWithoutPrintingIt(String key, CapturedOutput output) {
		this.contextRunner.withInitializer((context) -> addApiKey(context.getEnvironment().getPropertySources(), key))
			.run((context) -> {
				assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(EigiConfigurationException.class,
							(ex) -> assertThat(ex).hasMessageContaining("line break"));
				assertThat(context.getStartupFailure()).hasStackTraceContaining("EigiConfigurationException");
				assertThat(stackTraceOf(context.getStartupFailure())).doesNotContain("vk_sec");
			});
		assertThat(output).doesNotContain("vk_sec");
	}

	@Test
	void runWithUnfamiliarKeyWarnsOnceWithoutPrintingIt(CapturedOutput output) {
		this.contextRunner.withPropertyValues("eigi.api-key=sk_something-else", "eigi.base-url=" + this.server.url())
			.run((context) -> {
				EigiContexts.readConversation(context);
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).hasSize(2);
			});
		assertThat(output).containsOnlyOnce("vk_").doesNotContain("sk_something-else");
	}

	@Test
	void runWithFamiliarKeyDoesNotWarn(CapturedOutput output) {
		this.contextRunner.withPropertyValues(KEY_PROPERTY).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("WARN").doesNotContain("vk_");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/v1", "/v1/", "/v1/public", "/v1/public/" })
	void baseUrlMayEndWithASlashOrTheVersion(String suffix) {
		this.contextRunner.withPropertyValues(KEY_PROPERTY, "eigi.base-url=" + this.server.url() + suffix)
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement()
					.satisfies((request) -> assertThat(request.target()).isEqualTo("/v1/public/conversations/c-1"));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "api.eigi.ai", "ftp://api.eigi.ai", "https://", "https:///v1", "http://a b",
			"https://user:secret@api.eigi.ai", "https://api.eigi.ai?key=secret", "https://api.eigi.ai#secret" })
	void runWithUnusableBaseUrlFails(String baseUrl) {
		this.contextRunner.withPropertyValues(KEY_PROPERTY, "eigi.base-url=" + baseUrl)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("eigi.base-url");
					assertThat(ex.getMessage() + ex.action()).doesNotContain("secret");
				}));
	}

	@Test
	void plainHttpToAnotherHostIsRefused() {
		this.contextRunner.withPropertyValues(KEY_PROPERTY, "eigi.base-url=http://proxy.example")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("http://");
					assertThat(ex.action()).contains("eigi.http.allow-insecure");
				}));
	}

	@Test
	void plainHttpToAnotherHostIsAllowedWhereTheUserSaysSo() {
		this.contextRunner
			.withPropertyValues(KEY_PROPERTY, "eigi.base-url=http://proxy.example", "eigi.http.allow-insecure=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void environmentVariablesAreEnough() {
		Map<String, Object> variables = Map.of("EIGI_API_KEY", EigiContexts.KEY, "EIGI_BASE_URL", this.server.url(),
				"EIGI_RATELIMIT_TIER", "pro", "EIGI_HTTP_MAXCONNECTIONS", "7");
		this.contextRunner.withInitializer((context) -> EigiContexts.systemEnvironment(context, variables))
			.run((context) -> {
				EigiContexts.readConversation(context);
				assertThat(this.server.requests()).singleElement()
					.satisfies((request) -> assertThat(request.header("X-API-Key")).isEqualTo(EigiContexts.KEY));
				assertThat(context.getBean(EigiProperties.class).getHttp().getMaxConnections()).isEqualTo(7);
				assertThat(context.getBean(EigiProperties.class).getRateLimit().getTier())
					.isEqualTo(EigiProperties.RateLimit.Tier.PRO);
			});
	}

	@Test
	void dryRunSendsNothing() {
		EigiContexts.runner(this.server).withPropertyValues("eigi.calls.mode=dry-run").run((context) -> {
			context.getBean(EigiOperations.class)
				.startCalls(OutboundCallRequest.of("agent-1", "+14155550123"))
				.block(EigiContexts.PATIENCE);
			assertThat(this.server.requests()).isEmpty();
		});
	}

	@Test
	void allowListRefusesEveryOtherNumber() {
		EigiContexts.runner(this.server)
			.withPropertyValues("eigi.calls.mode=allow-list", "eigi.calls.allowed-numbers[0]=+1 415 555 0123")
			.run((context) -> {
				EigiOperations operations = context.getBean(EigiOperations.class);
				assertThatExceptionOfType(EigiInvalidRequestException.class)
					.isThrownBy(() -> operations.startCalls(OutboundCallRequest.of("agent-1", "+14155550124"))
						.block(EigiContexts.PATIENCE))
					.withMessageContaining("eigi.calls.allowed-numbers");
				assertThat(this.server.requests()).isEmpty();
				operations.startCalls(OutboundCallRequest.of("agent-1", "+14155550123")).block(EigiContexts.PATIENCE);
				assertThat(this.server.requests()).hasSize(1);
			});
	}

	@Test
	void reactiveApplicationGetsOperations() {
		new ReactiveWebApplicationContextRunner().withConfiguration(EigiContexts.AUTO_CONFIGURATIONS)
			.withPropertyValues(KEY_PROPERTY, "eigi.base-url=" + this.server.url())
			.run((context) -> assertThat(EigiContexts.readConversation(context).id()).isEqualTo("c-1"));
	}

	private static void addApiKey(MutablePropertySources sources, String key) {
		sources.addFirst(new MapPropertySource("key of the test", Map.of("eigi.api-key", key)));
	}

	private static String stackTraceOf(Throwable failure) {
		return Throwables.getStackTrace(failure);
	}

	private record FixedConnectionDetails(String url) implements EigiConnectionDetails {

		@Override
		public String getApiKey() {
			return "vk_of-the-details";
		}

		@Override
		public String getBaseUrl() {
			return this.url;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClientOfTheUserConfiguration {

		@Bean
		EigiClient clientOfTheUser() {
			return EigiClient.builder().apiKey("vk_of-the-user").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OperationsMadeOfTheClientConfiguration {

		@Bean
		EigiOperations operationsOfTheUser(EigiClient client) {
			return client.operations();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerConfiguration {

		@Bean
		Object manager(EigiManagementOperations management) {
			return List.of(management);
		}

	}

}
