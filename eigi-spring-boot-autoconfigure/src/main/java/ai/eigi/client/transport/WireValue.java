package ai.eigi.client.transport;

import org.jspecify.annotations.Nullable;

/**
 * A value of a list that the service may extend at any time. Two are equal when their
 * wire values are; one that this client has no constant for is as good as any other.
 *
 * @since 0.1.0
 */
public abstract class WireValue {

	private final String value;

	/**
	 * Create a value.
	 * @param value the wire value
	 */
	protected WireValue(String value) {
		if (value == null) {
			throw new IllegalArgumentException("'value' must not be null");
		}
		this.value = value;
	}

	/**
	 * How the value is written in requests and answers.
	 * @return the wire value
	 */
	public final String value() {
		return this.value;
	}

	@Override
	public final boolean equals(@Nullable Object other) {
		return this == other
				|| (other != null && getClass() == other.getClass() && this.value.equals(((WireValue) other).value));
	}

	@Override
	public final int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public final String toString() {
		return this.value;
	}

}
