package ai.eigi.client.agent;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * A variable in an agent's prompt: the metadata of a call or a chat gives it a value
 * under this name.
 *
 * @param name its name, normalised by the service
 * @param required whether a value is needed
 * @param type what it takes
 * @param description what it is for
 * @since 0.1.0
 */
public record DynamicVariable(@Nullable String name, boolean required, @Nullable DynamicVariableType type,
		@Nullable String description) {

	static DynamicVariable from(WireObject wire) {
		return new DynamicVariable(wire.text("variable_name"), Boolean.TRUE.equals(wire.flag("required")),
				wire.value(DynamicVariableType::of, "field_type"), wire.text("description"));
	}

}
