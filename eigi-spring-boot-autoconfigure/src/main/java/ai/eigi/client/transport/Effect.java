package ai.eigi.client.transport;

/**
 * What sending a request a second time would do. The HTTP method does not tell:
 * {@code GET .../first-message} opens a session.
 *
 * @since 0.1.0
 */
public enum Effect {

	/**
	 * Nothing: a pure read.
	 */
	READ,

	/**
	 * It may change something twice: a chat takes the message twice, a first message
	 * opens two sessions.
	 */
	WRITE,

	/**
	 * It may ring a person twice.
	 */
	DIAL

}
