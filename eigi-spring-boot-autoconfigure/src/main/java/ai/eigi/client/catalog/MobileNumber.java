package ai.eigi.client.catalog;

import ai.eigi.client.conversation.TelephonyProvider;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A telephone number of the account.
 *
 * @param number the number in E.164 form
 * @param provider provider that carries its calls
 * @param status what can be done with it, if the service says
 * @since 0.1.0
 */
public record MobileNumber(@Nullable String number, @Nullable TelephonyProvider provider, @Nullable String status) {

	static MobileNumber from(WireObject wire) {
		return new MobileNumber(wire.text("mobile_number", "phone_number"),
				wire.value(TelephonyProvider::of, "telephony_provider"), wire.text("status"));
	}

	static MobileNumber of(String number) {
		return new MobileNumber(number, null, null);
	}

	/**
	 * Leaves out the number.
	 */
	@Override
	public String toString() {
		return "MobileNumber[provider=%s, status=%s]".formatted(this.provider, this.status);
	}

}
