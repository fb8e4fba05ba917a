package ai.eigi.simulator;

/**
 * Whether the metadata that was sent with a call comes back in the
 * {@code dynamic_variables} of its conversation. The service does not document that it
 * does.
 *
 * @since 0.1.0
 * @see EigiSimulator#metadataEcho(MetadataEcho)
 */
public enum MetadataEcho {

	/**
	 * It is there as soon as the conversation is.
	 */
	AT_ONCE,

	/**
	 * It is there once the call has ended.
	 */
	AT_END,

	/**
	 * It never comes back: a call can be recognised by its number and time only.
	 */
	NEVER

}
