package ai.eigi.client.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the tool that speaks up when the other side is silent.
 *
 * @since 0.1.0
 */
public final class UserIdle extends AgentPart<UserIdle> {

	private static final String TIMEOUT = "idle_timeout_seconds";

	private static final String RETRIES = "max_retry_count";

	private static final int SHORTEST_TIMEOUT = 3;

	private static final int LONGEST_TIMEOUT = 30;

	private static final int MOST_RETRIES = 10;

	private UserIdle(WireObject wire) {
		super(wire);
	}

	/**
	 * The service's defaults: after 10 seconds, 3 times.
	 * @return the settings
	 */
	public static UserIdle defaults() {
		return new UserIdle(WireObject.empty());
	}

	static UserIdle from(WireObject wire) {
		return new UserIdle(wire);
	}

	/**
	 * How long the other side is silent before the agent speaks up.
	 * @return the time, or {@code null} if it is not said
	 */
	public @Nullable Duration timeout() {
		return wire().seconds(TIMEOUT);
	}

	/**
	 * The same, earlier or later.
	 * @param timeout from 3 to 30 seconds
	 * @return the settings
	 */
	public UserIdle withTimeout(Duration timeout) {
		Objects.requireNonNull(timeout, "'timeout' must not be null");
		if (timeout.getNano() == 0) {
			return set(TIMEOUT, timeout.getSeconds());
		}
		return set(TIMEOUT,
				BigDecimal.valueOf(timeout.getSeconds()).add(BigDecimal.valueOf(timeout.getNano(), 9)).doubleValue());
	}

	/**
	 * How often the agent speaks up.
	 * @return the number, or {@code null} if it is not said
	 */
	public @Nullable Integer maxRetries() {
		return wire().integer(RETRIES);
	}

	/**
	 * The same, more or less often.
	 * @param maxRetries from 1 to 10
	 * @return the settings
	 */
	public UserIdle withMaxRetries(int maxRetries) {
		return set(RETRIES, maxRetries);
	}

	@Override
	UserIdle copy(WireObject wire) {
		return new UserIdle(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(TIMEOUT, RETRIES);
	}

	@Override
	void check(Require require, String field) {
		require.range(field + ".timeout", wire().real(TIMEOUT), SHORTEST_TIMEOUT, LONGEST_TIMEOUT)
			.range(field + ".maxRetries", wire().real(RETRIES), 1, MOST_RETRIES);
	}

	@Override
	public String toString() {
		return "UserIdle[timeout=%s, maxRetries=%s]".formatted(timeout(), maxRetries());
	}

}
