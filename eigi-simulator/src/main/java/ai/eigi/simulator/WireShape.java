package ai.eigi.simulator;

/**
 * Which of the documented shapes an answer has.
 *
 * @since 0.1.0
 */
public enum WireShape {

	/**
	 * The shape that the pages of the vendor show.
	 */
	CURRENT,

	/**
	 * The shape of earlier revisions, which the vendor's OpenAPI file still shows.
	 */
	LEGACY

}
