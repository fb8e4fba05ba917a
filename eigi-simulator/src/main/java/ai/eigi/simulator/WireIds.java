package ai.eigi.simulator;

import java.util.UUID;

/**
 * New identifiers in the forms of the wire.
 */
final class WireIds {

	private WireIds() {
	}

	static String uuid() {
		return UUID.randomUUID().toString();
	}

	/**
	 * Id of a document: 24 hexadecimal digits.
	 */
	static String document() {
		return uuid().replace("-", "").substring(0, 24);
	}

}
