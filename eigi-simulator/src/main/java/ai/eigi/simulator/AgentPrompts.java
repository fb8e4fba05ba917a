package ai.eigi.simulator;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The prompts of an agent.
 *
 * @param followed the prompt that it follows, if it follows one
 * @param own name of the prompt that was made for it, if one was
 * @param analysis the prompt that analyses its calls, if there is one
 */
record AgentPrompts(@Nullable PromptReference followed, @Nullable String own, @Nullable PromptReference analysis) {

	static final AgentPrompts NONE = new AgentPrompts(null, null, null);

	/**
	 * Refuse what refers to a prompt that is not there, before anything is written.
	 */
	static void check(Fields body, Prompts prompts) {
		refuseUnknown(PromptReference.in(body, "prompt"), prompts);
		Fields analysis = body.object("call_analysis_prompt");
		if (analysis != null && !analysis.has("custom_prompt")) {
			refuseUnknown(PromptReference.in(body, "call_analysis_prompt"), prompts);
		}
	}

	private static void refuseUnknown(@Nullable PromptReference reference, Prompts prompts) {
		if (reference != null && reference.find(prompts) == null) {
			throw new RefusedException(404, "Prompt not found");
		}
	}

	/**
	 * The prompts after a change, with the versions written that it brings.
	 * @param agent the agent, with the name it has after the change
	 */
	AgentPrompts with(Fields body, SimulatedAgent agent, Prompts prompts, Instant now) {
		return withFollowed(body, agent, prompts, now).withAnalysis(body, prompts, now);
	}

	private AgentPrompts withFollowed(Fields body, SimulatedAgent agent, Prompts prompts, Instant now) {
		PromptReference reference = PromptReference.in(body, "prompt");
		if (reference != null) {
			return new AgentPrompts(reference, this.own, this.analysis);
		}
		String content = body.text("prompt_content");
		return (content != null) ? withOwn(content, agent, prompts, now) : this;
	}

	AgentPrompts withOwn(String content, SimulatedAgent agent, Prompts prompts, Instant now) {
		StoredPrompt prompt = (this.own != null) ? prompts.add(this.own, content, Prompts.metadata("main"), now)
				: prompts.addFor(agent, content, now);
		return new AgentPrompts(PromptReference.latest(prompt.name()), prompt.name(), this.analysis);
	}

	private AgentPrompts withAnalysis(Fields body, Prompts prompts, Instant now) {
		Fields asked = body.object("call_analysis_prompt");
		PromptReference reference = PromptReference.in(body, "call_analysis_prompt");
		if (asked == null || reference == null) {
			return this;
		}
		String content = asked.text("custom_prompt");
		if (content != null) {
			prompts.add(reference.name(), content, Prompts.metadata("analysis"), now);
			reference = PromptReference.latest(reference.name());
		}
		return new AgentPrompts(this.followed, this.own, reference);
	}

	boolean use(String name) {
		return (this.followed != null && this.followed.name().equals(name))
				|| (this.analysis != null && this.analysis.name().equals(name));
	}

}
