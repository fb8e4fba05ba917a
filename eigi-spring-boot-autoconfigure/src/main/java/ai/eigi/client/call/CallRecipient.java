package ai.eigi.client.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A person to call.
 *
 * @param number telephone number in E.164 form, {@code +14155550123}; checked when the
 * call is placed
 * @param metadata own data that the agent can use in the talk
 * @since 0.1.0
 */
public record CallRecipient(String number, Map<String, Object> metadata) {

	public CallRecipient {
		Objects.requireNonNull(number, "'number' must not be null");
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	/**
	 * A person by number.
	 * @param number telephone number in E.164 form
	 * @return the recipient
	 */
	public static CallRecipient of(String number) {
		return new CallRecipient(number, Map.of());
	}

	/**
	 * The same person with own data for the agent.
	 * @param metadata the data; values must be writable as JSON
	 * @return the recipient
	 */
	public CallRecipient withMetadata(Map<String, ?> metadata) {
		return new CallRecipient(this.number, new LinkedHashMap<>(metadata));
	}

	/**
	 * Leaves out number and data.
	 */
	@Override
	public String toString() {
		return "CallRecipient[***]";
	}

}
