package ai.eigi.client;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a client at one moment, without asking the service. How operations
 * ended is known if the client {@linkplain EigiClient.Builder#recordOutcomes() records}
 * it, and of {@linkplain EigiClient#check(Duration) checks} in any case.
 *
 * @param account name of the account
 * @param closed whether the client was closed
 * @param lastAnswer when the service last answered as it should: with success, or with a
 * refusal that concerns one request alone; {@code null} if it has not yet
 * @param lastFailure what last went wrong otherwise, {@code null} if nothing did
 * @param consecutiveFailures how often something went wrong since the last answer, not
 * counting what was refused for the rate
 * @param coolDown how long nothing is sent after the service has refused a request for
 * the rate; zero if there is no cool-down
 * @param availablePermits requests that may leave at once, {@link Integer#MAX_VALUE}
 * where nothing limits them
 * @param permitLimit requests that may leave within a period at most,
 * {@link Integer#MAX_VALUE} where nothing limits them
 * @param waitingForPermit requests that wait for a permit
 * @param connectionsInUse connections that a request occupies
 * @param waitingForConnection requests that wait for a connection
 * @param maxConnections connections that may be in use at the same time
 * @since 0.1.0
 */
public record EigiClientStatus(String account, boolean closed, @Nullable Instant lastAnswer,
		@Nullable LastFailure lastFailure, int consecutiveFailures, Duration coolDown, int availablePermits,
		int permitLimit, int waitingForPermit, int connectionsInUse, int waitingForConnection, int maxConnections) {

	/**
	 * What last went wrong.
	 *
	 * @param kind what it was
	 * @param at when it was noticed
	 */
	public record LastFailure(EigiFailureKind kind, Instant at) {
	}

}
