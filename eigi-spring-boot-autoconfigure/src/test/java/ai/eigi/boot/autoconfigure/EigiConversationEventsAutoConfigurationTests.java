package ai.eigi.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import ai.eigi.client.EigiOperations;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationFeed;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.client.testsupport.RawServer;
import ai.eigi.webhook.ConversationEvent;
import ai.eigi.webhook.ConversationEventListener;
import ai.eigi.webhook.ConversationEventStore;
import ai.eigi.webhook.ConversationEventStore.Claim;
import ai.eigi.webhook.ConversationEventType;
import ai.eigi.webhook.ConversationEvents;
import ai.eigi.webhook.ConversationHub;
import ai.eigi.webhook.ConversationSweep;
import ai.eigi.webhook.DeliveryQueue;
import ai.eigi.webhook.FileConversationEventStore;
import ai.eigi.webhook.InMemoryConversationEventStore;
import ai.eigi.webhook.JdbcConversationEventStore;
import ai.eigi.webhook.WebhookDelivery;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;

/**
 * Which beans there are for events of conversations, and what is said of properties that
 * do not fit.
 */
class EigiConversationEventsAutoConfigurationTests {

	private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

	private final ApplicationContextRunner contextRunner = EigiContexts.runner()
		.withConfiguration(AutoConfigurations.of(EigiConversationEventsAutoConfiguration.class));

	private final ApplicationContextRunner eventsRunner = this.contextRunner
		.withBean(EigiOperations.class, EigiConversationEventsAutoConfigurationTests::operations)
		.withPropertyValues("eigi.webhook.path=/hooks/eigi");

	private static EigiOperations operations() {
		EigiOperations operations = Mockito.mock(EigiOperations.class);
		given(operations.getConversation(anyString())).willAnswer((call) -> Mono
			.just(Conversation.of(Map.of("conversation_id", call.getArgument(0), "conversation_status", "COMPLETED"))));
		given(operations.allConversations(any())).willReturn(Flux.empty());
		return operations;
	}

	private static WebhookDelivery delivery(String id) {
		return new WebhookDelivery(ConversationEventType.COMPLETED, id, Map.of());
	}

