package ai.eigi.webhook;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import ai.eigi.client.error.EigiConfigurationException;
import ai.eigi.webhook.ConversationEventStore.Claim;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Events in a database that several instances share.
 */
class JdbcConversationEventStoreTests extends ConversationEventStoreContractTests {

	private JdbcConnectionPool dataSource;

	private JdbcConversationEventStore store;

	@BeforeEach
	void open() {
		this.dataSource = JdbcConnectionPool.create("jdbc:h2:mem:events;LOCK_TIMEOUT=60000", "sa", "");
		new ResourceDatabasePopulator(new ClassPathResource("ai/eigi/webhook/schema.sql")).execute(this.dataSource);
		this.store = new JdbcConversationEventStore(this.dataSource);
	}

	@AfterEach
	void close() {
		JdbcClient.create(this.dataSource).sql("DROP ALL OBJECTS").update();
		this.dataSource.dispose();
	}

	@Override
	ConversationEventStore store() {
		return this.store;
	}

	@Test
	void ofTwoInstancesOneIsGivenTheRight() throws Exception {
		List<ConversationEventStore> instances = List.of(this.store, new JdbcConversationEventStore(this.dataSource));
		for (int round = 0; round < 50; round++) {
			String key = "race-" + round;
			AtomicInteger next = new AtomicInteger();
			List<Claim> claims = race(2, () -> instances.get(next.getAndIncrement()).claim(key, NOW, LEASE_END));
			assertThat(claims).containsExactlyInAnyOrder(Claim.GIVEN, Claim.HELD);
		}
	}

	@Test
	void ofTwoInstancesThatBeginTheFirstSaysSinceWhen() throws Exception {
		race(4, () -> {
			new JdbcConversationEventStore(this.dataSource).moveTo(new SweepPosition(NOW.minusSeconds(60), NOW));
			return true;
		});
		assertThat(this.store.position()).isEqualTo(new SweepPosition(NOW.minusSeconds(60), NOW));
	}

	@Test
	void writesAreCommittedThoughTheConnectionDoesNotCommitByItself() {
		DataSource withoutAutoCommit = new DelegatingDataSource(this.dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				connection.setAutoCommit(false);
				return connection;
			}

		};
		new JdbcConversationEventStore(withoutAutoCommit).confirm("told", NOW);
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void aTransactionOfTheCallerThatIsRolledBackTakesNothingAlong() {
		new TransactionTemplate(new JdbcTransactionManager(this.dataSource)).executeWithoutResult((status) -> {
			this.store.confirm("told", NOW);
			status.setRollbackOnly();
		});
		assertThat(this.store.claim("told", NOW, LEASE_END)).isEqualTo(Claim.PUBLISHED);
	}

	@Test
	void missingTablesAreSaidAtOnce() {
		this.store.checkSchema();
		JdbcClient.create(this.dataSource).sql("DROP TABLE eigi_sweep_position").update();
		assertThatExceptionOfType(EigiConfigurationException.class).isThrownBy(this.store::checkSchema)
			.satisfies((ex) -> assertThat(ex.action()).contains("ai/eigi/webhook/schema.sql"));
	}

}
