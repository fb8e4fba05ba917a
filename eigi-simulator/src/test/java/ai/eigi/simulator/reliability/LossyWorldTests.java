package ai.eigi.simulator.reliability;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import javax.sql.DataSource;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.conversation.Conversation;
import ai.eigi.client.conversation.ConversationQuery;
import ai.eigi.client.conversation.ConversationType;
import ai.eigi.simulator.CallOutcome;
import ai.eigi.simulator.DeliveryFate;
import ai.eigi.simulator.EigiSimulator;
import ai.eigi.simulator.Fault;
import ai.eigi.simulator.SimulatedAgent;
import ai.eigi.simulator.SimulatorClock;
import ai.eigi.simulator.SimulatorRoute;
import ai.eigi.simulator.WebhookDestination;
import ai.eigi.webhook.ConversationEvent;
import ai.eigi.webhook.ConversationEventStore;
import ai.eigi.webhook.ConversationEvents;
import ai.eigi.webhook.ConversationHub;
import ai.eigi.webhook.ConversationSweep;
import ai.eigi.webhook.FileConversationEventStore;
import ai.eigi.webhook.JdbcConversationEventStore;
import ai.eigi.webhook.SweepPosition;
import ai.eigi.webhook.SweepSettings;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hours in which deliveries get lost, repeat and overtake each other, sweeps fail, and
 * the application is stopped, killed and started again on its durable store.
 */
@Tag("same-on-any-jdk")
class LossyWorldTests {

	private static final String SECRET = "q3Zk8vT1mXw0bYcR7uLhN5sJpD2fGaE9";

	private static final Duration STEP = Duration.ofMinutes(2);

	private static final int STEPS = 240;

	private static final Duration LONGEST_CALL = Duration.ofHours(2);

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(longs = { 1 })
	void noEndedConversationIsMissedOnAFile(long seed) {
		new World(seed, () -> new FileConversationEventStore(this.folder.resolve("events-" + seed))).pass();
	}

	@ParameterizedTest
	@ValueSource(longs = { 2 })
	void noEndedConversationIsMissedOnADatabase(long seed) {
		JdbcDataSource database = new JdbcDataSource();
		database.setUrl("jdbc:h2:mem:world-" + seed + ";DB_CLOSE_DELAY=-1");
		new ResourceDatabasePopulator(new ClassPathResource("ai/eigi/webhook/schema.sql")).execute(database);
		new World(seed, () -> new JdbcConversationEventStore((DataSource) database)).pass();
	}

	/**
	 * The service, the way to the application, and the lives of the application.
	 */
	private static final class World {

		private final String seed;

		private final Random random;

		private final Stores stores;

		private final SimulatorClock clock = SimulatorClock.manual(Instant.parse("2026-03-01T08:00:00Z"));

		private final List<Life> lives = new ArrayList<>();

		private int calls;

		World(long seed, Stores stores) {
			this.seed = "seed " + seed;
			this.random = new Random(seed);
			this.stores = stores;
		}

		void pass() {
			try (EigiSimulator simulator = EigiSimulator.builder().clock(this.clock).start();
					EigiClient client = EigiClient.builder()
						.apiKey(simulator.apiKey())
						.baseUrl(simulator.baseUrl())
						.rateLimit((limit) -> limit.withEnabled(false))
						.build()) {
				simulator.onCalls((call) -> outcome());
				simulator.webhooks().deliveryPolicy((attempt) -> fate());
				Life life = begin(simulator);
				for (int step = 0; step < STEPS; step++) {
					placeCalls(client.operations());
					this.clock.advance(STEP);
					if (life != null && step % 3 == 0) {
						if (chance(20)) {
							simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(503));
						}
						life.sweep();
					}
					if (life != null && chance(4)) {
						life.end(chance(50));
						life = null;
					}
					else if (life == null && chance(15)) {
						life = begin(simulator);
					}
				}
				Life last = (life != null) ? life : begin(simulator);
				this.clock.advance(LONGEST_CALL);
				simulator.failNext(SimulatorRoute.LIST_CONVERSATIONS, Fault.status(503));
				last.sweep();
				last.sweep();
				check(client.operations());
				last.end(false);
			}
		}

		private boolean chance(int percent) {
			return this.random.nextInt(100) < percent;
		}

		private synchronized CallOutcome outcome() {
			CallOutcome outcome = switch (this.random.nextInt(3)) {
				case 0 -> CallOutcome.answered().withDuration(Duration.ofSeconds(this.random.nextInt(5400)));
				case 1 -> CallOutcome.unanswered();
				default -> CallOutcome.failed();
			};
			return outcome.withRinging(Duration.ofSeconds(this.random.nextInt(60)));
		}

		private synchronized DeliveryFate fate() {
			return switch (this.random.nextInt(6)) {
				case 0 -> DeliveryFate.sent();
				case 1 -> DeliveryFate.repeated(2 + this.random.nextInt(3));
				case 2 -> DeliveryFate.delayed(Duration.ofSeconds(this.random.nextInt(1200)));
				case 3 -> DeliveryFate.lost();
				default -> DeliveryFate.dropped();
			};
		}

		private void placeCalls(EigiOperations operations) {
			int more = this.random.nextInt(5);
			if (more > 0) {
				OutboundCallRequest.Builder request = OutboundCallRequest.builder(SimulatedAgent.SUPPORT.id());
				for (int i = 0; i < more; i++) {
					request.to("+1415555%04d".formatted(this.calls++));
				}
				operations.startCalls(request.build()).block();
			}
		}

