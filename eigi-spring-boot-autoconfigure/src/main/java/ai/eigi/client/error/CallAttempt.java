package ai.eigi.client.error;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Calls that were requested, and what is needed to find out what became of them. Plain
 * values that can be stored; numbers are in it as salted digests alone. An application
 * that must know after a crash, or after it cancelled, gives its recipients correlation
 * ids, stores the attempt, and then places the calls. <pre class="code">
 * OutboundCallRequest request = OutboundCallRequest.of("agent", "+14155550123").withCorrelationIds();
 * store(request.attemptAt(Instant.now()));
 * operations.startCalls(request);
 * </pre>
 *
 * @param agentId the agent that calls
 * @param startedAt when the calls cannot have been placed yet, by the client's clock
 * @param endedAt when it became clear that the outcome is unknown; {@code null} if that
 * was not seen
 * @param salt what the digests of the numbers begin with
 * @param calls the calls, in the order of the request
 * @since 0.1.0
 */
public record CallAttempt(String agentId, Instant startedAt, @Nullable Instant endedAt, String salt,
		List<CallReference> calls) implements Serializable {

	public CallAttempt {
		Objects.requireNonNull(agentId, "'agentId' must not be null");
		Objects.requireNonNull(startedAt, "'startedAt' must not be null");
		Objects.requireNonNull(salt, "'salt' must not be null");
		calls = List.copyOf(calls);
	}

	/**
	 * The same attempt, with its end.
	 * @param time when it became clear that the outcome is unknown
	 * @return the attempt
	 */
	public CallAttempt endedAt(Instant time) {
		return new CallAttempt(this.agentId, this.startedAt, time, this.salt, this.calls);
	}

	/**
	 * Leaves out the digests.
	 */
	@Override
	public String toString() {
		return "CallAttempt[agentId=%s, startedAt=%s, endedAt=%s, calls=%s]".formatted(this.agentId, this.startedAt,
				this.endedAt, this.calls);
	}

}
