package ai.eigi.client.agent;

import java.util.Map;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;
import org.jspecify.annotations.Nullable;

/**
 * Changes to an agent. Only what is set is sent, and only that changes; a field cannot be
 * cleared, since the service does not say how.
 * <p>
 * {@code stt}, {@code llm}, {@code tts} and {@code sts} are always sent as whole objects:
 * the service's pages call their inner fields required in an update too, its own command
 * line client sends parts of them, and nothing says whether what is left out stays or is
 * lost. So read the agent, change the part and send all of it, which keeps what this
 * client does not know: <pre class="code">
 * eigi.getAgent(id)
 *     .map((agent) -&gt; AgentUpdate.builder().tts(agent.tts().withSpeed(1.2)).build())
 *     .flatMap((update) -&gt; eigi.updateAgent(id, update))
 * </pre>
 *
 * @since 0.1.0
 */
public final class AgentUpdate {

	private final WireObject fields;

	private AgentUpdate(Builder builder) {
		this.fields = builder.fields();
	}

	/**
	 * Begin an update.
	 * @return a builder without any change
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Everything that will be sent. The text of the map shows names and no values, since
	 * some are secret.
	 * @return an unmodifiable map
	 */
	public Map<String, Object> raw() {
		return this.fields.asMaskedMap();
	}

	WireObject fields() {
		return this.fields;
	}

	void check(String operation) {
		Require require = Require.that(operation)
			.valid(!this.fields.names().isEmpty(), "update", "must change at least one field");
		AgentRules.check(require, this.fields);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof AgentUpdate update && this.fields.equals(update.fields);
	}

	@Override
	public int hashCode() {
		return this.fields.hashCode();
	}

	/**
	 * Shows the names of what is set alone.
	 */
	@Override
	public String toString() {
		return "AgentUpdate" + this.fields.names();
	}

	/**
	 * Collects changes.
	 */
	public static final class Builder extends AgentBuilder<Builder> {

		private Builder() {
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Make the update.
		 * @return the update
		 */
		public AgentUpdate build() {
			return new AgentUpdate(this);
		}

	}

}
