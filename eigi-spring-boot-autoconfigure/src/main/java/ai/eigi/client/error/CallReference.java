package ai.eigi.client.error;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * What one call can be found by afterwards. Holds no number: the recipient is the one at
 * the same {@link #index() place} of the request.
 *
 * @param index place of the recipient in the request, from 0
 * @param correlationId the value sent with the call, {@code null} where correlation is
 * off
 * @param numberDigest digest of the number's digits, to recognise it by
 * @since 0.1.0
 */
public record CallReference(int index, @Nullable String correlationId, String numberDigest) implements Serializable {

	/**
	 * Leaves out the digest.
	 */
	@Override
	public String toString() {
		return "CallReference[index=%d, correlationId=%s]".formatted(this.index, this.correlationId);
	}

}
