package ai.eigi.simulator;

/**
 * What an agent says that was given no script: a few sentences that are pleasant to watch
 * and hard to decode wrongly unnoticed.
 */
final class DefaultReply {

	private static final int ECHO = 200;

	private DefaultReply() {
	}

	static String to(ChatTurn turn) {
		String message = turn.message().strip();
		if (message.codePointCount(0, message.length()) > ECHO) {
			message = message.substring(0, message.offsetByCodePoints(0, ECHO)) + "…";
		}
		return "Namaste 🙏 नमस्ते! You said: “" + message + "”. I am a simulated agent, "
				+ "so nothing leaves your machine.\n\n"
				+ "A café crème, a naïve façade and a thumbs-up 👍🏽 show that every character arrives whole. "
				+ "What else may I do for you? 😊";
	}

}
