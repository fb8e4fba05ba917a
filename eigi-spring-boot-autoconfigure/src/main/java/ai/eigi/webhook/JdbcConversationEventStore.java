package ai.eigi.webhook;

import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import javax.sql.DataSource;

import ai.eigi.client.error.EigiConfigurationException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Remembers published events in two tables of a database, for applications that restart
 * or run in several instances. All instances must share the account of the service.
 * <p>
 * The tables are made by {@code ai/eigi/webhook/schema.sql}. Each method is a transaction
 * of its own, whatever the connection's auto-commit says. The instances' clocks should
 * not be further apart than a minute: a claim's lease is counted by them.
 *
 * @since 0.1.0
 */
public final class JdbcConversationEventStore implements ConversationEventStore {

	private static final int POSITION = 1;

	private final JdbcClient jdbc;

	private final TransactionTemplate transaction;

	/**
	 * Create a store.
	 * @param dataSource the database
	 */
	public JdbcConversationEventStore(DataSource dataSource) {
		Objects.requireNonNull(dataSource, "'dataSource' must not be null");
		this.jdbc = JdbcClient.create(dataSource);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	/**
	 * Check that the tables are there.
	 * @throws EigiConfigurationException if not
	 */
	public void checkSchema() {
		try {
			position();
			isConfirmed("none");
		}
		catch (BadSqlGrammarException ex) {
			throw new EigiConfigurationException("eigi.webhook.store.type",
					"eigi.webhook.store.type is jdbc, and the tables of conversation events are not in the database.",
					"Add classpath:ai/eigi/webhook/schema.sql to the migrations of the database, or set "
							+ "eigi.webhook.store.initialize-schema to always.");
		}
	}

	@Override
	public Claim claim(String key, Instant now, Instant leaseEnd) {
		if (insert(key, leaseEnd, null) || takeOver(key, now, leaseEnd)) {
			return Claim.GIVEN;
		}
		return isConfirmed(key) ? Claim.PUBLISHED : Claim.HELD;
	}

	private boolean takeOver(String key, Instant now, Instant leaseEnd) {
		return update("""
				UPDATE eigi_conversation_event SET lease_end = :leaseEnd
				WHERE event_key = :key AND confirmed_at IS NULL AND lease_end <= :now""",
				(sql) -> sql.param("leaseEnd", leaseEnd.toEpochMilli())
					.param("key", key)
					.param("now", now.toEpochMilli())) > 0;
	}

	/**
	 * Whether the row was not there. A transaction of its own: in some databases a failed
	 * insert ends the one it is in.
	 */
	private boolean insert(String key, Instant leaseEnd, @Nullable Instant confirmedAt) {
		try {
			update("""
					INSERT INTO eigi_conversation_event (event_key, lease_end, confirmed_at)
					VALUES (:key, :leaseEnd, :confirmedAt)""",
					(sql) -> sql.param("key", key)
						.param("leaseEnd", leaseEnd.toEpochMilli())
						.param("confirmedAt", (confirmedAt != null) ? confirmedAt.toEpochMilli() : null, Types.BIGINT));
			return true;
		}
		catch (DataIntegrityViolationException ex) {
			return false;
		}
	}

	private boolean isConfirmed(String key) {
		return !read("SELECT 1 FROM eigi_conversation_event WHERE event_key = :key AND confirmed_at IS NOT NULL",
				(sql) -> sql.param("key", key).query(Integer.class).list())
			.isEmpty();
	}

	@Override
	public void confirm(String key, Instant now) {
		if (!confirmRow(key, now) && !isConfirmed(key) && !insert(key, now, now)) {
			confirmRow(key, now);
		}
	}

	private boolean confirmRow(String key, Instant now) {
		return update("""
				UPDATE eigi_conversation_event SET confirmed_at = :now
				WHERE event_key = :key AND confirmed_at IS NULL""",
				(sql) -> sql.param("now", now.toEpochMilli()).param("key", key)) > 0;
	}

	@Override
	public void release(String key) {
		update("DELETE FROM eigi_conversation_event WHERE event_key = :key AND confirmed_at IS NULL",
				(sql) -> sql.param("key", key));
	}

	@Override
	public @Nullable SweepPosition position() {
		List<SweepPosition> rows = read("SELECT looked_since, looked_until FROM eigi_sweep_position WHERE id = :id",
				(sql) -> sql.param("id", POSITION)
					.query((row, number) -> new SweepPosition(Instant.ofEpochMilli(row.getLong(1)),
							Instant.ofEpochMilli(row.getLong(2))))
					.list());
		return rows.isEmpty() ? null : rows.get(0);
	}

	@Override
	public void moveTo(SweepPosition position) {
		if (!moveRow(position) && position() == null && !insertPosition(position)) {
			moveRow(position);
		}
	}

	private boolean moveRow(SweepPosition position) {
		return update("UPDATE eigi_sweep_position SET looked_until = :until WHERE id = :id AND looked_until < :until",
				(sql) -> sql.param("until", position.lookedUntil().toEpochMilli()).param("id", POSITION)) > 0;
	}

	private boolean insertPosition(SweepPosition position) {
		try {
			update("INSERT INTO eigi_sweep_position (id, looked_since, looked_until) VALUES (:id, :since, :until)",
					(sql) -> sql.param("id", POSITION)
						.param("since", position.since().toEpochMilli())
						.param("until", position.lookedUntil().toEpochMilli()));
			return true;
		}
		catch (DataIntegrityViolationException ex) {
			return false;
		}
	}

	@Override
	public void forget(Instant before) {
		update("DELETE FROM eigi_conversation_event WHERE confirmed_at < :before",
				(sql) -> sql.param("before", before.toEpochMilli()));
		update("DELETE FROM eigi_conversation_event WHERE confirmed_at IS NULL AND lease_end < :before",
				(sql) -> sql.param("before", before.toEpochMilli()));
	}

	private int update(String statement, Function<JdbcClient.StatementSpec, JdbcClient.StatementSpec> parameters) {
		Integer rows = this.transaction.execute((status) -> parameters.apply(this.jdbc.sql(statement)).update());
		return (rows != null) ? rows : 0;
	}

	private <T> List<T> read(String query, Function<JdbcClient.StatementSpec, List<T>> reader) {
		List<T> rows = this.transaction.execute((status) -> reader.apply(this.jdbc.sql(query)));
		return (rows != null) ? rows : List.of();
	}

}
