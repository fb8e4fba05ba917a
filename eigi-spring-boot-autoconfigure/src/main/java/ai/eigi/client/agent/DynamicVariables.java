package ai.eigi.client.agent;

import java.util.List;

import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * The variables in an agent's prompt, to be read before a call to learn which values to
 * send.
 *
 * @param agentId the agent
 * @param agentName its name
 * @param variables the variables, possibly none
 * @since 0.1.0
 */
public record DynamicVariables(@Nullable String agentId, @Nullable String agentName, List<DynamicVariable> variables) {

	public DynamicVariables {
		variables = List.copyOf(variables);
	}

	static DynamicVariables from(WireObject wire) {
		wire.refuseError();
		return new DynamicVariables(wire.text("agent_id", "id"), wire.text("agent_name"),
				wire.objects(DynamicVariable::from, "dynamic_variables"));
	}

}
