package ai.eigi.benchmarks;

import reactor.core.publisher.SynchronousSink;

/**
 * Decodes UTF-8 that arrives in arbitrary pieces, as a user of a bare client has to. One
 * for each stream.
 */
interface TextDecoder {

	/**
	 * Decode a piece.
	 * @return what is complete, possibly empty
	 */
	String decode(byte[] piece);

	/**
	 * The text has ended.
	 * @return the rest, possibly empty
	 */
	String end();

	default void decode(byte[] piece, SynchronousSink<String> sink) {
		String text = decode(piece);
		if (!text.isEmpty()) {
			sink.next(text);
		}
	}

}