		private Life begin(EigiSimulator simulator) {
			Life life = new Life(simulator, this.clock, this.stores.open());
			this.lives.add(life);
			simulator.webhooks().sendTo(WebhookDestination.post(life.url()));
			return life;
		}

		private void check(EigiOperations operations) {
			Set<String> ended = new HashSet<>(
					operations.allConversations(ConversationQuery.builder().type(ConversationType.TELEPHONY).build())
						.map(Conversation::id)
						.collectList()
						.block());
			Map<String, Life> told = new LinkedHashMap<>();
			List<String> twice = new ArrayList<>();
			for (Life life : this.lives) {
				for (ConversationEvent event : life.told()) {
					Life before = told.put(event.conversation().id(), life);
					if (before != null && !before.killed) {
						twice.add(event.conversation().id());
					}
				}
			}
			System.out.printf("%s: %d calls in %d h, %d lives, told by deliveries and sweeps: %d, missed: %d%n",
					this.seed, ended.size(), STEPS * STEP.toMinutes() / 60, this.lives.size(), told.size(),
					ended.size() - told.size());
			assertThat(told.keySet()).as(this.seed + ": what ended was told").containsAll(ended);
			assertThat(twice).as(this.seed + ": told again, though nobody died in between").isEmpty();
			assertThat(this.lives).hasSizeGreaterThan(2);
			Set<ConversationEvent.Origin> origins = new HashSet<>();
			this.lives.forEach((life) -> life.told().forEach((event) -> origins.add(event.origin())));
			assertThat(origins).hasSize(2);
		}

	}

	/**
	 * One life of the application, with its web server.
	 */
	private static final class Life {

		private final ConfigurableApplicationContext context;

		private final MortalStore store;

		private final ConversationSweep sweep;

		private final List<ConversationEvent> told = new ArrayList<>();

		private volatile boolean killed;

		Life(EigiSimulator simulator, SimulatorClock clock, ConversationEventStore durable) {
			this.store = new MortalStore(durable);
			this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
				.initializers((context) -> {
					((org.springframework.context.support.GenericApplicationContext) context).registerBean(Life.class,
							() -> this);
					((org.springframework.context.support.GenericApplicationContext) context)
						.registerBean(SimulatorClock.class, () -> clock);
				})
				.run("--server.port=0", "--eigi.api-key=" + simulator.apiKey(),
						"--eigi.base-url=" + simulator.baseUrl(), "--eigi.rate-limit.enabled=false",
						"--eigi.retry.enabled=false", "--eigi.webhook.path=/hooks/eigi",
						"--eigi.webhook.secret=" + SECRET, "--eigi.webhook.sweep.enabled=false",
						"--spring.main.banner-mode=off", "--logging.level.root=off");
			this.sweep = new ConversationSweep(this.context.getBean(EigiOperations.class),
					this.context.getBean(ConversationEvents.class), this.store,
					new SweepSettings(Duration.ofMinutes(5), LONGEST_CALL, List.of(ConversationType.TELEPHONY)), clock,
					Schedulers.parallel());
			sweep();
		}

		String url() {
			return "http://localhost:" + this.context.getEnvironment().getProperty("local.server.port") + "/hooks/eigi/"
					+ SECRET;
		}

		void sweep() {
			this.sweep.sweep().onErrorComplete().block(Duration.ofSeconds(30));
		}

		synchronized List<ConversationEvent> told() {
			return List.copyOf(this.told);
		}

		synchronized void hear(ConversationEvent event) {
			if (!this.killed) {
				this.told.add(event);
			}
		}

		/**
		 * End in good order, or at once: nothing is told nor remembered any more.
		 */
		void end(boolean kill) {
			if (kill) {
				synchronized (this) {
					this.killed = true;
				}
				this.store.die();
			}
			this.context.close();
			this.store.close();
		}

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ConversationEventStore store(Life life) {
			return life.store;
		}

		@Bean
		ConversationEvents events(EigiOperations operations, ConversationEventStore store, ConversationHub hub,
				SimulatorClock clock, Life life) {
			return ConversationEvents.builder(operations)
				.store(store)
				.hub(hub)
				.listeners(life::hear)
				.clock(clock)
				.build();
		}

	}

	/**
	 * Opens the durable store, again for each life.
	 */
	@FunctionalInterface
	private interface Stores {

		ConversationEventStore open();

	}

	/**
	 * Remembers nothing after its application has died.
	 */
	private static final class MortalStore implements ConversationEventStore, AutoCloseable {

		private final ConversationEventStore durable;

		private boolean dead;

		MortalStore(ConversationEventStore durable) {
			this.durable = durable;
		}

		synchronized void die() {
			this.dead = true;
		}

		private synchronized ConversationEventStore living() {
			if (this.dead) {
				throw new IllegalStateException("dead");
			}
			return this.durable;
		}

		@Override
		public Claim claim(String key, Instant now, Instant leaseEnd) {
			return living().claim(key, now, leaseEnd);
		}

		@Override
		public void confirm(String key, Instant now) {
			living().confirm(key, now);
		}

		@Override
		public void release(String key) {
			living().release(key);
		}

		@Override
		public SweepPosition position() {
			return living().position();
		}

		@Override
		public void moveTo(SweepPosition position) {
			living().moveTo(position);
		}

		@Override
		public void forget(Instant confirmedBefore) {
			living().forget(confirmedBefore);
		}

		@Override
		public void close() {
			if (this.durable instanceof AutoCloseable closeable) {
				try {
					closeable.close();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
