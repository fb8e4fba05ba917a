package ai.eigi.client.agent;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A part of an agent that is an object of its own: its model, its voice, its tools.
 * Immutable; every {@code with} returns a changed copy.
 * <p>
 * What the service said and this client has no method for is kept: a part that was read,
 * changed in one place and sent back loses nothing. {@link #with(String, Object)} sets
 * such a field, {@link #raw()} reads it.
 *
 * @param <P> the type of part
 * @since 0.1.0
 */
public abstract class AgentPart<P extends AgentPart<P>> {

	private final WireObject wire;

	AgentPart(WireObject wire) {
		this.wire = wire;
	}

	/**
	 * The same part with another value for a field, one that this client has no method
	 * for.
	 * @param name the field as the service calls it
	 * @param value a value that can be written as JSON; copied deeply
	 * @return the part
	 */
	public final P with(String name, Object value) {
		return set(Objects.requireNonNull(name, "'name' must not be null"), value);
	}

	/**
	 * Everything that the part says, fields this client does not know included. The text
	 * of the map shows names and no values, since some are secret.
	 * @return an unmodifiable map
	 */
	public final Map<String, Object> raw() {
		return this.wire.asMaskedMap();
	}

	/**
	 * The part with other fields.
	 */
	abstract P copy(WireObject wire);

	/**
	 * Names of the fields that the service documents: null for one of them is not sent.
	 */
	abstract Set<String> documented();

	/**
	 * Check the documented bounds.
	 * @param require the checks
	 * @param field name of the field that the part stands in
	 */
	abstract void check(Require require, String field);

	/**
	 * What is sent. A field that the client does not know is sent as the service said it.
	 */
	WireObject body() {
		return this.wire.withoutNulls(documented());
	}

	final WireObject wire() {
		return this.wire;
	}

	final P set(String name, Object value) {
		return copy(this.wire.with(name, Objects.requireNonNull(value, "'" + name + "' must not be null")));
	}

	final @Nullable String text(String name) {
		return this.wire.text(name);
	}

	@Override
	public final boolean equals(@Nullable Object other) {
		return this == other
				|| (other != null && getClass() == other.getClass() && this.wire.equals(((AgentPart<?>) other).wire));
	}

	@Override
	public final int hashCode() {
		return this.wire.hashCode();
	}

}
