package ai.eigi.client.agent;

import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the tool that hands a call over.
 *
 * @since 0.1.0
 */
public final class TransferCall extends AgentPart<TransferCall> {

	private static final String NUMBER = "transfer_phone_number";

	private TransferCall(WireObject wire) {
		super(wire);
	}

	/**
	 * Hand calls over to a number.
	 * @param number telephone number, {@code +14155550123}
	 * @return the settings
	 */
	public static TransferCall to(String number) {
		return new TransferCall(
				WireObject.empty().with(NUMBER, Objects.requireNonNull(number, "'number' must not be null")));
	}

	static TransferCall from(WireObject wire) {
		return new TransferCall(wire);
	}

	public @Nullable String number() {
		return text(NUMBER);
	}

	@Override
	TransferCall copy(WireObject wire) {
		return new TransferCall(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(NUMBER);
	}

	@Override
	void check(Require require, String field) {
		require.given(field + ".number", number());
	}

	/**
	 * Leaves out the number.
	 */
	@Override
	public String toString() {
		return "TransferCall[***]";
	}

}
