package ai.eigi.simulator;

import java.util.Objects;

/**
 * What one side says in a simulated call.
 *
 * @param role {@code assistant} or {@code user}
 * @param content the words
 * @since 0.1.0
 */
public record TranscriptLine(String role, String content) {

	public TranscriptLine {
		Objects.requireNonNull(role, "role must not be null");
		Objects.requireNonNull(content, "content must not be null");
	}

	/**
	 * Create a line of the agent.
	 * @param content the words
	 * @return the line
	 */
	public static TranscriptLine agent(String content) {
		return new TranscriptLine("assistant", content);
	}

	/**
	 * Create a line of the person at the telephone.
	 * @param content the words
	 * @return the line
	 */
	public static TranscriptLine user(String content) {
		return new TranscriptLine("user", content);
	}

}
