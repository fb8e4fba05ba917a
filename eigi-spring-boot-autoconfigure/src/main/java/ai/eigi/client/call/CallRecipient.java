package ai.eigi.client.call;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A person to call.
 *
 * @param number telephone number in E.164 form, {@code +14155550123}; checked when the
 * call is placed
 * @param metadata own data that the agent can use in the talk
 * @param correlationId what this call can be found by afterwards, sent to the service as
 * metadata under {@link #CORRELATION_KEY}; {@code null} to have the client make one
 * @since 0.1.0
 */
public record CallRecipient(String number, Map<String, Object> metadata, @Nullable String correlationId) {

	/**
	 * Name under which the correlation id stands in a call's metadata, and comes back in
	 * {@code dynamic_variables} of the conversation's metadata. Own metadata must not use
	 * it.
	 */
	public static final String CORRELATION_KEY = "eigi_client_correlation_id";

	public CallRecipient {
		Objects.requireNonNull(number, "'number' must not be null");
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	/**
	 * A person with own data for the agent.
	 * @param number telephone number in E.164 form
	 * @param metadata the data; values must be writable as JSON
	 */
	public CallRecipient(String number, Map<String, Object> metadata) {
		this(number, metadata, null);
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
		return new CallRecipient(this.number, new LinkedHashMap<>(metadata), this.correlationId);
	}

	/**
	 * The same person with a correlation id of the application's own, to be stored before
	 * the call is placed. It stands in logs and is sent to the service: let it be no
	 * telephone number and no name, nor hold one.
	 * @param correlationId 1 to 100 letters, digits and {@code . _ : -}; never used for
	 * two calls
	 * @return the recipient
	 */
	public CallRecipient withCorrelationId(String correlationId) {
		return new CallRecipient(this.number, this.metadata,
				Objects.requireNonNull(correlationId, "'correlationId' must not be null"));
	}

	/**
	 * Leaves out number and data.
	 */
	@Override
	public String toString() {
		return "CallRecipient[correlationId=%s]".formatted(this.correlationId);
	}

}
