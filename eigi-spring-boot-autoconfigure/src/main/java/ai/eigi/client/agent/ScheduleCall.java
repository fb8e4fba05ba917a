package ai.eigi.client.agent;

import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the tool that arranges a further call.
 *
 * @since 0.1.0
 */
public final class ScheduleCall extends AgentPart<ScheduleCall> {

	private static final String ALLOW_IMMEDIATE = "allow_immediate";

	private ScheduleCall(WireObject wire) {
		super(wire);
	}

	/**
	 * The service's defaults: not at once.
	 * @return the settings
	 */
	public static ScheduleCall defaults() {
		return new ScheduleCall(WireObject.empty());
	}

	static ScheduleCall from(WireObject wire) {
		return new ScheduleCall(wire);
	}

	/**
	 * Whether the further call may come at once.
	 * @return the flag, or {@code null} if it is not said
	 */
	public @Nullable Boolean allowImmediate() {
		return wire().flag(ALLOW_IMMEDIATE);
	}

	/**
	 * The same with a further call that may or may not come at once.
	 * @param allowImmediate whether it may
	 * @return the settings
	 */
	public ScheduleCall withAllowImmediate(boolean allowImmediate) {
		return set(ALLOW_IMMEDIATE, allowImmediate);
	}

	@Override
	ScheduleCall copy(WireObject wire) {
		return new ScheduleCall(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(ALLOW_IMMEDIATE);
	}

	@Override
	void check(Require require, String field) {
		// a flag has no bounds
	}

	@Override
	public String toString() {
		return "ScheduleCall[allowImmediate=%s]".formatted(allowImmediate());
	}

}