	private static void assertThatFails(ApplicationContextRunner runner, String property, String... said) {
		runner.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
				assertThat(ex.property()).isEqualTo(property);
				assertThat(ex.getMessage() + " " + ex.action()).contains(said);
			}));
	}

	@Test
	void offUntilConfigured() {
		this.contextRunner.withBean(EigiOperations.class, EigiConversationEventsAutoConfigurationTests::operations)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DeliveryQueue.class)
				.doesNotHaveBean(ConversationFeed.class)
				.doesNotHaveBean(ConversationEventStore.class)
				.doesNotHaveBean(EigiSweepProperties.class));
	}

	@Test
	void aPathBringsEventsAndTheSweep() {
		this.eventsRunner.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(DeliveryQueue.class)
				.hasSingleBean(ConversationEvents.class)
				.hasSingleBean(ConversationSweep.class)
				.hasSingleBean(ConversationFeed.class)
				.hasSingleBean(InMemoryConversationEventStore.class);
			assertThat(context.getBean(ConversationEvents.class).isRunning()).isTrue();
			assertThat(context.getBean(ConversationSweep.class).isRunning()).isTrue();
		});
	}

	@Test
	void theSweepCanBeSwitchedOff() {
		this.eventsRunner.withPropertyValues("eigi.webhook.sweep.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(DeliveryQueue.class)
				.doesNotHaveBean(ConversationSweep.class));
	}

	@Test
	void theSweepWorksWithoutAnEndpoint() {
		this.contextRunner.withBean(EigiOperations.class, EigiConversationEventsAutoConfigurationTests::operations)
			.withPropertyValues("eigi.webhook.sweep.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ConversationSweep.class)
				.hasSingleBean(ConversationFeed.class));
	}

	@Test
	void nothingWithoutTheClient() {
		this.contextRunner.withPropertyValues("eigi.enabled=false", "eigi.webhook.path=/hooks/eigi")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ConversationEvents.class));
	}

	@Test
	void theClientOfTheStarterReadsTheConversation() {
		try (RawServer server = RawServer.start(
				(exchange) -> exchange.json(200, "{\"conversation_id\":\"c-1\",\"conversation_status\":\"FAILED\"}"))) {
			this.contextRunner.withUserConfiguration(Listeners.class)
				.withPropertyValues("eigi.api-key=" + EigiContexts.KEY, "eigi.base-url=" + server.url(),
						"eigi.webhook.path=/hooks/eigi", "eigi.webhook.sweep.enabled=false")
				.run((context) -> {
					assertThat(context.getBean(DeliveryQueue.class).offer(delivery("c-1"))).isTrue();
					Listeners listeners = context.getBean(Listeners.class);
					Awaitility.await().atMost(EigiContexts.PATIENCE).until(() -> listeners.called.size() == 4);
					assertThat(listeners.called).containsExactly("bean: conversation.failed", "failing bean",
							"failing method", "method: conversation.failed");
				});
		}
	}

	@Test
	void endedConversationsComeInTheFeed() {
		this.eventsRunner.run((context) -> {
			List<String> ended = new CopyOnWriteArrayList<>();
			context.getBean(ConversationFeed.class).ended().map(Conversation::id).subscribe(ended::add);
			context.getBean(DeliveryQueue.class).offer(delivery("c-1"));
			Awaitility.await().atMost(EigiContexts.PATIENCE).until(() -> ended.contains("c-1"));
		});
	}

	@Test
	void closingTheContextEndsTheFeedAndTakesNothingMore() {
		List<String> seen = new CopyOnWriteArrayList<>();
		DeliveryQueue[] queue = new DeliveryQueue[1];
		this.eventsRunner.run((context) -> {
			queue[0] = context.getBean(DeliveryQueue.class);
			context.getBean(ConversationFeed.class).ended().subscribe((conversation) -> {
			}, (ex) -> seen.add("error"), () -> seen.add("complete"));
		});
		Awaitility.await().atMost(EigiContexts.PATIENCE).until(() -> !seen.isEmpty());
		assertThat(seen).containsExactly("complete");
		assertThat(queue[0].offer(delivery("c-1"))).isFalse();
	}

	@Test
	void beansOfTheUserComeFirst() {
		this.eventsRunner.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("eigi.webhook.store.type=jdbc")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConversationEventStore.class)
				.hasSingleBean(ConversationFeed.class)
				.doesNotHaveBean(ConversationHub.class)
				.hasSingleBean(ConversationEvents.class));
		this.eventsRunner.withBean(DeliveryQueue.class, () -> (delivery) -> true)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeliveryQueue.class)
				.doesNotHaveBean(ConversationEvents.class)
				.doesNotHaveBean(ConversationSweep.class));
	}

	@Test
	void propertiesReachTheSettings() {
		this.eventsRunner
			.withPropertyValues("eigi.webhook.sweep.interval=30s", "eigi.webhook.sweep.longest-call=1h",
					"eigi.webhook.sweep.types=telephony, whatsapp", "eigi.webhook.verify=false",
					"eigi.webhook.queue-capacity=7", "eigi.webhook.concurrency=2")
			.run((context) -> {
				assertThat(context.getBean(EigiSweepProperties.class).toSettings()).satisfies((settings) -> {
					assertThat(settings.interval()).isEqualTo(Duration.ofSeconds(30));
					assertThat(settings.longestCall()).isEqualTo(Duration.ofHours(1));
					assertThat(settings.types()).containsExactly(ConversationType.TELEPHONY, ConversationType.WHATSAPP);
				});
				assertThat(context.getBean(EigiDeliveryProperties.class).toSettings()).satisfies((settings) -> {
					assertThat(settings.verify()).isFalse();
					assertThat(settings.queueCapacity()).isEqualTo(7);
					assertThat(settings.concurrency()).isEqualTo(2);
				});
			});
		this.eventsRunner.withPropertyValues("eigi.webhook.sweep.types=")
			.run((context) -> assertThat(context.getBean(EigiSweepProperties.class).toSettings().types()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "eigi.webhook.queue-capacity,0", "eigi.webhook.queue-capacity,10000000", "eigi.webhook.concurrency,-1",
			"eigi.webhook.concurrency,1000", "eigi.webhook.sweep.interval,0s", "eigi.webhook.sweep.interval,-5m",
			"eigi.webhook.sweep.interval,2d", "eigi.webhook.sweep.longest-call,0s",
			"eigi.webhook.sweep.longest-call,100d" })
	void valuesThatMakeNoSenseAreRefusedAtStart(String property, String value) {
		assertThatFails(this.eventsRunner.withPropertyValues(property + "=" + value), property, property);
	}

	@Test
	void aFileRemembersAcrossContexts(@TempDir Path directory) {
		ApplicationContextRunner runner = this.eventsRunner.withPropertyValues("eigi.webhook.store.type=file",
				"eigi.webhook.store.file=" + directory.resolve("events"), "eigi.webhook.sweep.enabled=false");
		runner.run((context) -> {
			assertThat(context).hasSingleBean(FileConversationEventStore.class);
			context.getBean(DeliveryQueue.class).offer(delivery("c-1"));
			awaitPublished(context, "c-1");
		});
		runner.run((context) -> awaitPublished(context, "c-1"));
	}

	private static void awaitPublished(ApplicationContext context, String id) {
		ConversationEventStore store = context.getBean(ConversationEventStore.class);
		Awaitility.await().atMost(EigiContexts.PATIENCE).until(() -> store.claim(id, NOW, NOW) == Claim.PUBLISHED);
	}

	@Test
	void aFileThatIsNotNamedIsAskedFor() {
		assertThatFails(this.eventsRunner.withPropertyValues("eigi.webhook.store.type=file"), "eigi.webhook.store.file",
				"not set");
	}

	@Test
	void anEmbeddedDatabaseGetsItsTables() {
		this.eventsRunner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("eigi.webhook.store.type=jdbc", "spring.datasource.generate-unique-name=true")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(JdbcConversationEventStore.class);
				context.getBean(DeliveryQueue.class).offer(delivery("c-1"));
				awaitPublished(context, "c-1");
			});
	}

	@Test
	void aDatabaseThatIsNotEmbeddedGetsItsTablesWhereThePropertySaysSo(@TempDir Path directory) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:file:" + directory.resolve("db"));
		ApplicationContextRunner runner = this.eventsRunner.withBean(DataSource.class, () -> dataSource)
			.withPropertyValues("eigi.webhook.store.type=jdbc");
		assertThatFails(runner, "eigi.webhook.store.type", "tables", "ai/eigi/webhook/schema.sql");
		ApplicationContextRunner always = runner.withPropertyValues("eigi.webhook.store.initialize-schema=always");
		always.run((context) -> context.getBean(ConversationEventStore.class).confirm("c-1", NOW));
		always.run((context) -> awaitPublished(context, "c-1"));
		runner.withPropertyValues("eigi.webhook.store.initialize-schema=never")
			.run((context) -> awaitPublished(context, "c-1"));
	}

	@Test
	void aDatabaseThatIsMissingIsAskedFor() {
		assertThatFails(this.eventsRunner.withPropertyValues("eigi.webhook.store.type=jdbc"), "eigi.webhook.store.type",
				"no DataSource", "spring.datasource.url");
	}

	@Test
	void severalDatabasesAreSaid() {
		assertThatFails(
				this.eventsRunner.withPropertyValues("eigi.webhook.store.type=jdbc")
					.withBean("one", DataSource.class, () -> Mockito.mock(DataSource.class))
					.withBean("two", DataSource.class, () -> Mockito.mock(DataSource.class)),
				"eigi.webhook.store.type", "several DataSources");
	}

	@Test
	void aLibraryThatIsMissingIsAskedFor() {
		assertThatFails(
				this.eventsRunner.withPropertyValues("eigi.webhook.store.type=jdbc")
					.withClassLoader(new FilteredClassLoader("org.springframework.jdbc")),
				"eigi.webhook.store.type", "spring-boot-starter-jdbc");
	}

	@Test
	void theTablesCannotBeMadeWithoutTheModuleOfBoot() {
		ApplicationContextRunner runner = this.eventsRunner.withPropertyValues("eigi.webhook.store.type=jdbc")
			.withBean(DataSource.class, JdbcDataSource::new)
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.jdbc", "org.springframework.boot.sql"));
		assertThatFails(runner.withPropertyValues("eigi.webhook.store.initialize-schema=always"),
				"eigi.webhook.store.initialize-schema", "spring-boot-jdbc");
	}

	@Test
	void conversationsAreReadFromTheChosenAccount() {
		try (RawServer server = EigiContexts.conversationServer()) {
			severalAccounts(server).withPropertyValues("eigi.webhook.account=support").run((context) -> {
				context.getBean(DeliveryQueue.class).offer(delivery("c-1"));
				Awaitility.await().until(() -> !server.requests().isEmpty());
				assertThat(server.requests().get(0).header("X-API-Key")).isEqualTo("vk_support");
			});
		}
	}

	@Test
	void severalAccountsWithoutAChosenOneFailAndSayWhatToDo() {
		try (RawServer server = EigiContexts.conversationServer()) {
			severalAccounts(server).run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(EigiConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("eigi.webhook.account");
					assertThat(ex.action()).contains("supportEigiOperations", "salesEigiOperations");
				}));
		}
	}

	@Test
	void unknownAccountFailsAndNamesIt() {
		try (RawServer server = EigiContexts.conversationServer()) {
			severalAccounts(server).withPropertyValues("eigi.webhook.account=forgotten")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOf(EigiConfigurationException.class)
					.hasMessageContaining("forgotten"));
		}
	}

	private ApplicationContextRunner severalAccounts(RawServer server) {
		return this.contextRunner.withPropertyValues("eigi.webhook.path=/hooks/eigi",
				"eigi.webhook.sweep.enabled=false", "eigi.base-url=" + server.url(),
				"eigi.accounts.support.api-key=vk_support", "eigi.accounts.sales.api-key=vk_sales");
	}

	@Test
	void withoutAnyDatabaseLibraryEverythingElseWorks() {
		this.eventsRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.springframework.boot.jdbc",
					"org.springframework.boot.sql", "org.springframework.transaction"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(InMemoryConversationEventStore.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean
		ConversationEventStore storeOfTheUser() {
			return new InMemoryConversationEventStore();
		}

		@Bean
		ConversationFeed feedOfTheUser() {
			return Flux::never;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		final List<String> called = new CopyOnWriteArrayList<>();

		@Bean
		@Order(1)
		ConversationEventListener listener() {
			return (event) -> this.called.add("bean: " + event.type());
		}

		@Bean
		@Order(2)
		ConversationEventListener failingListener() {
			return (event) -> {
				this.called.add("failing bean");
				throw new AssertionError("listener's fault");
			};
		}

		@EventListener
		@Order(1)
		void failing(ConversationEvent event) {
			this.called.add("failing method");
			throw new IllegalStateException("listener's fault");
		}

		@EventListener
		@Order(2)
		void on(ConversationEvent event) {
			this.called.add("method: " + event.type());
		}

	}

}
