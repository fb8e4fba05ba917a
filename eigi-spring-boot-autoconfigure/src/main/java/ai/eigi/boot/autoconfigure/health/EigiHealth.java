package ai.eigi.boot.autoconfigure.health;

import java.time.Instant;

import ai.eigi.client.EigiClientStatus;
import ai.eigi.client.EigiFailureKind;
import org.jspecify.annotations.Nullable;

/**
 * How one account is doing.
 *
 * @param account name of the account
 * @param state what follows for the application
 * @param status what it follows from, {@code null} as long as nobody has used the account
 * @param checkedAt when the service was last asked on demand, {@code null} if it was not
 * @since 0.1.0
 */
public record EigiHealth(String account, State state, @Nullable EigiClientStatus status, @Nullable Instant checkedAt) {

	static EigiHealth of(String account, EigiClientStatus status, @Nullable Instant checkedAt, int failureThreshold) {
		return new EigiHealth(account, stateOf(status, failureThreshold), status, checkedAt);
	}

	static EigiHealth unused(String account) {
		return new EigiHealth(account, State.UNKNOWN, null, null);
	}

	private static State stateOf(EigiClientStatus status, int failureThreshold) {
		if (status.closed()) {
			return State.OUT_OF_SERVICE;
		}
		EigiClientStatus.LastFailure failure = status.lastFailure();
		boolean refused = failure != null && failure.kind() == EigiFailureKind.AUTHENTICATION
				&& status.consecutiveFailures() > 0;
		if (refused || status.consecutiveFailures() >= failureThreshold) {
			return State.DOWN;
		}
		return (status.lastAnswer() != null) ? State.UP : State.UNKNOWN;
	}

	/**
	 * What follows for the application.
	 */
	public enum State {

		/**
		 * The service has answered, and what has failed since is no reason for alarm.
		 */
		UP,

		/**
		 * The key is refused, or too many operations in a row have failed.
		 */
		DOWN,

		/**
		 * The client was closed.
		 */
		OUT_OF_SERVICE,

		/**
		 * The service has not answered yet, and not failed often enough.
		 */
		UNKNOWN

	}

}
