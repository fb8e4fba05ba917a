package ai.eigi.client.transport;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How a client stands at this moment with its limits. Looking costs nothing and sends
 * nothing.
 *
 * @since 0.1.0
 */
public final class TransportState {

	private final PermitGate gate;

	private final GuardedConnector connector;

	private final int maxConnections;

	private final AtomicInteger openTexts;

	TransportState(PermitGate gate, GuardedConnector connector, int maxConnections, AtomicInteger openTexts) {
		this.gate = gate;
		this.connector = connector;
		this.maxConnections = maxConnections;
		this.openTexts = openTexts;
	}

	/**
	 * Requests that may leave at once: none during a cool-down.
	 * @return the number, {@link Integer#MAX_VALUE} where nothing limits it
	 */
	public int availablePermits() {
		return this.gate.availablePermits();
	}

	/**
	 * Requests that may leave within a period at most.
	 * @return the number, {@link Integer#MAX_VALUE} where nothing limits it
	 */
	public int permitLimit() {
		return this.gate.limit();
	}

	/**
	 * Requests that wait for a permit.
	 * @return the number
	 */
	public int waitingForPermit() {
		return this.gate.waitingCount();
	}

	/**
	 * How long nothing is let out after the service has refused a request for its rate.
	 * @return what is left of it, zero if there is no cool-down
	 */
	public Duration coolDown() {
		return this.gate.coolDown();
	}

	/**
	 * Connections that a request occupies.
	 * @return the number
	 */
	public int connectionsInUse() {
		return this.connector.connectionsInUse();
	}

	/**
	 * Requests that wait for a connection.
	 * @return the number
	 */
	public int waitingForConnection() {
		return this.connector.waitingForConnection();
	}

	/**
	 * Connections that may be in use at the same time.
	 * @return the number
	 */
	public int maxConnections() {
		return this.maxConnections;
	}

	/**
	 * Whether nothing is under way, no text is left for a slow reader although it has
	 * arrived, and every limit is as in a client that was just made: it can be closed and
	 * made again, and no limit is passed by that.
	 * @return whether it can be forgotten
	 */
	public boolean isAtRest() {
		return connectionsInUse() == 0 && waitingForConnection() == 0 && this.openTexts.get() == 0
				&& this.gate.isAtRest();
	}

}
